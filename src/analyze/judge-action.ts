import type { ActionIndex } from '../catalog/index.ts';
import type { AgentClassification, Permission } from '../domain/analysis.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { NeverRule } from '../domain/never.ts';
import type { Principal } from '../domain/principal.ts';
import type { Window } from '../domain/window.ts';
import type { CloudTrailWitness } from './cloudtrail-witness.ts';
import type { GrantAge } from './grant-age.ts';
import type { PrincipalGrants } from './grants.ts';
import type { LastAccessedWitness } from './last-accessed-witness.ts';
import type { LogCoverage } from './log-coverage.ts';
import type { ObservedUse } from './observed-use.ts';
import type { SessionKinds } from './session-kinds.ts';
import type { SilentVerdicts } from './silent-verdicts.ts';
import { namespaceOf } from './trail-selection.ts';
import type { Verdict, VerdictEvidence } from './verdict.ts';

/** What is the same for every principal of a run. */
export interface Bench {
  readonly catalog: Catalog;
  readonly index: ActionIndex;
  readonly window: Window;
  readonly cloudTrail: CloudTrailWitness;
  readonly grantAge: GrantAge;
  readonly log: LogCoverage;
  /** Whether a last-accessed file that may be about the principal could not be read. */
  readonly lastAccessedFailed: (principalArn: string) => boolean;
  /** `all` also judges the granted actions that are neither sensitive nor called. */
  readonly extent: 'sensitive' | 'all';
  /** Whether service control policies were given. */
  readonly hasServiceControl: boolean;
  /** What they name is judged too, sensitive or not. */
  readonly never: readonly NeverRule[];
  /** Judged too where they are granted. */
  readonly also: readonly string[];
  /** What was judged before, so that equal rows of thousands of principals are one object. */
  readonly silent: SilentVerdicts;
}

/** What is known of one principal. */
export interface Case {
  readonly principal: Principal;
  readonly grants: PrincipalGrants;
  readonly observed: ObservedUse;
  readonly lastAccessed: LastAccessedWitness;
  readonly agent: AgentClassification;
  readonly sessions: SessionKinds;
  readonly inScope: boolean;
}

/** Judges one action of a principal, granted or called. */
export function judgeAction(bench: Bench, subject: Case, action: string): Permission {
  const { grants, observed } = subject;
  const use = observed.actions.get(action);
  const granted = grants.has(action);
  const { refs } = grants.sourcesOf(action);
  const blockedBy = granted ? grants.blockedBy(action) : null;
  const verdict = verdictOf(bench, subject, action);
  const row = (): Permission => {
    const sensitivity = bench.catalog.sensitivity(action);
    return {
      action,
      ...verdict,
      granted,
      ...(blockedBy === null ? {} : { blockedBy }),
      sensitivity: sensitivity?.categories ?? [],
      severity: sensitivity?.severity ?? null,
      calls: use?.calls ?? 0,
      denied: use?.denied ?? 0,
      grantedBy: granted ? refs : [],
    };
  };
  const isCommon = use === undefined && granted && blockedBy === null;
  return isCommon ? bench.silent.row(verdict, refs, row) : row();
}

/** The verdict alone. */
export function verdictOf(bench: Bench, subject: Case, action: string): Verdict {
  const { principal, grants, observed, lastAccessed } = subject;
  const use = observed.actions.get(action);
  const { refs, resources } = grants.sourcesOf(action);
  const evidence: VerdictEvidence = {
    use,
    cloudTrail: bench.cloudTrail.testify(principal.account, action, resources, use),
    lastAccessed: lastAccessed.testify(action),
    hasLastAccessedReport: lastAccessed.hasReport,
    principalTooYoung: isTooYoung(principal, bench.window),
    grantedTooRecently: bench.grantAge.isTooRecent(principal, action, refs, bench.window.start),
    maybeUnmappedCall:
      observed.unmappedNamespaces.has(namespaceOf(action)) || observed.unmappedActions.has(action),
    grantAgeUntold:
      bench.log.areAttachmentsUntold(principal.account) && bench.grantAge.restsOnAttachments(refs),
    sourceFailed: sourceFailed(bench, subject),
  };
  return bench.silent.verdict(evidence);
}

/** Also when nothing tells the age: the principal may be new, and absence of a date is no evidence of age. */
export function isTooYoung({ createDate }: Principal, { start }: Window): boolean {
  return createDate === null || createDate > start;
}

/** Whether a file that could not be read may have been the report of a principal that has none. */
export function sourceFailed(bench: Bench, { principal, lastAccessed }: Case): boolean {
  return !lastAccessed.hasReport && bench.lastAccessedFailed(principal.arn);
}
