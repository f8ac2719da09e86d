import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import type { BatchBuilder } from '../batch-builder.ts';
import type { LogPath } from '../log-path.ts';
import { stageRecord } from '../stage-record.ts';
import type { BadRecord, FileOutcome } from '../staged-batch.ts';
import { DONE, ISSUES, NO_LOG, ODD, ORDINARY, WHOLE } from './assembly/roles.ts';
import { KnownCalls } from './known-calls.ts';
import { parameterRole } from './parameter-role.ts';
import { NAME_LISTS } from './record-fields.ts';
import { type Global, instantiate, type Memory } from './web-assembly.ts';

/** What `assembly/scan-log.ts` exports; capitals are places in its memory. */
interface Exports {
  readonly memory: Memory;
  addName(list: number, length: number, role: number): void;
  start(length: number, origin: number): number;
  resume(): number;
  take(): void;
  startBatch(): void;
  forget(): void;
  isCrowded(): number;
}
type Counts = Readonly<
  Record<
    'position' | 'recordStart' | 'recordEnd' | 'rowCount' | 'sharedCount' | 'issuedCount' | 'pairCount',
    Global
  >
>;
const PLACES = [
  'INPUT',
  'ISSUED',
  'NAMES',
  'PADDING',
  'PAIRS',
  'ROW_IDS',
  'ROW_PAIRS',
  'ROW_TIMES',
  'SHARED_IDS',
  'SHARED_ROWS',
] as const;
type Places = Readonly<Record<(typeof PLACES)[number], number>>;

const PAGE = 64 * 1024;
/** Services whose responses name the access key of a session. */
const ISSUERS: ReadonlySet<string> = new Set(['sts.amazonaws.com']);

/**
 * Stages log files by the compiled scanner: it finds in the bytes what the facts read, checks that all of it is JSON, and
 * knows again the callers and calls it met, so that only the first of each becomes a text here.
 */
export class LogScanner {
  readonly #scanner: Exports & Counts;
  readonly #at: Places;
  #known = new KnownCalls();
  readonly #sources: (string | null)[] = [null];
  readonly #origins = new Map<string, number>();
  #origin: LogPath = { account: null, region: null, day: null, sibling: null };
  #batch: BatchBuilder | null = null;
  /** Of each pair the scanner numbered in this batch, its kind there. */
  #kinds: number[] = [];

  constructor() {
    const exports = instantiate(readFileSync(new URL('./scan-log.wasm', import.meta.url)), {
      newCaller: (text: number, length: number) => this.#known.addCaller(this.#text(text, length)),
      newSessionClass: (text: number, length: number) =>
        this.#known.addSessionClass(this.#text(text, length)),
      newSession: (sessionClass, name, nameLength, key, keyLength) =>
        this.#known.addSession(
          sessionClass,
          this.#text(name, nameLength),
          keyLength === 0 ? null : this.#text(key, keyLength),
        ),
      newCall: (text: number, length: number, callerClass: number) =>
        this.#known.addCall(
          this.#text(text, length),
          callerClass & ~WHOLE,
          (callerClass & WHOLE) !== 0,
          this.#origin,
        ),
      newSource: (text: number, length: number) => this.#addSource(this.#text(text, length)),
      newParameter: (source: number, text: number, length: number) =>
        parameterRole(this.#sources[source] ?? null, this.#text(text, length)),
    });
    this.#scanner = exports as unknown as Exports & Counts;
    const place = (name: string) => (exports[name] as Global).value;
    this.#at = Object.fromEntries(PLACES.map((name) => [name, place(name)])) as Places;
    for (const [list, name, role] of NAME_LISTS) {
      const { written } = new TextEncoder().encodeInto(name, this.#bytes(this.#at.NAMES, 64));
      this.#scanner.addName(list, written, role);
    }
  }

