import type { EventHistory, InputKind, Unreadable } from '../domain/collected.ts';
import type { Window } from '../domain/window.ts';
import type { AthenaSource } from './athena/athena-source.ts';

/** Local input: files, folders or globs as the user typed them; an empty list means that kind was not given. */
export interface Sources {
  readonly authorizationDetails: readonly string[];
  readonly lastAccessed: readonly string[];
  readonly cloudTrail: readonly string[];
  readonly trails: readonly string[];
  /** Output of `list-public-keys`, to check the signatures of digest files; absent = none. */
  readonly publicKeys?: readonly string[];
  /** Credential reports; absent = none. */
  readonly credentialReports?: readonly string[];
  readonly serviceSpecificCredentials?: readonly string[];
  /** Listings of access keys with their last use, as `collect --aws` writes them; absent = none. */
  readonly accessKeys?: readonly string[];
  /** Login profiles of users, as `collect --aws` writes them; absent = none. */
  readonly loginProfiles?: readonly string[];
  /** Service and resource control policies; absent = none. */
  readonly scps?: readonly string[];
  /** What is known to be missing, because AWS did not give it; absent = nothing. */
  readonly missing?: readonly Unreadable[];
  /** What AWS kept back and nobody asked for: said, and no gap; absent = nothing. */
  readonly doneWithout?: readonly Unreadable[];
  /** What of the logs is the event history, and how far it goes; absent = nothing. */
  readonly eventHistory?: readonly EventHistory[];
  /** A table of CloudTrail logs in Athena, instead of log files; absent = none. */
  readonly athena?: AthenaSource;
  readonly window: Window;
  /** AWS's own settings (AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL_S3...), for `s3://` inputs; absent = none are set. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Of the AWS configuration files, for `s3://` inputs; absent = the usual chain. */
  readonly profile?: string;
  /** Folder in which what was read of logs is kept for the next run, from so many stored bytes on; absent = nothing is kept. */
  readonly cache?: { readonly folder: string; readonly from: number };
  readonly progress?: (progress: CollectProgress) => void;
}

/** Called after each file; `total` and `totalBytes` (as stored, compressed) are known from the first call on. */
export interface CollectProgress {
  readonly kind: InputKind;
  readonly done: number;
  readonly total: number;
  readonly bytes: number;
  readonly totalBytes: number;
  /** Records read so far, duplicates included. */
  readonly records: number;
}
