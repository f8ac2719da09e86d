/**
 * How far CloudTrail's digest files vouch for the log files of a place. `verified`: every file has the hash that a
 * digest signed by CloudTrail gives; `matching`: the hashes agree and nobody checked all signatures; `partial`: so for
 * some files; `not-verified`: for none; `failed`: something was changed or is missing.
 */
export type IntegrityStatus = 'verified' | 'matching' | 'partial' | 'not-verified' | 'failed';

/** What the digest files say of the log files of one account and region in the window. */
export interface LogIntegrity {
  /** Both null for files whose path does not tell. */
  readonly account: string | null;
  readonly region: string | null;
  readonly status: IntegrityStatus;
  readonly files: {
    /** The hash is the one in a digest whose signature holds. */
    readonly verified: number;
    /** The hash is the one in a digest whose signature was not checked. */
    readonly matching: number;
    /** No digest names the file. */
    readonly unlisted: number;
    readonly changed: number;
    /** Named by a digest, absent from the input. */
    readonly missing: number;
    /** Named by a digest, and could not be read. */
    readonly unreadable: number;
  };
  readonly digests: {
    readonly signed: number;
    readonly unsigned: number;
    readonly changed: number;
    /** Named by the digest after it, absent from the input. */
    readonly missing: number;
    readonly unreadable: number;
  };
  /** What failed, the first few by name. */
  readonly problems: readonly { readonly name: string; readonly problem: string }[];
}
