import type { Permission, PrincipalAnalysis } from '../domain/analysis.ts';
import type { AlikePrincipals } from './alike-principals.ts';
import { exposureOf } from './exposure.ts';
import { type Bench, type Case, judgeAction } from './judge-action.ts';
import { byAction, judgeUncalled, type Uncalled } from './judge-uncalled.ts';
import { sessionUse } from './session-use.ts';
import { unmanageableKind } from './unmanageable.ts';

/** Judges every action the principal called and every one it is granted that is sensitive or on its never list. */
export function judgePrincipal(bench: Bench, subject: Case, alike: AlikePrincipals): PrincipalAnalysis {
  const { principal, observed } = subject;
  const uncalled = alike.uncalled(bench, subject, (rows) => judgeUncalled(bench, subject, rows));
  const called = [...observed.actions.keys()].map((action) => judgeAction(bench, subject, action));
  const permissions = merged(called.sort(byAction), uncalled);
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
    grants: uncalled.grants,
    permissions,
    otherUnused: without(uncalled.otherUnused, observed.actions),
    calls: observed.calls,
    deniedCalls: observed.deniedCalls,
    activeDays: observed.activeDays,
    sessions: sessionUse(subject.sessions, bench.catalog),
  };
}

/** Both sorted by action, into one; of an action that was called, the row that says so. */
function merged(called: readonly Permission[], { permissions, patterns }: Uncalled): readonly Permission[] {
  if (called.length === 0) return permissions;
  const rows: Permission[] = [];
  let next = 0;
  for (const row of permissions) {
    for (let use = called[next]; use !== undefined && use.action <= row.action; use = called[next]) {
      rows.push(use);
      next += 1;
    }
    if (patterns.has(row) || called[next - 1]?.action !== row.action) rows.push(row);
  }
  return [...rows, ...called.slice(next)];
}

function without(unused: ReadonlySet<string>, observed: ReadonlyMap<string, unknown>): readonly string[] {
  if (unused.size === 0) return [];
  return [...unused].filter((action) => !observed.has(action));
}
