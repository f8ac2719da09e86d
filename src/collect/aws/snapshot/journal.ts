import { appendFileSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type JournalLine, journalLine } from './snapshot-schema.ts';

const NAME = 'journal.jsonl';

/**
 * What a collection has done so far, a line at a time: it outlives an interruption at any moment. A line that was cut
 * off in the middle says nothing.
 */
export class Journal {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, NAME);
  }

  get exists(): boolean {
    return existsSync(this.#path);
  }

  /** Time of the last line, milliseconds since the epoch. */
  get writtenAt(): number {
    return statSync(this.#path).mtimeMs;
  }

  read(): readonly JournalLine[] {
    if (!this.exists) return [];
    return readFileSync(this.#path, 'utf8')
      .split('\n')
      .flatMap((text) => {
        const line = journalLine.safeParse(parse(text));
        return line.success ? [line.data] : [];
      });
  }

  /** Begins a line of its own, so that what an interruption cut off spoils nothing. */
  append(line: JournalLine): void {
    appendFileSync(this.#path, `\n${JSON.stringify(line)}\n`);
  }

  remove(): void {
    rmSync(this.#path, { force: true });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
