import type { BatchBuilder } from '../batch-builder.ts';
import type { RecordOrigin } from '../record-origin.ts';
import { type LeftoverOf, stageWhat, whoOf } from '../stage-what.ts';
import { type StagedCaller, stageCaller } from '../staged-caller.ts';
import type { What } from '../staged-row.ts';
import { Generations } from './generations.ts';
import { sameCall } from './same-call.ts';

/** Texts kept at a time, of callers and of calls: some tens of megabytes. */
const MOST = 25_000;

/** Replaced by that of each record: any valid one does. */
const ANY_TIME = '2000-01-01T00:00:00Z';

interface KnownWho {
  readonly caller: StagedCaller;
  /** The calls met with this origin and with what `stageWhat` reads of this caller. */
  origin: RecordOrigin | null;
  whats: Generations<KnownWhat>;
  /** The caller's number in the batch it was last met in. */
  batch: BatchBuilder | null;
  number: number;
}

interface KnownWhat {
  /** Null: a record that is not staged; why, its whole text tells. */
  readonly what: What | null;
  readonly leftover: LeftoverOf | null;
  batch: BatchBuilder | null;
  number: number;
  /** With a leftover the caller does not count: the number of what stands for it. */
  nobody: number;
}

/**
 * Stages each caller and each call once. Records whose texts but for time and ids are equal stage to equal rows but for
 * time and ids, since staging is pure; so what the first gave serves all.
 */
export class KindMemo {
  readonly #whos = new Generations<KnownWho>(MOST);
  readonly #whats = new Map<string, Generations<KnownWhat>>();
  #whatCount = 0;

  /** The number in the batch of the kind with these texts (`RecordScanner`); -1 when it is not staged. */
  kindOf(whoText: string, whatText: string, origin: RecordOrigin, batch: BatchBuilder): number {
    const who = this.#whos.get(whoText) ?? this.#whos.set(whoText, newWho(whoText));
    if (who.origin !== origin) {
      who.whats = this.#whatsOf(who.caller, origin);
      who.origin = origin;
    }
    const what = who.whats.get(whatText) ?? this.#sameWhat(whatText, who, origin);
    if (what.what === null) return -1;
    if (what.batch !== batch) {
      what.number = batch.whatOf(what.what);
      if (what.leftover !== null) what.nobody = batch.whoOf(whoOf(who.caller, what.leftover));
      what.batch = batch;
    }
    if (what.leftover !== null) return batch.kindOf(what.nobody, what.number);
    if (who.batch !== batch) {
      who.number = batch.whoOf(whoOf(who.caller, null));
      who.batch = batch;
    }
    return batch.kindOf(who.number, what.number);
  }

  #whatsOf({ found, accountId }: StagedCaller, { account, region }: RecordOrigin): Generations<KnownWhat> {
    const key = JSON.stringify([found.kind, accountId, account, region]);
    const known = this.#whats.get(key) ?? new Generations<KnownWhat>(Number.POSITIVE_INFINITY);
    this.#whats.set(key, known);
    return known;
  }

  /** The one of another record that differs in nothing a fact reads, or a new one. */
  #sameWhat(text: string, who: KnownWho, origin: RecordOrigin): KnownWhat {
    const key = sameCall(text);
    const same = key === text ? undefined : who.whats.get(key);
    return same ?? who.whats.set(key, this.#newWhat(text, who, origin));
  }

  #newWhat(text: string, { caller }: KnownWho, origin: RecordOrigin): KnownWhat {
    // The limit is on all origins together.
    this.#whatCount += 1;
    if (this.#whatCount % MOST === 0) for (const all of this.#whats.values()) all.age();
    const staged = stageWhat({ ...parse(text), eventTime: ANY_TIME }, caller, origin);
    const isStaged = staged.kind === 'what';
    return {
      what: isStaged ? staged.what : null,
      leftover: isStaged ? staged.leftover : null,
      batch: null,
      number: -1,
      nobody: -1,
    };
  }
}

const NONE = new Generations<KnownWhat>(0);

function newWho(text: string): KnownWho {
  return { caller: stageCaller(parse(text)), origin: null, whats: NONE, batch: null, number: -1 };
}

function parse(text: string): Record<string, unknown> {
  // Each character is a byte; only where some are not ASCII it is not the text already.
  const isAscii = !/[\u0080-\u00ff]/.test(text);
  const json = isAscii ? text : Buffer.from(text, 'latin1').toString('utf8');
  return JSON.parse(`{${json}}`) as Record<string, unknown>;
}
