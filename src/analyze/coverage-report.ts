import type { CoverageReport, WitnessCoverage } from '../domain/analysis.ts';
import type { Collected, InputKind, Unreadable } from '../domain/collected.ts';
import type { Principal } from '../domain/principal.ts';
import type { Window } from '../domain/window.ts';
import type { LogCoverage } from './log-coverage.ts';
import type { UnmappedEvent } from './observed-use.ts';

/** What it means to do without something, for what AWS may keep back. */
const WITHOUT: Readonly<Partial<Record<InputKind, string>>> = {
  'organization-policies':
    'Control policies were not read, because AWS tells them to the management account and delegated administrators only: a grant that one of them blocks counts as granted. Collect with --org from there, or give --scps',
};

/**
 * What the evidence covers, for the accounts of the principals in scope. `complete`: everything given was read and
 * management events cover the window; data events that nobody records are told per permission and as findings, not
 * here, because they are a choice and not a failure.
 */
export function coverageReport(
  collected: Collected,
  inScope: readonly Principal[],
  window: Window,
  log: LogCoverage,
  unmapped: readonly UnmappedEvent[],
): CoverageReport {
  const accounts = [...new Set(inScope.map(({ account }) => account))].sort();
  const notes: string[] = [];
  const witnesses: WitnessCoverage[] = [];
  if (collected.usage === null) {
    notes.push(
      'No CloudTrail log was given: only IAM last accessed testifies, and it never covers data-plane actions or iam:PassRole.',
    );
  } else {
    for (const account of accounts) witnesses.push(...managementWitnesses(account, window, log));
    notes.push(...accounts.flatMap((account) => regionNote(account, log)));
    witnesses.push(...accounts.flatMap((account) => dataWitnesses(collected, account, window)));
  }
  witnesses.push(...lastAccessedWitnesses(collected, inScope, window));
  for (const failure of collected.unreadable) {
    const { kind, location, reason } = failure;
    const excuse = isBefore(failure, window)
      ? ' It was delivered before the window, so nothing of it is missing.'
      : '';
    notes.push(`Could not read ${kind} ${location}: ${reason}.${excuse}`);
  }
  for (const { kind, reason } of collected.doneWithout ?? [])
    notes.push(`${WITHOUT[kind] ?? kind} (${reason}).`);
  const resourceControl = (collected.organization?.policies ?? []).filter(
    ({ type }) => type === 'RESOURCE_CONTROL_POLICY',
  );
  if (resourceControl.length > 0) {
    notes.push(
      `Resource control policies were read and are not applied to grants, because they limit resources and not principals: ${resourceControl.map(({ name }) => name).join(', ')}.`,
    );
  }
  const broken = witnesses.filter(
    ({ witness, complete }) => witness === 'cloudtrail-management' && !complete,
  );
  if (broken.length > 0) {
    const where = [...new Set(broken.map(({ account, region }) => `${account} ${region}`))];
    notes.push(
      `Management events do not cover the whole window in ${where.slice(0, 5).join(', ')}${where.length > 5 ? ` and ${where.length - 5} more` : ''}: what only they could show stays unknown.`,
    );
  }
  const hasLastAccessed = witnesses.some(
    ({ witness, complete }) => witness === 'last-accessed-service' && complete,
  );
  const sawNothing = (collected.usage?.accounting.records.distinct ?? 0) === 0 && !hasLastAccessed;
  const isComplete =
    collected.usage !== null &&
    collected.unreadable.every((failure) => isBefore(failure, window)) &&
    broken.length === 0;
  return {
    verdict: sawNothing ? 'insufficient' : isComplete ? 'complete' : 'partial',
    notes,
    events: collected.usage?.accounting.records.distinct ?? 0,
    duplicates: collected.usage?.accounting.records.duplicates ?? 0,
    firstEvent: collected.usage?.firstEvent ?? null,
    lastEvent: collected.usage?.lastEvent ?? null,
    witnesses,
    unmappedEvents: unmapped,
  };
}

function managementWitnesses(account: string, window: Window, log: LogCoverage): WitnessCoverage[] {
  const coverage = log.of(account);
  const common = {
    witness: 'cloudtrail-management',
    account,
    scope: null,
    from: window.start,
    to: window.end,
  } as const;
  if (coverage.basis === 'none') {
    const gap = {
      from: window.start,
      to: window.end,
      reason: 'no management event of the account in the log',
    };
    return [{ ...common, region: '*', complete: false, gaps: [gap] }];
  }
  return [...coverage.management].map(([region, gaps]) => ({
    ...common,
    region,
    complete: gaps.length === 0 && coverage.basis !== 'one-region',
    gaps,
  }));
}

