import type { Unit } from './unit.ts';

/** One file of the change; `before` null for a new file, `after` null for one that goes. */
export interface FileChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A change that a person has to make, because no text of the repository holds the document as it is. */
export interface Sidecar {
  /** Of the file with the proposed document; null when nothing is left of the policy. */
  readonly path: string | null;
  readonly policy: string;
  /** What has to be done and why, plain text that names file and line. */
  readonly note: string;
}

/** What a unit means in one repository. */
export interface PreparedUnit {
  readonly unit: Unit;
  /** Index into the repositories. */
  readonly repository: number;
  readonly status: 'ready' | 'applied' | 'stale' | 'unmapped';
  /** In one sentence, for the state table. */
  readonly why: string;
  readonly files: readonly FileChange[];
  readonly sidecars: readonly Sidecar[];
}
