import { ActionIndex } from '../catalog/index.ts';
import type { Analysis } from '../domain/analysis.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import type { NeverRule } from '../domain/never.ts';
import type { Principal } from '../domain/principal.ts';
import type { ExceptionEntry } from '../domain/review.ts';
import type { Window } from '../domain/window.ts';
import type { DocumentedNeed } from '../domain/workspaces.ts';
import { type AgentOverride, classifyAgent } from './agents.ts';
import { AlikePrincipals } from './alike-principals.ts';
import { CloudTrailWitness } from './cloudtrail-witness.ts';
import { coverageReport } from './coverage-report.ts';
import { exceptionOutcomes } from './exceptions.ts';
import { toFinding } from './findings/finding-rule.ts';
import { muteFindings } from './findings/mute.ts';
import { FINDING_RULES } from './findings/rules.ts';
import { GrantAge } from './grant-age.ts';
import { GrantResolver } from './grants.ts';
import type { Bench, Case } from './judge-action.ts';
import { judgePrincipal } from './judge-principal.ts';
import { LastAccessedWitness } from './last-accessed-witness.ts';
import { LogCoverage } from './log-coverage.ts';
import { observeUse } from './observed-use.ts';
import { scopeOf } from './scope.ts';
import { sessionsIn } from './sessions-in.ts';
import { SilentVerdicts } from './silent-verdicts.ts';
import { unjudged } from './unjudged.ts';
import { workspaceReach } from './workspace-reach.ts';

export type { AgentOverride } from './agents.ts';
export type { ClassifiedActivity } from './session-kinds.ts';
export { sessionsIn } from './sessions-in.ts';

export interface AnalyzeOptions {
  readonly window: Window;
  readonly scope: 'agents' | 'all';
  /** `all` also judges granted actions that are neither sensitive nor called: what target `used` needs. */
  readonly extent: 'sensitive' | 'all';
  /** The regions in use, when the user says; null: the trails or the log tell. */
  readonly regions: readonly string[] | null;
  readonly agents: readonly AgentOverride[];
  /** Workspace ids or ARNs that are production, with `*` and `?`; absent = none. */
  readonly productionWorkspaces?: readonly string[];
  /** Who needs which workspace, and who says so. */
  readonly documentedNeeds?: readonly DocumentedNeed[];
  /** What some principals must never be able to do; absent = nothing. */
  readonly never?: readonly NeverRule[];
  readonly exceptions?: readonly ExceptionEntry[];
  /** Actions to judge where they are granted, sensitive or not; absent = none. */
  readonly also?: readonly string[];
}

const SEVERITY_ORDER = ['critical', 'high', 'medium', 'low'] as const;

/** Decides, for every principal in scope and those it shares policies with, what is used, unused and unknown. Pure. */
export function analyze(collected: Collected, catalog: Catalog, options: AnalyzeOptions): Analysis {
  const { window } = options;
  const index = new ActionIndex(catalog);
  const resolver = new GrantResolver(collected, index);
  const principals = [...collected.principals].sort(byArn);
  const grants = memo((principal: Principal) => resolver.of(principal));
  const sessions = memo(sessionsIn(collected, options.agents));
  const uses = observeUse(collected.usage, principals, catalog);
  const agentOf = memo((principal: Principal) =>
    classifyAgent(principal, sessions(principal), options.agents, collected),
  );
  const scope = scopeOf(principals, options.scope, agentOf);
  const log = new LogCoverage(collected, window, options.regions);
  const newestReport = new Map(
    [...collected.lastAccessed]
      .sort((a, b) => (a.generatedAt < b.generatedAt ? -1 : 1))
      .map((report) => [report.principalArn, report]),
  );
  const bench: Bench = {
    catalog,
    index,
    window,
    cloudTrail: new CloudTrailWitness(collected, catalog, window, log),
    grantAge: new GrantAge(collected),
    log,
    lastAccessedFailed: (principalArn) =>
      collected.unreadable.some(
        (failure) =>
          failure.kind === 'last-accessed' && (failure.principalArn ?? principalArn) === principalArn,
      ),
    extent: options.extent,
    never: options.never ?? [],
    also: options.also ?? [],
    hasServiceControl: collected.organization !== undefined,
    silent: new SilentVerdicts(),
  };
  const alike = new AlikePrincipals();
  const judge = (principal: Principal, inScope: boolean) => {
    const subject: Case = {
      principal,
      grants: grants(principal),
      observed: uses.of(principal),
      lastAccessed: new LastAccessedWitness(newestReport.get(principal.arn) ?? null, catalog, window),
      agent: agentOf(principal),
      sessions: sessions(principal),
      inScope,
    };
    return judgePrincipal(bench, subject, alike);
  };
  const judged = scope.inScope.map((principal) => ({ principal, analysis: judge(principal, true) }));
  const subjects = judged.map(({ principal, analysis }) => ({
    principal,
    analysis,
    grants: grants(principal),
    sessions: sessions(principal),
  }));
  const workspaces = workspaceReach(subjects, collected, catalog, {
    productionWorkspaces: options.productionWorkspaces ?? [],
    documentedNeeds: options.documentedNeeds ?? [],
  });
  const findings = FINDING_RULES.flatMap((rule) =>
    rule
      .find({ subjects, collected, catalog, window, workspaces, never: options.never ?? [] })
      .map((found) => toFinding(rule, found)),
  );
  const judgedAnalyses = judged.map(({ analysis }) => analysis);
  const exceptions =
    options.exceptions === undefined
      ? undefined
      : exceptionOutcomes(options.exceptions, { collected, catalog, window, grants });
  return {
    window,
    coverage: coverageReport(collected, scope.inScope, window, log, uses.unmapped),
    principals: [...judgedAnalyses, ...scope.sharing.map((principal) => judge(principal, false))].sort(
      (a, b) => compare(`${a.principalArn} ${a.uniqueId}`, `${b.principalArn} ${b.uniqueId}`),
    ),
    excluded: scope.excluded,
    workspaces,
    unjudged: unjudged(judgedAnalyses, catalog),
    findings: [...muteFindings(findings, judgedAnalyses, exceptions ?? [])].sort(
      (a, b) =>
        SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity) ||
        compare(`${a.type} ${a.account} ${a.principalArn}`, `${b.type} ${b.account} ${b.principalArn}`) ||
        compare(a.detail, b.detail),
    ),
    ...(exceptions === undefined ? {} : { exceptions }),
  };
}

function memo<V>(compute: (principal: Principal) => V): (principal: Principal) => V {
  const known = new Map<Principal, V>();
  return (principal) => {
    if (!known.has(principal)) known.set(principal, compute(principal));
    return known.get(principal) as V;
  };
}

function byArn(a: Principal, b: Principal): number {
  return compare(`${a.arn} ${a.uniqueId}`, `${b.arn} ${b.uniqueId}`);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
