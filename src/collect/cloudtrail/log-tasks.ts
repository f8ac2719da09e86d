import type { InputFile } from '../files/input-file.ts';
import type { LogPath } from './log-path.ts';

/** A log file to read: which input of the run it is of, its number in the run, and what its path tells. */
export interface LogFile {
  readonly input: number;
  readonly number: number;
  readonly file: InputFile;
  readonly path: LogPath;
  /** A digest names it: its content is hashed. */
  readonly hashed: boolean;
}

/** Stored bytes of one task: enough files that a dictionary of what they repeat pays, few enough to hold. */
const LARGEST_TASK = 6 * 1024 * 1024;
const SMALLEST_TASK = 512 * 1024;
const TASK_FILES = 500;
/** Tasks to cut a small log into, so that every thread has some. */
const TASKS = 16;

/** Files in their order, cut into tasks. */
export function logTasks(files: readonly LogFile[]): LogFile[][] {
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  const most = Math.min(LARGEST_TASK, Math.max(SMALLEST_TASK, total / TASKS));
  const tasks: LogFile[][] = [];
  let task: LogFile[] = [];
  let bytes = 0;
  for (const file of files) {
    if (task.length === TASK_FILES || (task.length > 0 && bytes + file.file.size > most)) {
      tasks.push(task);
      [task, bytes] = [[], 0];
    }
    task.push(file);
    bytes += file.file.size;
  }
  return task.length === 0 ? tasks : [...tasks, task];
}
