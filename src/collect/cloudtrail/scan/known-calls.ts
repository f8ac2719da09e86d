import type { BatchBuilder } from '../batch-builder.ts';
import type { RecordOrigin } from '../record-origin.ts';
import { type LeftoverOf, stageWhat, whoOf } from '../stage-what.ts';
import { type StagedCaller, stageCaller } from '../staged-caller.ts';
import { WHO_COLUMNS, type What } from '../staged-row.ts';
import { NO_CLASS, NOT_ENOUGH, NOT_STAGED, STAGED } from './assembly/roles.ts';
import { inSession, sessionClass } from './session-class.ts';

/** Replaced by that of each record: any valid one does, and a number is read at once. */
const ANY_TIME = Date.UTC(2000, 0, 1) / 1000;
/** How the text of a call begins that stands for those of all sessions it issued. */
const ISSUED_RESPONSE = '"responseElements":';
/** Session tags under any name: what the scanner leaves out of other requests may be one. */
const TAG_OBJECTS = /"(?:principalTags|incomingTransitiveTags)"/;

const SESSION_NAME = WHO_COLUMNS.findIndex(([, field]) => field === 'sessionName');
const ACCESS_KEY_ID = WHO_COLUMNS.findIndex(([, field]) => field === 'accessKeyId');

/** What callers have in common but for the name and the key of their session. */
interface CallerClass {
  readonly caller: StagedCaller;
  /** By what `stageWhat` reads of a caller. */
  readonly callClass: number;
  /** The codes of its texts in the batch they were last asked for, and which that was. */
  codes: Int32Array;
  batch: number;
}

interface KnownCaller {
  readonly class: CallerClass;
  readonly sessionName: string | null;
  readonly accessKeyId: string | null;
  /** The caller's number in the batch it was last met in, and which that was. */
  number: number;
  batch: number;
}

interface KnownCall {
  /** Null: a record that is not staged; why, its whole text tells. */
  readonly what: What | null;
  readonly leftover: LeftoverOf | null;
  readonly issues: boolean;
  /** The call's number in the batch it was last met in, and which that was. */
  number: number;
  batch: number;
  /** With a leftover the caller does not count: the number of what stands for it. */
  nobody: number;
}

const NO_CODES = new Int32Array(0);
/** Batches are numbered from 0. */
const NO_BATCH = -1;

/**
 * Callers and calls the scanner met, by its numbers, each staged once. Records whose texts but for time and ids are equal
 * stage to equal rows but for time and ids, since staging is pure; so what the first gave serves all.
 */
export class KnownCalls {
  readonly #callers: KnownCaller[] = [];
  readonly #sessionClasses: CallerClass[] = [];
  readonly #calls: KnownCall[] = [];
  /** By what `stageWhat` reads of a caller: the number of the class, and one of it. */
  readonly #callClasses = new Map<string, number>();
  readonly #ofCallClass: StagedCaller[] = [];
  /** The last one asked for, and its number: what is known must not keep the batches it was met in. */
  #batch: BatchBuilder | null = null;
  #batchNumber = NO_BATCH;

  get callers(): number {
    return this.#callers.length;
  }

  get calls(): number {
    return this.#calls.length;
  }

  get sessionClasses(): number {
    return this.#sessionClasses.length;
  }

  /** The class of a caller by the text of its members: all of one class make the same of a call. */
  addCaller(text: string): number {
    const caller = stageCaller(parse(text));
    const { found } = caller;
    const { sessionName, accessKeyId } =
      found.kind === 'principal' ? found : { sessionName: null, accessKeyId: null };
    return this.#add(this.#classOf(caller), sessionName, accessKeyId);
  }

  /** The number of a class of sessions by the text that all of them share; NO_CLASS when it is none. */
  addSessionClass(text: string): number {
    const caller = sessionClass(parse(text));
    return caller === null ? NO_CLASS : this.#sessionClasses.push(this.#classOf(caller)) - 1;
  }