/**
 * Whether a log file holds nothing of the window whatever it holds: no event is delivered before it happens. One delivered
 * after the window may: CloudTrail tries again for 30 days where it cannot deliver.
 */
function isBefore({ kind, call, day }: Unreadable, { start }: Window): boolean {
  return kind === 'cloudtrail' && call === undefined && day !== null && day < start.slice(0, 10);
}

/** How the regions to cover are known: an assumption is always said. */
function regionNote(account: string, log: LogCoverage): string[] {
  const { basis, regions } = log.of(account);
  switch (basis) {
    case 'log':
      return [
        `Account ${account}: the log shows ${regions.length} regions (${regions.join(', ')}), taken as all that are in use; name them with --regions or give --trails to settle it.`,
      ];
    case 'projected':
      return [
        `Account ${account}: the table covers ${regions.length} regions (${regions.join(', ')}). One without any event is not shown to be recorded; name the regions in use with --regions or give --trails to settle it.`,
      ];
    case 'one-region':
      return [
        `Account ${account}: the log has ${regions.join(', ')} only. Whether other regions are used is not known, so regional actions stay unknown; say --regions ${regions.join(',')} if it is the only one, or give --trails.`,
      ];
    case 'none':
      return [`Account ${account}: the log has no management event of it in the window.`];
    default:
      return [];
  }
}

function dataWitnesses(collected: Collected, account: string, window: Window): WitnessCoverage[] {
  const seen = new Map<string, { first: string; last: string; region: string }>();
  for (const row of collected.usage?.coverage ?? []) {
    if (row.account !== account || row.category !== 'Data' || row.resourceType === null) continue;
    const key = `${row.resourceType} ${row.region}`;
    const known = seen.get(key);
    seen.set(key, {
      region: row.region,
      first: known && known.first < row.day ? known.first : row.day,
      last: known && known.last > row.day ? known.last : row.day,
    });
  }
  const selected = new Set(
    (collected.trails ?? [])
      .filter((trail) => trail.account === account || trail.organization)
      .flatMap((trail) =>
        trail.data.filter((selector) => selector.resources.length === 0 && selector.undecidable === null),
      )
      .map((selector) => selector.resourceType),
  );
  return [...seen]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { first, last, region }]) => {
      const scope = key.slice(0, key.indexOf(' '));
      return {
        witness: 'cloudtrail-data' as const,
        account,
        region,
        scope,
        from: window.start > `${first}T00:00:00Z` ? window.start : `${first}T00:00:00Z`,
        to: window.end < `${last}T23:59:59Z` ? window.end : `${last}T23:59:59Z`,
        complete: selected.has(scope),
        gaps: selected.has(scope)
          ? []
          : [
              {
                from: window.start,
                to: window.end,
                reason:
                  'events are in the log, but no trail description shows that every resource is recorded',
              },
            ],
      };
    });
}

function lastAccessedWitnesses(
  collected: Collected,
  inScope: readonly Principal[],
  window: Window,
): WitnessCoverage[] {
  const byAccount = new Map<string, { with: number; total: number; oldest: string | null }>();
  const generated = new Map(
    collected.lastAccessed.map((report) => [report.principalArn, report.generatedAt]),
  );
  for (const { account, arn } of inScope) {
    const entry = byAccount.get(account) ?? { with: 0, total: 0, oldest: null };
    byAccount.set(account, entry);
    entry.total++;
    const time = generated.get(arn);
    if (time === undefined) continue;
    entry.with++;
    if (entry.oldest === null || time < entry.oldest) entry.oldest = time;
  }
  return [...byAccount]
    .filter(([, entry]) => entry.with > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([account, entry]) => {
      const missing = entry.total - entry.with;
      const gap = {
        from: window.start,
        to: window.end,
        reason: `${missing} of ${entry.total} principals have no report`,
      };
      return {
        witness: 'last-accessed-service' as const,
        account,
        region: '*',
        scope: `${entry.with} of ${entry.total} principals`,
        from: window.start,
        to: entry.oldest !== null && entry.oldest < window.end ? entry.oldest : window.end,
        complete: missing === 0,
        gaps: missing === 0 ? [] : [gap],
      };
    });
}
