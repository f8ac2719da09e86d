export interface BadRecord {
  /** 1-based, among all records of the file. */
  readonly position: number;
  readonly reason: string;
}

/** What came of one file. A file counts whole or not at all: only of a `used` one are there rows. */
export type FileOutcome = {
  readonly sha256: string | null;
  /** SHA-256 of the uncompressed content, where it was asked for. */
  readonly content?: string;
} & (
  | { readonly kind: 'used'; readonly records: number; readonly bad: readonly BadRecord[] }
  | { readonly kind: 'excluded'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string }
);

/** A row whose event id is no UUID: the text beside the 128 bits it is kept as. */
export interface OddId {
  readonly row: number;
  readonly text: string;
  /** 1-based, among all records of the file. */
  readonly position: number;
}

/**
 * The staged rows of some files, by column, with everything the rows repeat in a dictionary: what workers hand over and
 * what the cache keeps. Wide integers are 32-bit words, the lowest first: four for an id, two for a time.
 */
export interface StagedBatch {
  readonly files: readonly FileOutcome[];
  readonly rows: number;
  readonly id: Uint32Array;
  /** Milliseconds since the epoch; -2^62 where there is none. */
  readonly time: Uint32Array;
  /** Index of the pair in `kinds`. */
  readonly kind: Int32Array;
  /** Index into `files`. */
  readonly file: Int32Array;
  /** The rows that have a `sharedEventID`, in order, and it. */
  readonly sharedRows: Int32Array;
  readonly shared: Uint32Array;
  /** The rows that issued a session, in order, and its access key. */
  readonly issuedRows: Int32Array;
  readonly issuedKeys: readonly string[];
  readonly texts: readonly string[];
  /** One row of WHO_COLUMNS each: index into `texts` plus one, 0 for null. */
  readonly whos: Int32Array;
  /** The same of WHAT_COLUMNS. */
  readonly whats: Int32Array;
  /** Pairs of an index into `whos` and one into `whats`. */
  readonly kinds: Int32Array;
  /** In the order of their rows. */
  readonly oddIds: readonly OddId[];
}
