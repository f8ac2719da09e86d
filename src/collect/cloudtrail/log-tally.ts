import type { Accounting, ExcludedFiles, Unreadable } from '../../domain/collected.ts';
import type { Leftover } from '../../domain/facts.ts';
import type { LogPath } from './log-path.ts';
import type { BadRecord } from './staged-batch.ts';

/** What became of every file and of every record that did not reach the staging table. */
export class LogTally {
  readonly unreadable: Unreadable[] = [];
  readonly #excluded = new Map<string, { count: number; example: string }>();
  readonly #badRecords = new Map<string, { count: number; example: string }>();
  #used = 0;
  #unreadableFiles = 0;
  #unreadableRecords = 0;

  used(location: string, path: LogPath, bad: readonly BadRecord[], records: number): void {
    this.#used += 1;
    this.#unreadableRecords += bad.length;
    for (const { position, reason } of bad) count(this.#badRecords, reason, `${location}:${position}`);
    const [first] = bad;
    if (first === undefined) return;
    this.#tell(
      location,
      path,
      `${bad.length} of ${records} records; record ${first.position} ${first.reason}`,
    );
  }

  /** What the file shows counts as use; that it shows nothing else counts for nothing. */
  doubtful(location: string, path: LogPath, reason: string): void {
    this.#tell(location, path, reason);
  }

  excluded(location: string, reason: string): void {
    count(this.#excluded, reason, location);
  }

  unreadableFile(location: string, path: LogPath, reason: string): void {
    this.#unreadableFiles += 1;
    this.#tell(location, path, reason);
  }

  get excludedFiles(): ExcludedFiles[] {
    return entries(this.#excluded).map(([reason, { count, example }]) => ({ reason, count, example }));
  }

  get badRecords(): Leftover[] {
    return entries(this.#badRecords).map(([key, { count, example }]) => ({
      reason: 'unreadable',
      key,
      count,
      example,
    }));
  }

  files(): Accounting['files'] {
    const excluded = this.excludedFiles.reduce((sum, { count }) => sum + count, 0);
    const [used, unreadable] = [this.#used, this.#unreadableFiles];
    return { seen: used + excluded + unreadable, used, excluded, unreadable };
  }

  records(staged: number, distinct: number): Accounting['records'] {
    const unreadable = this.#unreadableRecords;
    return { seen: staged + unreadable, distinct, duplicates: staged - distinct, unreadable };
  }

  #tell(location: string, { account, region, day }: LogPath, reason: string): void {
    this.unreadable.push({ kind: 'cloudtrail', location, reason, account, region, day });
  }
}

function count(counts: Map<string, { count: number; example: string }>, key: string, example: string): void {
  const known = counts.get(key);
  if (known === undefined) counts.set(key, { count: 1, example });
  else {
    known.count += 1;
    if (example < known.example) known.example = example;
  }
}

function entries<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}
