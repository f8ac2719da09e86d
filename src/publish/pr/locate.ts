import type { PolicyChange } from '../../domain/recommendation.ts';
import { matchesResource } from '../../iam/index.ts';
import { matchDocument } from '../edit/match-document.ts';
import { fitsPieces } from '../edit/match-patterns.ts';
import type { StatedName } from '../edit/policy-site.ts';
import type { LocatedSite } from './located-file.ts';

/** A line of the configuration: which file holds a policy, or the policies of a principal. */
export interface FileMapping {
  /** ARN of a managed policy or `<owner ARN>#<name>` of an inline one, with `*` and `?`. */
  readonly policy?: string | undefined;
  /** ARN of the principal whose policies are in the file, with `*` and `?`. */
  readonly principal?: string | undefined;
  /** From the root of the repository. */
  readonly path: string;
}

export type Located =
  | { readonly kind: 'site'; readonly site: LocatedSite }
  /** Two or more places fit and nothing tells them apart. */
  | { readonly kind: 'ambiguous'; readonly sites: readonly LocatedSite[] }
  /** The configuration names a file in which no policy could be found. */
  | { readonly kind: 'unreadable'; readonly repository: number; readonly path: string }
  | { readonly kind: 'nowhere' };

/**
 * Where a policy stands: in the file the configuration names, else where a file states its name, else where a document
 * means the same. A name decides before a content, and a content only between equals.
 */
export function locate(
  change: PolicyChange,
  sites: readonly LocatedSite[],
  mappings: readonly (readonly FileMapping[])[],
): Located {
  const mapped = mappings.flatMap((files, repository) =>
    files.filter((file) => isMapped(file, change)).map(({ path }) => ({ repository, path })),
  );
  const [first] = mapped;
  if (first !== undefined) {
    const within = sites.filter((site) =>
      mapped.some(({ repository, path }) => site.repository === repository && site.path === path),
    );
    if (within.length === 0) return { kind: 'unreadable', ...first };
    const [only] = within;
    if (only !== undefined && within.length === 1) return { kind: 'site', site: only };
    return choose(change, within);
  }
  return choose(change, sites);
}

function isMapped({ policy, principal }: FileMapping, { policyId, target }: PolicyChange): boolean {
  if (policy !== undefined && !matchesResource(policy, policyId)) return false;
  if (principal !== undefined && (target === null || !matchesResource(principal, target))) return false;
  return policy !== undefined || principal !== undefined;
}

function choose(change: PolicyChange, sites: readonly LocatedSite[]): Located {
  const owned = sites.filter((site) => mayOwn(change, site));
  const byRank = [named(change, true), named(change, false), fileNamed(change)];
  for (const fits of byRank) {
    const found = owned.filter(fits);
    if (found.length > 0) return narrowed(change, found);
  }
  const same = owned.filter((site) => isSame(change, site));
  return same.length === 0 ? { kind: 'nowhere' } : one(same);
}

/** Of several that carry the name, those that state the owner; of those, the ones with the document analysed. */
function narrowed(change: PolicyChange, found: readonly LocatedSite[]): Located {
  if (found.length === 1) return one(found);
  const owner = change.target === null ? null : nameOf(change.target);
  const stated = found.filter(({ owners }) => owner !== null && owners.some((name) => name === owner));
  const among = stated.length > 0 ? stated : found;
  const same = among.filter((site) => isSame(change, site));
  return one(same.length > 0 ? same : among);
}

function one(sites: readonly LocatedSite[]): Located {
  const [only] = sites;
  return only !== undefined && sites.length === 1
    ? { kind: 'site', site: only }
    : { kind: 'ambiguous', sites };
}

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** The name of the policy alone, without path or owner. */
export const policyName = ({ policyId }: PolicyChange): string =>
  policyId.includes('#') ? policyId.slice(policyId.indexOf('#') + 1) : nameOf(policyId);

function named(change: PolicyChange, literal: boolean): (site: LocatedSite) => boolean {
  const name = policyName(change);
  const fits = (stated: StatedName): boolean =>
    typeof stated === 'string'
      ? stated === name
      : // A name of which nothing is literal names nothing.
        !literal && stated.pieces.join('').length > 2 && fitsPieces(stated, name);
  return ({ names }) => names.some(fits);
}

const fileNamed = (change: PolicyChange): ((site: LocatedSite) => boolean) => {
  const name = policyName(change).toLowerCase();
  return ({ fileName, names }) => names.length === 0 && fileName?.toLowerCase() === name;
};

/** A site that states another owner is not the inline policy of this one. */
function mayOwn({ policyKind, target }: PolicyChange, { owners }: LocatedSite): boolean {
  if (policyKind !== 'inline' || target === null || owners.length === 0) return true;
  const owner = nameOf(target);
  return owners.some((name) => (typeof name === 'string' ? name === owner : fitsPieces(name, owner)));
}

function isSame({ before }: PolicyChange, { source }: LocatedSite): boolean {
  return before !== null && source !== null && matchDocument(source.document, before).same;
}
