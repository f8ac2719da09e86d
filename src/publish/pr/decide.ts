/** What the proposal asks of one unit in one repository. */
export type Wanted =
  | { readonly kind: 'change'; readonly fingerprint: string }
  /** No proposal any more, or it is in the base already. */
  | { readonly kind: 'nothing'; readonly reason: string }
  /** The base is not what was analysed. */
  | { readonly kind: 'stale'; readonly reason: string };

/** The unit's branch as it stands. */
export interface ObservedBranch {
  /** One commit of ours, unaltered, on top of the base's history. */
  readonly ours: boolean;
  readonly fingerprint: string | null;
  /** The files it changes are in the base what they were when it was made, so it still merges. */
  readonly current: boolean;
}

/** The newest pull request of the unit's branch. */
export interface ObservedRequest {
  readonly state: 'open' | 'closed' | 'merged';
  readonly fingerprint: string | null;
}

export interface Observed {
  readonly branch: ObservedBranch | null;
  /** Undefined where there are no pull requests, only branches. */
  readonly request: ObservedRequest | null | undefined;
  /** Branches only: we made the branch once and somebody deleted it without merging it. */
  readonly deleted: boolean;
}

export const ACTIONS = [
  'create',
  'update',
  'nothing',
  'close',
  'hands-off',
  'rejected',
  'stale',
  'unmapped',
] as const;
export type Action = (typeof ACTIONS)[number];

export interface Decision {
  readonly action: Action;
  readonly why: string;
}

/**
 * The state table of pull requests. Never touches other people's commits, never asks again what was refused.
 * @param recreate propose anew although the last one was closed
 */
export function decide(wanted: Wanted, observed: Observed, recreate = false): Decision {
  const { branch, request, deleted } = observed;
  const open = request === undefined ? branch !== null : request?.state === 'open';
  if (branch !== null && !branch.ours && request?.state !== 'merged')
    return { action: 'hands-off', why: 'somebody else has commits on the branch' };
  if (wanted.kind === 'stale') return { action: 'stale', why: wanted.reason };
  if (wanted.kind === 'nothing') return { action: open ? 'close' : 'nothing', why: wanted.reason };
  if (!recreate) {
    if (request?.state === 'closed')
      return { action: 'rejected', why: 'the pull request was closed without merging' };
    if (request?.state === 'merged' && request.fingerprint === wanted.fingerprint)
      return { action: 'rejected', why: 'it was merged and later taken back' };
    if (deleted) return { action: 'rejected', why: 'the branch was deleted without merging' };
  }
  if (!open) return { action: 'create', why: 'there is no open proposal yet' };
  if (branch === null) return { action: 'update', why: 'the branch of the open pull request is gone' };
  if (branch.fingerprint !== wanted.fingerprint) return { action: 'update', why: 'the proposal has changed' };
  if (!branch.current) return { action: 'update', why: 'the base has changed around the same policy' };
  return { action: 'nothing', why: 'the same proposal is open already' };
}
