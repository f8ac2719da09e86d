import type { PolicySource } from './policy-source.ts';

/** A name as a file states it: text, or the literal pieces of a computed one and the resource it is taken from. */
export type StatedName = string | { readonly pieces: readonly string[]; readonly address?: string };

/** A place in a file where a policy document stands, or where one is computed. */
export interface PolicySite {
  /** Unique in its file and the same after an edit of another place, e.g. `Resources/Deployer/Properties/PolicyDocument`. */
  readonly id: string;
  /** For people, e.g. `aws_iam_policy.deploy`. */
  readonly place: string;
  /** 1-based. */
  readonly line: number;
  /** Names the file gives the policy. */
  readonly names: readonly StatedName[];
  /** The policy's name as far as the file's own name tells; weaker than a stated one. */
  readonly fileName: string | null;
  /** Names of the roles, users and groups it belongs to; empty when the file does not tell. */
  readonly owners: readonly StatedName[];
  /** Null when the document is computed: then `computed` says by what. */
  readonly source: PolicySource | null;
  readonly computed: string | null;
  /** What of the file goes when the whole policy goes; null when that needs a person. */
  readonly removal: 'file' | 'item' | null;
}

/** A file read for the policies in it. */
export interface PolicyFile {
  readonly sites: readonly PolicySite[];
  /**
   * Everything the file says as one comparable text, with the given sites masked: equal before and after an edit means
   * that nothing else changed.
   */
  readonly meaningWithout: (ids: ReadonlySet<string>) => string;
}
