import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import type { LastAccessedReport } from '../domain/facts.ts';
import { foldCase } from '../domain/fold-case.ts';

export type Rewind = (reports: readonly LastAccessedReport[]) => readonly LastAccessedReport[];

/**
 * Last accessed as IAM would have reported it at the split. A time before the split stood there then as now. A later one
 * hides what stood there: the last attempt that the log shows before the split takes its place, and where the log shows
 * none, "never". So it can only make more look unused than did, and what would be denied is not understated.
 */
export function rewindTo(split: string, { usage }: Collected, catalog: Catalog): Rewind {
  const services = new Map<string, string>();
  const actions = new Map<string, string>();
  for (const activity of usage?.activity ?? []) {
    const { principalArn, eventSource, day, last } = activity;
    if (principalArn === null || day >= split) continue;
    later(services, key(principalArn, catalog.namespaceOf(eventSource)), last);
    const exercised = catalog.eventActions(activity);
    if (exercised.kind !== 'actions') continue;
    for (const action of [...exercised.certain, ...exercised.possible])
      later(actions, key(principalArn, foldCase(action)), last);
  }
  const earlier = (time: string | null, seen: string | undefined): string | null =>
    time === null || time < split ? time : (seen ?? null);
  return (reports) =>
    reports.map((report) => ({
      ...report,
      generatedAt: report.generatedAt < split ? report.generatedAt : `${split}T00:00:00Z`,
      services: report.services.map((service) => ({
        ...service,
        lastAuthenticated: earlier(
          service.lastAuthenticated,
          services.get(key(report.principalArn, service.namespace)),
        ),
        actions:
          service.actions?.map(({ action, lastAccessed }) => ({
            action,
            lastAccessed: earlier(lastAccessed, actions.get(key(report.principalArn, foldCase(action)))),
          })) ?? null,
      })),
    }));
}

function key(principalArn: string, what: string): string {
  return `${principalArn} ${what}`;
}

function later(times: Map<string, string>, name: string, time: string): void {
  const known = times.get(name);
  if (known === undefined || known < time) times.set(name, time);
}
