import type { SnapshotEvidence } from '../collect/aws/snapshot/snapshot-evidence.ts';
import type { Sources } from '../collect/sources.ts';
import type { Unreadable } from '../domain/collected.ts';
import { SourceError } from '../domain/errors.ts';

/** A snapshot beside whatever a person named. */
export interface SnapshotRequest {
  /** Folder that `collect --aws` filled; absent = none. */
  readonly snapshot?: string;
  /** Whether its event history is part of the log; absent = it is. */
  readonly useHistory?: boolean;
}

/**
 * A request with the documents of its snapshot as if the user had named them, and with what they lack.
 * @throws UserError, SourceError as `openSnapshot`; SourceError when it holds the grants of no account, or no use of any
 */
export async function withSnapshot<Request extends Lists & SnapshotRequest>(
  request: Request,
): Promise<Request & Pick<Sources, FromSnapshot>> {
  if (request.snapshot === undefined) return request;
  const { openSnapshot } = await import('../collect/aws/snapshot/snapshot-evidence.ts');
  const evidence = openSnapshot(request.snapshot);
  if (evidence.authorizationDetails.length === 0) {
    throw sourceError(request.snapshot, evidence, ['authorization-details'], 'the grants of no account');
  }
  const given = withEvidence(request, evidence);
  const { athena } = request as { readonly athena?: unknown };
  if (athena === undefined && given.cloudTrail.length + given.lastAccessed.length === 0) {
    throw sourceError(request.snapshot, evidence, ['cloudtrail', 'last-accessed'], 'no evidence of use');
  }
  return { ...request, ...given };
}

/** What only a snapshot brings. */
type FromSnapshot = 'missing' | 'doneWithout' | 'eventHistory' | 'accessKeys' | 'loginProfiles';
type Lists = Omit<Sources, 'window' | 'athena' | 'progress' | 'cache' | FromSnapshot>;

/** The lists of both together. */
export function withEvidence(
  asked: Lists & SnapshotRequest,
  evidence: SnapshotEvidence,
): Required<Omit<Sources, 'window' | 'athena' | 'progress' | 'cache' | 'environment' | 'profile'>> {
  const wantsHistory = asked.useHistory !== false;
  // Who gives the control policies does not need those that AWS refused.
  const isNeeded = ({ kind }: Unreadable) =>
    kind !== 'organization-policies' || (asked.scps ?? []).length === 0;
  const both = (a: readonly string[] = [], b: readonly string[] = []) => [...a, ...b];
  return {
    authorizationDetails: both(asked.authorizationDetails, evidence.authorizationDetails),
    lastAccessed: both(asked.lastAccessed, evidence.lastAccessed),
    cloudTrail: both(asked.cloudTrail, wantsHistory ? evidence.cloudTrail : []),
    trails: both(asked.trails, evidence.trails),
    publicKeys: both(asked.publicKeys, evidence.publicKeys),
    credentialReports: both(asked.credentialReports, evidence.credentialReports),
    serviceSpecificCredentials: both(asked.serviceSpecificCredentials, evidence.serviceSpecificCredentials),
    accessKeys: evidence.accessKeys ?? [],
    loginProfiles: evidence.loginProfiles ?? [],
    scps: both(asked.scps, evidence.scps),
    missing: evidence.missing.filter(isNeeded),
    doneWithout: evidence.doneWithout.filter(isNeeded),
    eventHistory: wantsHistory ? evidence.eventHistory : [],
  };
}

/** Why a snapshot lacks what nothing can be judged without. */
function sourceError(
  folder: string,
  { missing }: SnapshotEvidence,
  kinds: readonly Unreadable['kind'][],
  what: string,
): SourceError {
  const [first] = missing.filter(({ kind }) => kinds.includes(kind));
  const why = first === undefined ? 'nothing was found' : `account ${first.account}: ${first.reason}`;
  const isDenied = /not allowed \(/.test(first?.reason ?? '');
  return new SourceError(folder, `it holds ${what} (${why}).`, isDenied ? 5 : 4);
}