  /** Null when the file is of any other shape than `{"Records": [...]}`, or not JSON: then nothing of it was added. */
  scan(bytes: Buffer, sha256: string, path: LogPath, batch: BatchBuilder): FileOutcome | null {
    if (!isUtf8(bytes)) return null;
    if (batch !== this.#batch) {
      this.#batch = batch;
      this.#scanner.startBatch();
      this.#kinds = [];
    }
    this.#load(bytes);
    this.#origin = path;
    const rows = batch.rows;
    const bad: BadRecord[] = [];
    let state = this.#scanner.start(bytes.length, this.#numberOf(path));
    for (; state !== NO_LOG; state = this.#scanner.resume()) {
      this.#take(batch);
      if (state === DONE) return { kind: 'used', records: this.#scanner.position.value, bad, sha256 };
      if (state === ODD) this.#stageWhole(path, batch, bad);
      if (this.#scanner.isCrowded() !== 0) {
        this.#scanner.forget();
        this.#known = new KnownCalls();
        this.#kinds = [];
      }
    }
    batch.rewind(rows);
    return null;
  }

  /** Different calls met since it last forgot, as the scanner tells them apart. */
  get callsKnown(): number {
    return this.#known.calls;
  }

  /** Classes of sessions that one text stands for. */
  get sessionsKnown(): number {
    return this.#known.sessionClasses;
  }

  get callersKnown(): number {
    return this.#known.callers;
  }

  #load(bytes: Buffer): void {
    const { memory } = this.#scanner;
    const missing = this.#at.INPUT + bytes.length + this.#at.PADDING - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    this.#bytes(this.#at.INPUT, bytes.length).set(bytes);
  }

  /** The record read last, by JSON.parse. */
  #stageWhole(path: LogPath, batch: BatchBuilder, bad: BadRecord[]): void {
    const { recordStart, recordEnd, position } = this.#scanner;
    const record: unknown = JSON.parse(this.#text(recordStart.value, recordEnd.value - recordStart.value));
    const staged = stageRecord(record, path);
    if (staged.kind === 'row') batch.addRow(staged.row, position.value);
    else bad.push({ position: position.value, reason: staged.reason });
  }

  /** Moves the rows found so far to the batch. */
  #take(batch: BatchBuilder): void {
    const { memory, rowCount, sharedCount, issuedCount, pairCount } = this.#scanner;
    const rows = rowCount.value;
    const words = (place: number, count: number) => new Uint32Array(memory.buffer, place, count);
    const pairs = words(this.#at.PAIRS, 2 * pairCount.value);
    for (let pair = this.#kinds.length; pair < pairCount.value; pair += 1) this.#kinds.push(-1);
    const kinds = new Int32Array(memory.buffer, this.#at.ROW_PAIRS, rows);
    const issued = words(this.#at.ISSUED, 3 * issuedCount.value);
    for (let at = 0; at < issued.length; at += 3) {
      const [row, start, end] = [issued[at], issued[at + 1], issued[at + 2]] as [number, number, number];
      const call = pairs[2 * (kinds[row] as number) + 1] as number;
      if (this.#known.issues(call)) batch.addIssued(batch.rows + row, this.#text(start, end - start));
    }
    for (let row = 0; row < rows; row += 1) kinds[row] = this.#kindOf(kinds[row] as number, pairs, batch);
    batch.addRows(words(this.#at.ROW_IDS, 4 * rows), words(this.#at.ROW_TIMES, 2 * rows), kinds, {
      rows: words(this.#at.SHARED_ROWS, sharedCount.value),
      ids: words(this.#at.SHARED_IDS, 4 * sharedCount.value),
    });
    this.#scanner.take();
  }

  #kindOf(pair: number, pairs: Uint32Array, batch: BatchBuilder): number {
    const known = this.#kinds[pair] as number;
    if (known !== -1) return known;
    const kind = this.#known.kindOf(pairs[2 * pair] as number, pairs[2 * pair + 1] as number, batch);
    this.#kinds[pair] = kind;
    return kind;
  }

  #numberOf({ account, region }: LogPath): number {
    const key = `${account} ${region}`;
    const known = this.#origins.get(key) ?? this.#origins.size;
    this.#origins.set(key, known);
    return known;
  }

  #addSource(json: string): number {
    const source: unknown = JSON.parse(json);
    this.#sources.push(typeof source === 'string' ? source : '');
    return typeof source === 'string' && ISSUERS.has(source) ? ISSUES : ORDINARY;
  }

  #bytes(place: number, length: number): Uint8Array {
    return new Uint8Array(this.#scanner.memory.buffer, place, length);
  }

  #text(place: number, length: number): string {
    return Buffer.from(this.#scanner.memory.buffer, place, length).toString('utf8');
  }
}
