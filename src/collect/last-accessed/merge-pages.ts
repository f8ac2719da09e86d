import type { Unreadable } from '../../domain/collected.ts';
import type { LastAccessedReport, LastAccessedService } from '../../domain/facts.ts';
import { foldCase } from '../../domain/fold-case.ts';
import { parseArn } from '../../iam/index.ts';
import type { LastAccessedPage } from './schema.ts';

export interface FoundPage {
  readonly page: LastAccessedPage;
  readonly principalArn: string;
  readonly location: string;
}

/**
 * Puts pages of one report together. Pages of one job have the same principal and job dates. A report whose last page
 * is missing still testifies about the services it lists (absent is unknown anyway); that it is cut short is told.
 */
export function mergePages(pages: readonly FoundPage[]): {
  readonly reports: readonly LastAccessedReport[];
  readonly unreadable: readonly Unreadable[];
} {
  const jobs = new Map<string, FoundPage[]>();
  for (const found of pages) {
    const { JobCreationDate, JobCompletionDate, JobType } = found.page;
    const granularity = JobType ?? (hasActions(found.page) ? 'ACTION_LEVEL' : 'SERVICE_LEVEL');
    const job = [found.principalArn, JobCompletionDate ?? '', JobCreationDate ?? '', granularity].join('\n');
    const same = jobs.get(job);
    if (same === undefined) jobs.set(job, [found]);
    else same.push(found);
  }
  const reports: LastAccessedReport[] = [];
  const unreadable: Unreadable[] = [];
  for (const [, parts] of [...jobs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [first] = parts.sort((a, b) => (a.location < b.location ? -1 : 1));
    if (first === undefined) continue;
    const { principalArn, location, page } = first;
    reports.push({
      principalArn,
      generatedAt: page.JobCompletionDate ?? page.JobCreationDate ?? '',
      location,
      services: servicesOf(parts),
    });
    if (parts.every((part) => part.page.IsTruncated === true)) {
      unreadable.push({
        kind: 'last-accessed',
        location,
        reason: `the report of ${principalArn} is cut short (IsTruncated): services it does not list stay unknown; fetch its other pages`,
        account: parseArn(principalArn)?.account ?? null,
        region: null,
        day: null,
      });
    }
  }
  return { reports, unreadable };
}

function hasActions({ ServicesLastAccessed }: LastAccessedPage): boolean {
  return ServicesLastAccessed.some(({ TrackedActionsLastAccessed }) => TrackedActionsLastAccessed != null);
}

/** By namespace; a service on two pages (an overlap) counts with its latest times. */
function servicesOf(parts: readonly FoundPage[]): LastAccessedService[] {
  const byNamespace = new Map<string, LastAccessedService>();
  for (const service of parts.flatMap(({ page }) => page.ServicesLastAccessed)) {
    const namespace = foldCase(service.ServiceNamespace);
    const read: LastAccessedService = {
      namespace,
      lastAuthenticated: service.LastAuthenticated,
      region: service.LastAuthenticatedRegion ?? null,
      actions:
        service.TrackedActionsLastAccessed?.map(({ ActionName, LastAccessedTime }) => ({
          action: ActionName.includes(':') ? ActionName : `${namespace}:${ActionName}`,
          lastAccessed: LastAccessedTime,
        })) ?? null,
    };
    const known = byNamespace.get(namespace);
    byNamespace.set(namespace, known === undefined ? read : later(known, read));
  }
  return [...byNamespace.values()]
    .map((service) => ({
      ...service,
      actions: service.actions?.toSorted((a, b) => (a.action < b.action ? -1 : 1)) ?? null,
    }))
    .sort((a, b) => (a.namespace < b.namespace ? -1 : 1));
}

function later(a: LastAccessedService, b: LastAccessedService): LastAccessedService {
  const newer = (b.lastAuthenticated ?? '') > (a.lastAuthenticated ?? '') ? b : a;
  const times = new Map<string, string | null>();
  for (const { action, lastAccessed } of [...(a.actions ?? []), ...(b.actions ?? [])]) {
    const known = times.get(action) ?? null;
    times.set(action, (lastAccessed ?? '') > (known ?? '') ? lastAccessed : known);
  }
  const actions = a.actions === null && b.actions === null ? null : [...times];
  return { ...newer, actions: actions?.map(([action, lastAccessed]) => ({ action, lastAccessed })) ?? null };
}
