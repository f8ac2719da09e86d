import { ADDITIONAL_MARKS, RESPONSE_MARKS, ROLE, roleOf } from './record-fields.ts';
import { skipSpace, skipString, skipValue } from './skip-json.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const CLOSE_OBJECT = 0x7d;
const MOST_RUNS = 32;

/**
 * Finds in the bytes of one record what the facts read, and checks that the whole record is JSON. After `scan` it holds
 * where: `eventTime`, `eventID` and `sharedEventID` by themselves, everything else as runs of neighbouring members.
 */
export class RecordScanner {
  /** Start and end of each value with its quotes; start is -1 when the member is absent. */
  timeStart = -1;
  timeEnd = -1;
  idStart = -1;
  idEnd = -1;
  sharedStart = -1;
  sharedEnd = -1;
  /** False: a key is escaped or the record is odd in another way that only JSON.parse settles. */
  isPlain = true;
  /** Of members that tell what was called, and of those that tell who called. */
  readonly #whats = new Runs();
  readonly #whos = new Runs();
  #inRun: Runs | null = null;
  #responseStart = -1;
  #responseEnd = -1;
  #additionalStart = -1;
  #additionalEnd = -1;
  #hasResponse = false;
  #hasAdditional = false;

  /** Scans the record whose `{` is at `from`. The index after its `}`; -1 when it is not valid JSON. */
  scan(bytes: Uint8Array, from: number, end: number): number {
    this.#reset();
    let i = skipSpace(bytes, from + 1);
    if (bytes[i] === CLOSE_OBJECT) return i + 1;
    for (;;) {
      if (bytes[i] !== QUOTE) return -1;
      const keyStart = i;
      i = skipString(bytes, i + 1, end);
      if (i === -1) return -1;
      const keyEnd = i;
      if (bytes[i] !== COLON) i = skipSpace(bytes, i);
      if (bytes[i] !== COLON) return -1;
      const valueStart = skipSpace(bytes, i + 1);
      i = skipValue(bytes, valueStart, end);
      if (i === -1) return -1;
      const role = roleOf(bytes, keyStart + 1, keyEnd - 1);
      if (role === ROLE.what) this.#extend(this.#whats, keyStart, i);
      else if (role === ROLE.who) this.#extend(this.#whos, keyStart, i);
      else this.#note(bytes, role, keyStart, keyEnd, valueStart, i);
      if (bytes[i] !== COMMA) i = skipSpace(bytes, i);
      if (bytes[i] === CLOSE_OBJECT) return i + 1;
      if (bytes[i] !== COMMA) return -1;
      i = skipSpace(bytes, i + 1);
    }
  }

  /** The members that tell who called, as the inside of one JSON object, each byte a character. */
  whoText(bytes: Buffer): string {
    return this.#whos.text(bytes);
  }

  /** The same of what was called: equal texts are equal records but for caller, time and ids. */
  whatText(bytes: Buffer): string {
    let text = this.#whats.text(bytes);
    if (this.#responseStart !== -1) {
      const response = bytes.subarray(this.#responseStart, this.#responseEnd);
      // STS names the key of the session it issued in the response; an escape may hide the name of STS.
      const isRead =
        RESPONSE_MARKS.some((mark) => response.includes(mark)) ||
        text.includes('"sts.amazonaws.com"') ||
        text.includes('\\u');
      if (isRead) text = `${text},${response.toString('latin1')}`;
    }
    if (this.#additionalStart !== -1) {
      const additional = bytes.subarray(this.#additionalStart, this.#additionalEnd);
      if (ADDITIONAL_MARKS.some((mark) => additional.includes(mark)))
        text = `${text},${additional.toString('latin1')}`;
    }
    return text;
  }

  #reset(): void {
    this.timeStart = this.idStart = this.sharedStart = -1;
    this.isPlain = true;
    this.#whats.count = this.#whos.count = 0;
    this.#inRun = null;
    this.#responseStart = this.#additionalStart = -1;
    this.#hasResponse = this.#hasAdditional = false;
  }

  #extend(runs: Runs, start: number, end: number): void {
    if (this.#inRun === runs) runs.lengthen(end);
    else if (runs.add(start, end)) this.#inRun = runs;
    else this.isPlain = false;
  }

  #note(bytes: Uint8Array, role: number, keyStart: number, keyEnd: number, start: number, end: number): void {
    const isNull = bytes[start] === 0x6e;
    if (role === ROLE.responseElements) {
      // Of a key that stands twice the last counts; left to JSON.parse.
      if (this.#hasResponse) this.isPlain = false;
      this.#hasResponse = true;
      if (isNull) this.#extend(this.#whats, keyStart, end);
      else {
        this.#inRun = null;
        this.#responseStart = keyStart;
        this.#responseEnd = end;
      }
      return;
    }
    this.#inRun = null;
    if (role === ROLE.eventTime) {
      this.timeStart = start;
      this.timeEnd = end;
    } else if (role === ROLE.eventID) {
      this.idStart = start;
      this.idEnd = end;
    } else if (role === ROLE.sharedEventID) {
      this.sharedStart = start;
      this.sharedEnd = end;
    } else if (role === ROLE.additionalEventData) {
      if (this.#hasAdditional) this.isPlain = false;
      this.#hasAdditional = true;
      this.#additionalStart = keyStart;
      this.#additionalEnd = end;
    } else {
      // An escaped key may spell any name.
      for (let i = keyStart; i < keyEnd; i += 1) if (bytes[i] === BACKSLASH) this.isPlain = false;
    }
  }
}

/** Runs of neighbouring members. */
class Runs {
  count = 0;
  readonly #ends = new Int32Array(MOST_RUNS * 2);

  /** False when there are too many. */
  add(start: number, end: number): boolean {
    if (this.count === MOST_RUNS) return false;
    this.#ends[2 * this.count] = start;
    this.#ends[2 * this.count + 1] = end;
    this.count += 1;
    return true;
  }

  lengthen(end: number): void {
    this.#ends[2 * this.count - 1] = end;
  }

  text(bytes: Buffer): string {
    if (this.count === 1) return bytes.toString('latin1', this.#ends[0], this.#ends[1]);
    let length = 0;
    for (let run = 0; run < this.count; run += 1) {
      const [start, end] = [this.#ends[2 * run] as number, this.#ends[2 * run + 1] as number];
      if (length + end - start >= scratch.length)
        scratch = Buffer.concat([scratch], 2 * (length + end - start));
      if (run > 0) scratch[length++] = COMMA;
      length += bytes.copy(scratch, length, start, end);
    }
    return scratch.toString('latin1', 0, length);
  }
}

/** Where the runs of a text are put together: one text from one place costs less than one of each run. */
let scratch = Buffer.alloc(64 * 1024);
