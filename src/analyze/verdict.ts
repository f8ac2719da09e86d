import type { UnknownReason, Usage, WitnessReport } from '../domain/analysis.ts';
import type { CloudTrailTestimony } from './cloudtrail-witness.ts';
import type { LastAccessedTestimony } from './last-accessed-witness.ts';
import type { ActionUse } from './observed-use.ts';

/** All that decides one (principal, action); every field is a fact gathered elsewhere. */
export interface VerdictEvidence {
  readonly use: ActionUse | undefined;
  readonly cloudTrail: CloudTrailTestimony;
  readonly lastAccessed: LastAccessedTestimony | null;
  readonly hasLastAccessedReport: boolean;
  readonly principalTooYoung: boolean;
  readonly grantedTooRecently: boolean;
  /** The principal made a call that maps to no action, and may have exercised this one. */
  readonly maybeUnmappedCall: boolean;
  /** The events that tell since when it is granted were asked for and did not come. Absent: they did, or nobody asked. */
  readonly grantAgeUntold?: boolean;
  /** A last-accessed file could not be read and this principal has no report. */
  readonly sourceFailed: boolean;
}

export interface Verdict {
  readonly usage: Usage;
  readonly reasons: readonly UnknownReason[];
  readonly firstUsed: string | null;
  readonly lastUsed: string | null;
  readonly witnesses: readonly WitnessReport[];
  readonly conflict: string | null;
}

/**
 * The rules of the design's section 3, in order of strength: a proven use, an unprovable one, denied attempts, a
 * complete witness that saw nothing; all else is unknown, with the reasons.
 */
export function decide(evidence: VerdictEvidence): Verdict {
  const { use, cloudTrail, lastAccessed } = evidence;
  const witnesses = [cloudTrail.report, ...(lastAccessed ? [lastAccessed.report] : [])];
  const verdict = (
    usage: Usage,
    reasons: readonly UnknownReason[],
    conflict: string | null = null,
  ): Verdict => ({
    usage,
    reasons: [...new Set(reasons)].sort(),
    firstUsed: use?.first ?? null,
    lastUsed: use?.last ?? null,
    witnesses,
    conflict,
  });

  if (use !== undefined && use.calls > 0) return verdict('used', [], missedByLastAccessed(use, lastAccessed));
  if (lastAccessed?.report.saw === 'use') {
    // Last accessed counts denied attempts too (IAM User Guide): where CloudTrail sees everything and all of it was
    // denied, the attempt it reports is one of those.
    if (
      use !== undefined &&
      use.denied > 0 &&
      use.possible + use.ambiguous === 0 &&
      cloudTrail.report.complete
    ) {
      return verdict('denied-only', []);
    }
    const isInWindow = lastAccessed.lastAccessed !== null && lastAccessed.lastAccessed < cloudTrail.report.to;
    const conflict =
      isInWindow && cloudTrail.report.complete && cloudTrail.report.saw === 'nothing'
        ? `IAM last accessed tells of an attempt at ${lastAccessed.lastAccessed}; CloudTrail covers the window and shows none`
        : null;
    return { ...verdict('used', [], conflict), lastUsed: lastAccessed.lastAccessed };
  }
  if (use !== undefined && use.possible + use.ambiguous > 0)
    return verdict('unknown', ['ambiguous-attribution']);
  if (use !== undefined && use.denied > 0) return verdict('denied-only', []);

  const provenByLastAccessed = lastAccessed?.report.complete === true;
  const provenByCloudTrail = cloudTrail.report.complete && !evidence.maybeUnmappedCall;
  if (!provenByLastAccessed && !provenByCloudTrail) return verdict('unknown', unknownReasons(evidence));
  if (evidence.principalTooYoung) return verdict('unknown', ['principal-too-young']);
  if (evidence.grantedTooRecently) return verdict('unknown', ['granted-too-recently']);
  if (evidence.grantAgeUntold === true) return verdict('unknown', ['source-failed']);
  return verdict('unused', []);
}

/** A used action that a tracking report of later date calls untouched: the use wins, the conflict is shown. */
function missedByLastAccessed(use: ActionUse, lastAccessed: LastAccessedTestimony | null): string | null {
  if (lastAccessed === null || lastAccessed.report.saw === 'use' || !lastAccessed.report.complete)
    return null;
  // Last accessed lags up to four hours behind (IAM User Guide), so a use at the very end is no contradiction.
  const isSettled =
    use.first !== null && Date.parse(lastAccessed.report.to) - Date.parse(use.first) > 4 * 3_600_000;
  return isSettled
    ? `CloudTrail shows ${use.calls} call${use.calls === 1 ? '' : 's'}, the first at ${use.first}; IAM last accessed tells of none in the window`
    : null;
}

function unknownReasons(evidence: VerdictEvidence): UnknownReason[] {
  const reasons: UnknownReason[] = [];
  if (evidence.cloudTrail.reason !== null) reasons.push(evidence.cloudTrail.reason);
  if (evidence.maybeUnmappedCall) reasons.push('event-not-mapped');
  if (evidence.hasLastAccessedReport && evidence.lastAccessed === null)
    reasons.push('not-tracked-by-last-accessed');
  if (evidence.principalTooYoung) reasons.push('principal-too-young');
  if (evidence.grantedTooRecently) reasons.push('granted-too-recently');
  if (evidence.sourceFailed) reasons.push('source-failed');
  return reasons;
}
