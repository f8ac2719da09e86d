/** What the branch holds, as the publisher knows it. */
export interface PullRequestContext {
  readonly branch: string;
  readonly base: string;
  readonly fingerprint: string;
  readonly files: readonly { readonly path: string; readonly deleted: boolean }[];
  /** What a person has to do, plain text. */
  readonly sidecars: readonly { readonly note: string }[];
  readonly requires: readonly { readonly id: string; readonly branch: string }[];
  /** Most characters the forge takes. */
  readonly limit: number;
  /** The change takes the proposal back. */
  readonly rollback: boolean;
}
