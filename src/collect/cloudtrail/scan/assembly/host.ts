// What the host decides, each time a text is met for the first time. A text is bytes of this memory.

/** The class of callers that `stageWhat` cannot tell apart. */
export declare function newCaller(text: usize, length: u32): u32;

/** The class of sessions that a text stands for, numbered from 0 in this order; NO_CLASS: it stands for none. */
export declare function newSessionClass(text: usize, length: u32): u32;

/** A caller of a class of sessions, by its name and key; as `newCaller`. */
export declare function newSession(
  sessionClass: u32,
  name: usize,
  nameLength: u32,
  key: usize,
  keyLength: u32,
): u32;

/** STAGED, NOT_STAGED or, without the bit `WHOLE` of the class, NOT_ENOUGH. Calls are numbered from 0 in this order. */
export declare function newCall(text: usize, length: u32, callerClass: u32): u32;

/** ORDINARY or ISSUES. Sources are numbered from 1 in this order. */
export declare function newSource(text: usize, length: u32): u32;

/** What values of this request parameter are; source 0: a member of `resources`. */
export declare function newParameter(source: u32, text: usize, length: u32): u32;
