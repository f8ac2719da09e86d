import type { BatchBuilder } from '../batch-builder.ts';
import type { RecordOrigin } from '../record-origin.ts';
import { type LeftoverOf, stageWhat, whoOf } from '../stage-what.ts';
import { type StagedCaller, stageCaller } from '../staged-caller.ts';
import type { What } from '../staged-row.ts';
import { NOT_ENOUGH, NOT_STAGED, STAGED } from './assembly/roles.ts';

/** Replaced by that of each record: any valid one does. */
const ANY_TIME = '2000-01-01T00:00:00Z';
/** Session tags under any name: what the scanner leaves out of other requests may be one. */
const TAG_OBJECTS = /"(?:principalTags|incomingTransitiveTags)"/;

interface KnownCaller {
  readonly caller: StagedCaller;
  /** The caller's number in the batch it was last met in. */
  batch: BatchBuilder | null;
  number: number;
}

interface KnownCall {
  /** Null: a record that is not staged; why, its whole text tells. */
  readonly what: What | null;
  readonly leftover: LeftoverOf | null;
  batch: BatchBuilder | null;
  number: number;
  /** With a leftover the caller does not count: the number of what stands for it. */
  nobody: number;
}

/**
 * Callers and calls the scanner met, by its numbers, each staged once. Records whose texts but for time and ids are equal
 * stage to equal rows but for time and ids, since staging is pure; so what the first gave serves all.
 */
export class KnownCalls {
  readonly #callers: KnownCaller[] = [];
  readonly #calls: KnownCall[] = [];
  /** By what `stageWhat` reads of a caller: the number of the class, and one of it. */
  readonly #classes = new Map<string, number>();
  readonly #ofClass: StagedCaller[] = [];

  get callers(): number {
    return this.#callers.length;
  }

  get calls(): number {
    return this.#calls.length;
  }

  /** The class of a caller by the text of its members: all of one class make the same of a call. */
  addCaller(text: string): number {
    const caller = stageCaller(parse(text));
    this.#callers.push({ caller, batch: null, number: -1 });
    const key = JSON.stringify([caller.found.kind, caller.accountId]);
    const known = this.#classes.get(key);
    if (known !== undefined) return known;
    this.#classes.set(key, this.#ofClass.length);
    return this.#ofClass.push(caller) - 1;
  }

  /** Stages a call by the text of its members; what it says to the scanner. */
  addCall(text: string, callerClass: number, isWhole: boolean, origin: RecordOrigin): number {
    const caller = this.#ofClass[callerClass];
    if (caller === undefined) throw new Error(`the scanner met no caller of class ${callerClass}`);
    const isDoubtful = !isWhole && TAG_OBJECTS.test(text);
    const staged = isDoubtful ? null : stageWhat({ ...parse(text), eventTime: ANY_TIME }, caller, origin);
    const isStaged = staged?.kind === 'what';
    this.#calls.push({
      what: isStaged ? staged.what : null,
      leftover: isStaged ? staged.leftover : null,
      batch: null,
      number: -1,
      nobody: -1,
    });
    if (isDoubtful) return NOT_ENOUGH;
    return isStaged ? STAGED : NOT_STAGED;
  }

  /**
   * The number in the batch of the kind that a caller and a call make.
   *
   * @param issuedKey of a call whose text stands for those of every session it issued
   */
  kindOf(callerNumber: number, callNumber: number, batch: BatchBuilder, issuedKey: string | null): number {
    const caller = this.#callers[callerNumber];
    const call = this.#calls[callNumber];
    if (caller === undefined || call?.what == null) throw new Error('the scanner numbered what it never met');
    if (call.batch !== batch) {
      call.number = issuedKey === null ? batch.whatOf(call.what) : -1;
      if (call.leftover !== null) call.nobody = batch.whoOf(whoOf(caller.caller, call.leftover));
      call.batch = batch;
    }
    const what = issuedKey === null ? call.number : batch.whatOf({ ...call.what, issuedKey });
    if (call.leftover !== null) return batch.kindOf(call.nobody, what);
    if (caller.batch !== batch) {
      caller.number = batch.whoOf(whoOf(caller.caller, null));
      caller.batch = batch;
    }
    return batch.kindOf(caller.number, what);
  }
}

function parse(text: string): Record<string, unknown> {
  return JSON.parse(`{${text}}`) as Record<string, unknown>;
}
