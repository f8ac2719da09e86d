import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { UserError } from '../../../domain/errors.ts';
import type { AwsCall } from '../aws-call.ts';
import { Journal } from './journal.ts';
import { readSnapshotFile, SNAPSHOT_NAME } from './read-snapshot-file.ts';
import type { SnapshotCall, SnapshotDocument, SnapshotFile, SnapshotRequest } from './snapshot-schema.ts';
import { UNFINISHED_FOLDER, UnfinishedPages } from './unfinished-pages.ts';
import { writeWhole } from './write-whole.ts';

/** What was fetched so long ago describes another time: a collection then begins anew. */
const OLDEST_MS = 24 * 3_600_000;

/** What a collection found beside the documents. */
export type SnapshotFacts = Pick<SnapshotFile, 'tool' | 'caller' | 'accounts' | 'gaps' | 'eventHistory'>;

export interface Run {
  readonly runId: string;
  readonly startedAt: string;
  /** End of the window, when somebody said so; else that of the run that is resumed, else now. */
  readonly asOf: string | null;
  readonly request: SnapshotRequest;
  /** Never resume. */
  readonly fresh: boolean;
}

/** The folder a collection fills: documents that are whole, with their hashes, and what was called for them. */
export class SnapshotFolder {
  readonly folder: string;
  readonly asOf: string;
  /** Documents that an earlier run fetched and this one need not fetch again. */
  readonly resumed: number;
  readonly #run: Run;
  readonly #journal: Journal;
  readonly #documents: Map<string, SnapshotDocument>;
  readonly #calls: SnapshotCall[];
  readonly #runs: { readonly runId: string; readonly startedAt: string }[];
  /** Account whose credentials fetched what is there; null when nothing is, or nobody wrote it down. */
  #caller: string | null;

