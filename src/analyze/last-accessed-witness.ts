import type { WitnessReport } from '../domain/analysis.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { LastAccessedReport, LastAccessedService } from '../domain/facts.ts';
import { foldCase } from '../domain/fold-case.ts';
import type { Window } from '../domain/window.ts';
import { namespaceOf } from './trail-selection.ts';

/** What IAM last accessed says; `lastAccessed` is the time of the last attempt, authorised or not. */
export interface LastAccessedTestimony {
  readonly report: WitnessReport;
  readonly lastAccessed: string | null;
}

/** Reports are made on the day of the review; one this much older than the window's end still covers it. */
const TOLERANCE_MS = 24 * 3_600_000;
/** "At least the last 400 days" (IAM User Guide, last accessed information, tracking period). */
const TRACKING_MS = 400 * 86_400_000;

/** Looks actions up in one principal's newest report. */
export class LastAccessedWitness {
  readonly #report: LastAccessedReport | null;
  readonly #services: ReadonlyMap<string, LastAccessedService>;
  readonly #actions = new Map<string, string | null>();
  readonly #catalog: Catalog;
  readonly #window: Window;

  constructor(report: LastAccessedReport | null, catalog: Catalog, window: Window) {
    this.#report = report;
    this.#catalog = catalog;
    this.#window = window;
    this.#services = new Map(report?.services.map((service) => [service.namespace, service]) ?? []);
    for (const service of report?.services ?? []) {
      for (const { action, lastAccessed } of service.actions ?? []) {
        this.#actions.set(foldCase(action), lastAccessed);
      }
    }
  }

  get hasReport(): boolean {
    return this.#report !== null;
  }

  /**
   * Null: this report is no witness for the action. An absent service or action is not granted or not tracked; an
   * action AWS never tracks (data plane, iam:PassRole) is told only by its whole service being untouched, and not even
   * by that where the authorisation happens inside another service's call.
   */
  testify(action: string): LastAccessedTestimony | null {
    const service = this.#services.get(namespaceOf(action));
    if (this.#report === null || service === undefined) return null;
    const tracked = this.#actions.get(foldCase(action));
    if (typeof tracked === 'string' && tracked >= this.#window.start) {
      return this.#testimony('last-accessed-action', 'use', tracked, `last attempt ${tracked}`);
    }
    if (tracked === null) {
      return this.#testimony('last-accessed-action', 'nothing', null, 'no attempt in the tracking period');
    }
    if (tracked !== undefined) {
      const detail = `last attempt ${tracked}, before the window`;
      const { report, lastAccessed } = this.#testimony('last-accessed-action', 'nothing', tracked, detail);
      return { report: { ...report, lastBefore: tracked }, lastAccessed };
    }
    const { cloudTrail, lastAccessedService } = this.#catalog.witnesses(action);
    const { lastAuthenticated } = service;
    if (lastAuthenticated !== null && lastAuthenticated >= this.#window.start) return null;
    if (cloudTrail.kind === 'never' || (lastAuthenticated === null && !lastAccessedService)) return null;
    return this.#testimony(
      'last-accessed-service',
      'nothing',
      lastAuthenticated,
      lastAuthenticated === null
        ? `no attempt at any action of ${service.namespace} in the tracking period`
        : `last attempt at any action of ${service.namespace} was ${lastAuthenticated}, before the window`,
    );
  }

  #testimony(
    witness: WitnessReport['witness'],
    saw: 'use' | 'nothing',
    lastAccessed: string | null,
    what: string,
  ): LastAccessedTestimony {
    const generatedAt = this.#report?.generatedAt ?? this.#window.start;
    const { start, end } = this.#window;
    const age = Date.parse(end) - Date.parse(generatedAt);
    const trackedSince = Date.parse(generatedAt) - TRACKING_MS;
    const isCurrent = age <= TOLERANCE_MS;
    const complete = isCurrent && trackedSince <= Date.parse(start);
    return {
      report: {
        witness,
        saw,
        from: start,
        to: isCurrent ? end : generatedAt < start ? start : generatedAt,
        complete,
        detail: `${what} (report of ${generatedAt}${isCurrent ? '' : ', older than the end of the window'})`,
      },
      lastAccessed,
    };
  }
}
