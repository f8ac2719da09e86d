import { createHash } from 'node:crypto';
import type { JsonObject } from '../../domain/json.ts';
import type { PolicyChange, VerifiedRecommendation } from '../../domain/recommendation.ts';

/** Of a verified recommendation, what publishing needs. */
export type Candidate = Pick<
  VerifiedRecommendation,
  'id' | 'principalArns' | 'status' | 'changes' | 'removed' | 'requires' | 'notProposed'
>;

/** What one branch and one pull request is about: one principal, or one shared policy. */
export interface Unit {
  /** `Recommendation.id`. */
  readonly id: string;
  readonly account: string;
  readonly principalArns: readonly string[];
  /** `paredown/<account>/<name>-<6 hex>`, the same for ever. */
  readonly branch: string;
  readonly changes: readonly PolicyChange[];
  readonly removed: readonly string[];
  /** Ids of units it takes effect only together with. */
  readonly requires: readonly string[];
  /** Principal, removals and the documents they are removed from: what makes a proposal the same proposal. */
  readonly fingerprint: string;
}

/** A recommendation that is not published, and why. */
export interface Withheld {
  readonly id: string;
  readonly branch: string;
  readonly reason: string;
}

export interface Units {
  readonly units: readonly Unit[];
  readonly withheld: readonly Withheld[];
}

/** What may be published: verified, with a change, and everything it needs verified as well. Sorted by id. */
export function unitsOf(recommendations: readonly Candidate[]): Units {
  const byId = new Map(recommendations.map((recommendation) => [recommendation.id, recommendation]));
  const units: Unit[] = [];
  const withheld: Withheld[] = [];
  for (const recommendation of recommendations.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const reason = whyWithheld(recommendation, byId);
    if (reason === null) units.push(unitOf(recommendation));
    else withheld.push({ id: recommendation.id, branch: branchOf(recommendation.id), reason });
  }
  return { units, withheld };
}

function whyWithheld(
  { status, changes, requires, notProposed }: Candidate,
  byId: ReadonlyMap<string, Candidate>,
): string | null {
  if (status === 'failed') return 'the proposal failed verification';
  if (status === 'not-proposed') return notProposed ?? 'nothing is proposed';
  if (changes.length === 0) return 'nothing is left to change';
  // Without the other one the removal has no effect, and the other one is not safe to apply.
  const missing = requires.find((id) => byId.get(id)?.status !== 'verified');
  return missing === undefined ? null : `it needs the proposal for ${missing}, which is not verified`;
}

function unitOf({ id, principalArns, changes, removed, requires }: Candidate): Unit {
  return {
    id,
    account: accountOf(id),
    principalArns,
    branch: branchOf(id),
    changes,
    removed,
    requires,
    fingerprint: fingerprintOf(id, removed, changes),
  };
}

const accountOf = (arn: string): string => /^\d{12}$/.exec(arn.split(':')[4] ?? '')?.[0] ?? 'unknown-account';

/** Names are hostile: only letters a branch and a folder may have anywhere stay, and the hash tells equal ones apart. */
export function branchOf(id: string): string {
  const name = id.slice(id.lastIndexOf('/') + 1).replace(/[^A-Za-z0-9_-]+/g, '-');
  const slug = name.replace(/^-+|-+$/g, '').slice(0, 60) || 'unnamed';
  return `paredown/${accountOf(id)}/${slug}-${sha256(id).slice(0, 6)}`;
}

const ROLLBACK = '#rollback';

/** The id of the change that takes a proposal back. */
export const rollbackOf = (id: string): string => `${id}${ROLLBACK}`;

/** The id of the proposal that a unit makes or takes back. */
export const proposedBy = (id: string): string =>
  id.endsWith(ROLLBACK) ? id.slice(0, -ROLLBACK.length) : id;

function fingerprintOf(id: string, removed: readonly string[], changes: readonly PolicyChange[]): string {
  const documents = changes
    .map(({ kind, policyId, before }) => [kind, policyId, before === null ? null : canonical(before)])
    .map((entry) => JSON.stringify(entry))
    .sort();
  return sha256(JSON.stringify([id, removed.toSorted(), documents]));
}

/** The text of a document with sorted keys, so that it does not depend on how an export ordered them. */
const canonical = (document: JsonObject): string =>
  JSON.stringify(document, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