  /** Adds a caller of a class of sessions; as `addCaller`. */
  addSession(number: number, sessionName: string, accessKeyId: string | null): number {
    const callerClass = this.#sessionClasses[number];
    if (callerClass === undefined) throw new Error(`the scanner met no class ${number} of sessions`);
    return this.#add(callerClass, sessionName, accessKeyId);
  }

  #add(callerClass: CallerClass, sessionName: string | null, accessKeyId: string | null): number {
    this.#callers.push({ class: callerClass, sessionName, accessKeyId, number: -1, batch: NO_BATCH });
    return callerClass.callClass;
  }

  #classOf(caller: StagedCaller): CallerClass {
    const key = JSON.stringify([caller.found.kind, caller.accountId]);
    const callClass = this.#callClasses.get(key) ?? this.#ofCallClass.push(caller) - 1;
    this.#callClasses.set(key, callClass);
    return { caller, callClass, codes: NO_CODES, batch: NO_BATCH };
  }

  /** Stages a call by the text of its members; what it says to the scanner. */
  addCall(text: string, callClass: number, isWhole: boolean, origin: RecordOrigin): number {
    const caller = this.#ofCallClass[callClass];
    if (caller === undefined) throw new Error(`the scanner met no caller of class ${callClass}`);
    const isDoubtful = !isWhole && TAG_OBJECTS.test(text);
    const staged = isDoubtful ? null : stageWhat({ ...parse(text), eventTime: ANY_TIME }, caller, origin);
    // The key a session was issued is new each time: it is told apart only where the scanner left it out of the text.
    const isStaged =
      staged?.kind === 'what' && (staged.issuedKey === null || text.startsWith(ISSUED_RESPONSE));
    this.#calls.push({
      what: isStaged ? staged.what : null,
      leftover: isStaged ? staged.leftover : null,
      issues: isStaged && staged.issuedKey !== null,
      number: -1,
      batch: NO_BATCH,
      nobody: -1,
    });
    if (isDoubtful) return NOT_ENOUGH;
    return isStaged ? STAGED : NOT_STAGED;
  }

  /** Whether a call issues sessions. */
  issues(callNumber: number): boolean {
    return this.#calls[callNumber]?.issues === true;
  }

  /** The number in the batch of the kind that a caller and a call make. */
  kindOf(callerNumber: number, callNumber: number, batch: BatchBuilder): number {
    const caller = this.#callers[callerNumber];
    const call = this.#calls[callNumber];
    if (caller === undefined || call?.what == null) throw new Error('the scanner numbered what it never met');
    if (batch !== this.#batch) {
      this.#batch = batch;
      this.#batchNumber += 1;
    }
    if (call.batch !== this.#batchNumber) {
      call.number = batch.whatOf(batch.codesOfWhat(call.what));
      if (call.leftover !== null)
        call.nobody = batch.whoOf(batch.codesOfWho(whoOf(caller.class.caller, call.leftover)));
      call.batch = this.#batchNumber;
    }
    return batch.kindOf(call.leftover === null ? this.#numberOf(caller, batch) : call.nobody, call.number);
  }

  /** The number of a caller in the batch. */
  #numberOf(caller: KnownCaller, batch: BatchBuilder): number {
    if (caller.batch === this.#batchNumber) return caller.number;
    const { class: callerClass, sessionName, accessKeyId } = caller;
    if (callerClass.batch !== this.#batchNumber) {
      // Its own name and key follow; where the class is of one caller, they are that caller's.
      callerClass.codes = batch.codesOfWho(whoOf(inSession(callerClass.caller, null, null), null));
      callerClass.batch = this.#batchNumber;
    }
    callerClass.codes[SESSION_NAME] = batch.codeOf(sessionName);
    callerClass.codes[ACCESS_KEY_ID] = batch.codeOf(accessKeyId);
    caller.number = batch.whoOf(callerClass.codes);
    caller.batch = this.#batchNumber;
    return caller.number;
  }
}

function parse(text: string): Record<string, unknown> {
  return JSON.parse(`{${text}}`) as Record<string, unknown>;
}
