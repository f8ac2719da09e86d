import type { FileMapping } from './locate.ts';
import type { PreparedUnit } from './prepared.ts';

/** One repository that proposals go to. */
export interface RepositorySettings {
  /** A folder in a clone; for the local destination any folder. */
  readonly path: string;
  readonly remote: string;
  /** Null: the branch that the remote's HEAD names. */
  readonly base: string | null;
  /** `gitlab`: pushes carry merge request options. `github` is what `--to github` works with. */
  readonly forge: 'none' | 'github' | 'gitlab';
  /** `owner/name` on GitHub; null: from the remote's URL. */
  readonly slug: string | null;
  /** Root of the REST API, for GitHub Enterprise; null: from the remote's host. */
  readonly api: string | null;
  readonly files: readonly FileMapping[];
}

export interface PullRequestSettings {
  readonly repositories: readonly RepositorySettings[];
  readonly labels: readonly string[];
  readonly sidecars: string;
  readonly author: { readonly name: string; readonly email: string };
  /** Draft pull requests: the evidence is partial. */
  readonly draft: boolean;
  readonly recreate: boolean;
  /** ISO 8601, of every commit: the same proposal gives the same commit. */
  readonly date: string;
}

export interface RequestText {
  readonly title: string;
  readonly body: string;
}

/** Writes title and body of a unit's pull request. */
export type Describe = (prepared: PreparedUnit, base: string) => RequestText;

/** A principal or shared policy of the assessment that has nothing to publish, and why. */
export interface Settled {
  readonly id: string;
  readonly reason: string;
}
