// What the host decides, each time a text is met for the first time. A text is bytes of this memory.

/** The class of callers that `stageWhat` cannot tell apart. */
export declare function newCaller(text: usize, length: u32): u32;

/** STAGED, NOT_STAGED or, without the bit `WHOLE` of the class, NOT_ENOUGH. Calls are numbered from 0 in this order. */
export declare function newCall(text: usize, length: u32, callerClass: u32): u32;

/** ORDINARY or ISSUES. Sources are numbered from 1 in this order. */
export declare function newSource(text: usize, length: u32): u32;

/** What values of this request parameter are; source 0: a member of `resources`. */
export declare function newParameter(source: u32, text: usize, length: u32): u32;
