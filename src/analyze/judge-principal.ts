import type { AgentClassification, Permission, PrincipalAnalysis } from '../domain/analysis.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { NeverRule } from '../domain/never.ts';
import type { Principal } from '../domain/principal.ts';
import type { Window } from '../domain/window.ts';
import { neverRulesOf } from '../iam/index.ts';
import type { ActionIndex } from './action-set.ts';
import type { CloudTrailWitness } from './cloudtrail-witness.ts';
import { exposureOf } from './exposure.ts';
import type { GrantAge } from './grant-age.ts';
import type { PrincipalGrants } from './grants.ts';
import type { LastAccessedWitness } from './last-accessed-witness.ts';
import type { LogCoverage } from './log-coverage.ts';
import type { ObservedUse } from './observed-use.ts';
import type { SessionKinds } from './session-kinds.ts';
import { sessionUse } from './session-use.ts';
import type { SilentVerdicts } from './silent-verdicts.ts';
import { namespaceOf } from './trail-selection.ts';
import { unmanageableKind } from './unmanageable.ts';
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

/** Judges every action the principal called and every one it is granted that is sensitive or on its never list. */
export function judgePrincipal(bench: Bench, subject: Case): PrincipalAnalysis {
  const { principal, grants, observed } = subject;
  const sensitive = bench.catalog.sensitiveActions.filter((action) => grants.has(action));
  const never = neverRulesOf(principal, bench.never)
    .flatMap(({ actions }) => actions.flatMap((pattern) => bench.catalog.expand(pattern)))
    .filter((action) => grants.has(action));
  const listed = new Set([...observed.actions.keys(), ...sensitive, ...never]);
  const permissions = [
    ...[...listed].map((action) => permission(bench, subject, action)),
    ...unknownPatterns(grants),
  ].sort((a, b) => (a.action < b.action ? -1 : a.action > b.action ? 1 : 0));
  const otherUnused =
    bench.extent === 'all'
      ? bench.index
          .list(grants.actions)
          .filter((action) => !listed.has(action) && verdictOf(bench, subject, action).usage === 'unused')
      : [];
  return {
    principalArn: principal.arn,
    uniqueId: principal.uniqueId,
    type: principal.type,
    name: principal.name,
    account: principal.account,
    inScope: subject.inScope,
    agent: subject.agent,
    unmanageable: unmanageableKind(principal),
    exposure: exposureOf(permissions),
    grants: { actions: grants.count, sensitive: sensitive.length, ...effective(bench, grants, sensitive) },
    permissions,
    otherUnused,
    calls: observed.calls,
    deniedCalls: observed.deniedCalls,
    activeDays: observed.activeDays,
    sessions: sessionUse(subject.sessions, bench.catalog),
  };
}

/** What is left of the grants under the service control policies, when some were given. */
function effective(
  { index, hasServiceControl }: Bench,
  grants: PrincipalGrants,
  sensitive: readonly string[],
): Pick<PrincipalAnalysis['grants'], 'effective'> {
  if (!hasServiceControl) return {};
  const free = (actions: readonly string[]): number =>
    actions.filter((action) => grants.blockedBy(action) === null).length;
  return { effective: { actions: free(index.list(grants.actions)), sensitive: free(sensitive) } };
}

function permission(bench: Bench, subject: Case, action: string): Permission {
  const { grants, observed } = subject;
  const use = observed.actions.get(action);
  const granted = grants.has(action);
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
      grantedBy: granted ? grants.grantedBy(action) : [],
    };
  };
  const isCommon = use === undefined && granted && blockedBy === null;
  return isCommon ? bench.silent.row(verdict, grants.grantedBy(action), row) : row();
}

function verdictOf(bench: Bench, subject: Case, action: string): Verdict {
  const { principal, grants, observed, lastAccessed } = subject;
  const use = observed.actions.get(action);
  const { start } = bench.window;
  const evidence: VerdictEvidence = {
    use,
    cloudTrail: bench.cloudTrail.testify(principal.account, action, grants.resourcesOf(action), use),
    lastAccessed: lastAccessed.testify(action),
    hasLastAccessedReport: lastAccessed.hasReport,
    // Nothing tells the age: the principal may be new, and absence of a date is no evidence of age.
    principalTooYoung: principal.createDate === null || principal.createDate > start,
    grantedTooRecently: bench.grantAge.isTooRecent(principal, action, grants.grantedBy(action), start),
    unmappedCallInService: observed.unmappedNamespaces.has(namespaceOf(action)),
    grantAgeUntold:
      bench.log.areAttachmentsUntold(principal.account) &&
      bench.grantAge.restsOnAttachments(grants.grantedBy(action)),
    sourceFailed: bench.lastAccessedFailed(principal.arn) && !lastAccessed.hasReport,
  };
  return bench.silent.verdict(evidence);
}

/** Patterns that match no known action: a service or action newer than the catalog, or one that never existed. */
function unknownPatterns(grants: PrincipalGrants): Permission[] {
  const merged = new Map<string, Permission>();
  for (const { pattern, grantedBy } of grants.unknownPatterns) {
    const known = merged.get(pattern);
    merged.set(pattern, {
      action: pattern,
      usage: 'unknown',
      reasons: ['wildcard-remainder'],
      granted: true,
      sensitivity: [],
      severity: null,
      firstUsed: null,
      lastUsed: null,
      calls: 0,
      denied: 0,
      witnesses: [],
      conflict: null,
      grantedBy: [...(known?.grantedBy ?? []), ...grantedBy],
    });
  }
  return [...merged.values()];
}
