import { canonicalJson } from '../../domain/canonical-json.ts';
import type { Assessment, AssessmentChange, AssessmentPrincipal } from '../assessment-schema.ts';
import { sha256 } from '../sha256.ts';
import { isGrantedSensitive } from '../summary.ts';

/**
 * - `applied`: what is live is what was proposed.
 * - `remediated`: other than proposed, and none of the sensitive actions it removes is granted any more.
 * - `partly`: some of them are gone. `open`: none is.
 * - `gone`: none of its principals is there any more.
 */
export interface ProposalOutcome {
  readonly id: string;
  readonly principalArns: readonly string[];
  readonly outcome: 'applied' | 'remediated' | 'partly' | 'open' | 'gone';
  /** `principal action` pairs that are still granted. Sorted. */
  readonly stillGranted: readonly { readonly principalArn: string; readonly action: string }[];
}

/** What became of every verified proposal of the older review that removes a sensitive permission. */
export function proposalOutcomes(older: Assessment, newer: Assessment): readonly ProposalOutcome[] {
  const holders = new Map<string, AssessmentPrincipal[]>();
  for (const principal of newer.principals) {
    holders.set(principal.arn, [...(holders.get(principal.arn) ?? []), principal]);
  }
  return older.recommendations
    .filter(({ status }) => status === 'verified')
    .map(({ id, principalArns, removed, changes }): ProposalOutcome => {
      const live = principalArns.flatMap((arn) => holders.get(arn) ?? []);
      const sensitive = sensitiveRemovals(older, principalArns, removed);
      const stillGranted = sensitive.filter(({ principalArn, action }) =>
        (holders.get(principalArn) ?? []).some(({ permissions }) =>
          permissions.some((permission) => permission.granted && permission.action === action),
        ),
      );
      const outcome =
        live.length === 0
          ? 'gone'
          : changes.every((change) => isLive(change, live))
            ? 'applied'
            : sensitive.length > 0 && stillGranted.length === 0
              ? 'remediated'
              : stillGranted.length < sensitive.length
                ? 'partly'
                : 'open';
      return { id, principalArns, outcome, stillGranted };
    })
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** Only sensitive permissions are listed whether used or not, so only of these can absence be told. */
function sensitiveRemovals(
  { principals }: Assessment,
  arns: readonly string[],
  removed: readonly string[],
): ProposalOutcome['stillGranted'] {
  const gone = new Set(removed);
  return principals
    .filter(({ arn }) => arns.includes(arn))
    .flatMap(({ arn, permissions }) =>
      permissions
        .filter((permission) => isGrantedSensitive(permission) && gone.has(permission.action))
        .map(({ action }) => ({ principalArn: arn, action })),
    );
}

/** Whether the principals carry what the change leads to. */
function isLive(
  { kind, policyId, target, after }: AssessmentChange,
  principals: readonly AssessmentPrincipal[],
): boolean {
  const concerned = principals.filter(({ arn }) => target === null || target === arn);
  const carried = (concerned.length === 0 ? principals : concerned).flatMap(({ policies }) => policies ?? []);
  if (kind === 'delete' || kind === 'detach') return carried.every((policy) => policy.policyId !== policyId);
  const wanted = after === null ? null : sha256(canonicalJson(after));
  return kind === 'create'
    ? carried.some(({ sha256: hash }) => hash === wanted)
    : carried.some((policy) => policy.policyId === policyId && policy.sha256 === wanted);
}
