// Where everything lies. Pages that nothing was written to cost nothing, so the rooms are generous; what may outgrow its
// room says so, and the host empties it.

const KB: usize = 1024;
const MB: usize = 1024 * 1024;

/** The names the host gives at the start (`names.ts`). */
export const NAMES: usize = 64 * KB;
/** The text of a caller, and of a call, being put together. */
export const CALLER_TEXT: usize = 1 * MB;
export const CALL_TEXT: usize = 9 * MB;
export const LONGEST_TEXT: usize = 7 * MB;

/** The tables of texts, and the texts themselves (`text-table.ts`). */
export const CALLER_SLOTS: usize = 17 * MB;
export const CALL_SLOTS: usize = 18 * MB;
export const SOURCE_SLOTS: usize = 19 * MB;
export const PARAMETER_SLOTS: usize = 20 * MB;
export const CLASS_SLOTS: usize = 21 * MB;
export const SLOTS: u32 = 1 << 17;
export const CLASS_ARENA: usize = 24 * MB;
/** The text of a class of sessions being put together. */
export const CLASS_TEXT: usize = 28 * MB;
export const LONGEST_CLASS: usize = 64 * KB;
export const CALLER_ARENA: usize = 32 * MB;
export const CALL_ARENA: usize = 64 * MB;
export const SOURCE_ARENA: usize = 96 * MB;
export const PARAMETER_ARENA: usize = 98 * MB;
export const LARGE_ARENA: usize = 24 * MB;
export const SMALL_ARENA: usize = 2 * MB;
/** The class of each caller. */
export const CALLER_CLASSES: usize = 100 * MB;

/** Pairs of a caller and a call: the table, and in order of number. */
export const PAIR_SLOTS: usize = 101 * MB;
export const PAIR_SLOT_COUNT: u32 = 1 << 18;
export const PAIRS: usize = 106 * MB;
export const MOST_PAIRS: u32 = 1 << 17;

/** What was found, by column: of rows, of rows with a shared id, of rows that issued a session. */
export const MOST_ROWS: u32 = 1 << 15;
export const ROW_IDS: usize = 108 * MB;
export const ROW_TIMES: usize = 109 * MB;
/** Of each row the number of its pair. */
export const ROW_PAIRS: usize = 110 * MB;
export const SHARED_ROWS: usize = 111 * MB;
export const SHARED_IDS: usize = 112 * MB;
/** Of rows that issued a session: the row, and where the access key starts and ends. */
export const ISSUED: usize = 113 * MB;

/** The file. */
export const INPUT: usize = 114 * MB;
/** Zero bytes after it, so that whatever runs past its end stops. */
export const PADDING: usize = 64;