  /**
   * Opens a folder to collect into. What an earlier run of the same question fetched in the last 24 hours stays,
   * when its hash is right; anything else of an earlier snapshot is removed.
   * @throws UserError for a folder that holds something else
   */
  constructor(folder: string, run: Run) {
    this.folder = folder;
    this.#run = run;
    this.#journal = new Journal(folder);
    const earlier = this.#earlier();
    const isSame =
      earlier !== null &&
      !run.fresh &&
      (run.asOf === null || run.asOf === earlier.asOf) &&
      JSON.stringify(earlier.request) === JSON.stringify(run.request) &&
      Date.parse(run.startedAt) - earlier.writtenAt < OLDEST_MS;
    if (earlier !== null && !isSame) this.#clear(earlier.documents);
    const kept = isSame ? earlier : null;
    this.asOf = kept?.asOf ?? run.asOf ?? run.startedAt;
    this.#documents = new Map(
      (kept?.documents ?? []).filter((document) => this.#isIntact(document)).map((one) => [one.path, one]),
    );
    this.resumed = this.#documents.size;
    this.#caller = (this.resumed > 0 && kept?.caller?.account) || null;
    this.#calls = [...(kept?.calls ?? [])];
    this.#runs = [...(kept?.runs ?? []), { runId: run.runId, startedAt: run.startedAt }];
    mkdirSync(folder, { recursive: true });
    const { runId, startedAt, request } = run;
    if (kept !== null && !this.#journal.exists) this.#replay(kept);
    this.#journal.append({ type: 'begin', runId, startedAt, asOf: this.asOf, request });
    rmSync(join(folder, SNAPSHOT_NAME), { force: true });
  }

  /**
   * Says whose credentials collect from now on. What two callers see of one organization, or of two, does not add up.
   * @throws UserError when what is there was fetched with those of another account
   */
  enter(account: string): void {
    const other = this.#caller;
    if (other !== null && other !== account) {
      const { accounts, organization } = this.#run.request;
      const what = organization || accounts !== null ? `what account ${other} may see` : `account ${other}`;
      throw new UserError(
        `${this.folder} is a collection of ${what}, and the credentials are of ${account}. Name another folder, or sign in to ${other}.`,
      );
    }
    this.#caller = account;
    this.#journal.append({ type: 'caller', account });
  }

  has(path: string): boolean {
    return this.#documents.has(path);
  }

  /** Documents below a folder of the snapshot, sorted. */
  under(prefix: string): readonly string[] {
    return [...this.#documents.keys()].filter((path) => path.startsWith(prefix)).sort();
  }

  read(path: string): unknown {
    return JSON.parse(readFileSync(join(this.folder, path), 'utf8'));
  }

  /** Where pages of a document wait for the rest of it. */
  pagesOf(path: string): UnfinishedPages {
    return new UnfinishedPages(this.folder, path);
  }

  /** Writes one document whole; from then on it counts as fetched. A path that ends in `.gz` is compressed. */
  write(path: string, value: unknown): void {
    const text = Buffer.from(`${JSON.stringify(value, null, path.endsWith('.gz') ? 0 : 2)}\n`, 'utf8');
    const bytes = path.endsWith('.gz') ? gzipSync(text) : text;
    writeWhole(join(this.folder, path), bytes);
    const document = { path, sha256: sha256(bytes), size: bytes.length };
    this.#documents.set(path, document);
    this.#journal.append({ type: 'document', document });
    this.pagesOf(path).discard();
  }

  recordCall(call: AwsCall): void {
    const recorded = { runId: this.#run.runId, ...call };
    this.#calls.push(recorded);
    this.#journal.append({ type: 'call', call: recorded });
  }

  /** What snapshot.json says, now. */
  describe(facts: SnapshotFacts): SnapshotFile {
    const isComplete = facts.gaps.every(({ optional }) => optional);
    return {
      schemaVersion: 1,
      tool: facts.tool,
      status: isComplete ? 'complete' : 'partial',
      request: this.#run.request,
      asOf: this.asOf,
      runs: this.#runs,
      caller: facts.caller,
      accounts: facts.accounts,
      gaps: facts.gaps,
      eventHistory: facts.eventHistory,
      documents: [...this.#documents.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
      calls: this.#calls,
    };
  }

  /** Writes snapshot.json: the collection has ended, whole or with gaps. */
  finish(facts: SnapshotFacts): SnapshotFile {
    const file = this.describe(facts);
    if (file.status === 'complete')
      rmSync(join(this.folder, UNFINISHED_FOLDER), { recursive: true, force: true });
    writeWhole(join(this.folder, SNAPSHOT_NAME), Buffer.from(`${JSON.stringify(file, null, 2)}\n`, 'utf8'));
    this.#journal.remove();
    return file;
  }

  #earlier() {
    if (!existsSync(this.folder)) return null;
    if (!statSync(this.folder).isDirectory()) {
      throw new UserError(`${this.folder} is a file. Name an empty folder, or one that does not exist.`);
    }
    if (this.#journal.exists) {
      const lines = this.#journal.read();
      const begins = lines.flatMap((line) => (line.type === 'begin' ? [line] : []));
      const first = begins[0];
      if (first === undefined) return null;
      return {
        request: begins.at(-1)?.request ?? first.request,
        asOf: first.asOf,
        runs: begins.map(({ runId, startedAt }) => ({ runId, startedAt })),
        caller: lines.findLast((line) => line.type === 'caller') ?? null,
        documents: lines.flatMap((line) => (line.type === 'document' ? [line.document] : [])),
        calls: lines.flatMap((line) => (line.type === 'call' ? [line.call] : [])),
        writtenAt: this.#journal.writtenAt,
      };
    }
    const file = readSnapshotFile(this.folder);
    if (file !== null) return { ...file, writtenAt: Date.parse(file.runs.at(-1)?.startedAt ?? file.asOf) };
    if (readdirSync(this.folder).length === 0) return null;
    throw new UserError(
      `${this.folder} holds something else. Name an empty folder, or one that does not exist.`,
    );
  }

  /** A finished snapshot is taken up again: its journal must hold what snapshot.json held, before that goes. */
  #replay({ runs, asOf, request, calls }: Pick<SnapshotFile, 'runs' | 'asOf' | 'request' | 'calls'>): void {
    if (this.#caller !== null) this.#journal.append({ type: 'caller', account: this.#caller });
    for (const run of runs) this.#journal.append({ type: 'begin', ...run, asOf, request });
    for (const document of this.#documents.values()) this.#journal.append({ type: 'document', document });
    for (const call of calls) this.#journal.append({ type: 'call', call });
  }

  #isIntact({ path, sha256: expected }: SnapshotDocument): boolean {
    try {
      return sha256(readFileSync(join(this.folder, path))) === expected;
    } catch {
      return false;
    }
  }

  #clear(documents: readonly SnapshotDocument[]): void {
    for (const { path } of documents) rmSync(join(this.folder, path), { force: true });
    rmSync(join(this.folder, UNFINISHED_FOLDER), { recursive: true, force: true });
    this.#journal.remove();
    rmSync(join(this.folder, SNAPSHOT_NAME), { force: true });
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
