import { type RecordOrigin, stageRecord } from '../stage-record.ts';
import type { BatchBuilder } from '../staged-batch.ts';
import type { StagedRow } from '../staged-row.ts';

/** Kinds kept at a time: some tens of megabytes of text. */
const MOST_KINDS = 30_000;

/** Both are replaced by those of each record: any valid ones do. */
const ANY_TIME = '2000-01-01T00:00:00Z';
const ANY_ID = 'any';

interface Known {
  /** Null: a record that is not staged; why, its whole text tells. */
  readonly row: StagedRow | null;
  /** The kind's number in the batch it was last met in. */
  batch: BatchBuilder | null;
  kind: number;
}

/**
 * Stages each kind of record once. Records whose texts but for time and ids are equal stage to equal rows but for time
 * and ids, since `stageRecord` is pure; so the row of the first serves all.
 */
export class KindMemo {
  /** What the path tells goes into the rows of records that do not tell it themselves, so each origin has its own. */
  readonly #origins = new Map<string, Map<string, Known>>();
  #size = 0;

  /** The number in the batch of the kind with this text (`RecordScanner.kindText`); -1 when it is not staged. */
  kindOf(text: string, origin: RecordOrigin, batch: BatchBuilder): number {
    const kinds = this.#of(origin);
    let known = kinds.get(text);
    if (known === undefined) {
      known = { row: rowOf(text, origin), batch: null, kind: -1 };
      kinds.set(text, known);
      this.#size += 1;
    }
    if (known.row === null) return -1;
    if (known.batch !== batch) {
      known.kind = batch.kindOf(known.row);
      known.batch = batch;
    }
    return known.kind;
  }

  #of(origin: RecordOrigin): Map<string, Known> {
    if (this.#size >= MOST_KINDS) {
      this.#origins.clear();
      this.#size = 0;
    }
    const key = `${origin.account} ${origin.region}`;
    const kinds = this.#origins.get(key) ?? new Map<string, Known>();
    this.#origins.set(key, kinds);
    return kinds;
  }
}

function rowOf(text: string, origin: RecordOrigin): StagedRow | null {
  // Each character is a byte; only where some are not ASCII it is not the text already.
  const isAscii = !/[\u0080-\u00ff]/.test(text);
  const json = isAscii ? text : Buffer.from(text, 'latin1').toString('utf8');
  const record = JSON.parse(`{${json}}`) as Record<string, unknown>;
  const staged = stageRecord({ ...record, eventTime: ANY_TIME, eventID: ANY_ID }, origin);
  return staged.kind === 'row' ? staged.row : null;
}
