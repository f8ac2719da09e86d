import type { UnknownReason, WitnessReport } from '../domain/analysis.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import type { Window } from '../domain/window.ts';
import type { AccountCoverage, LogCoverage } from './log-coverage.ts';
import type { Gap } from './log-span.ts';
import type { ActionUse } from './observed-use.ts';
import { dataSelection, managementSelection, trailsOf } from './trail-selection.ts';

/** What CloudTrail can say about one action of one principal; `reason` is why it cannot prove non-use. */
export interface CloudTrailTestimony {
  readonly report: WitnessReport;
  readonly reason: UnknownReason | null;
}

/** Answers are the same for every principal of an account unless the granted resources matter, so they are cached. */
export class CloudTrailWitness {
  readonly #collected: Collected;
  readonly #catalog: Catalog;
  readonly #window: Window;
  readonly #coverage: LogCoverage;
  readonly #limitsResources: boolean;
  /** By account and resources, then by action. */
  readonly #silences = new Map<string, Map<string, CloudTrailTestimony>>();
  readonly #keys = new WeakMap<readonly string[], string>();

  constructor(collected: Collected, catalog: Catalog, window: Window, coverage: LogCoverage) {
    this.#collected = collected;
    this.#catalog = catalog;
    this.#window = window;
    this.#coverage = coverage;
    this.#limitsResources = (collected.trails ?? []).some(({ data }) =>
      data.some(({ resources }) => resources.length > 0),
    );
  }

  /** `resources`: patterns under which the action is granted, null when only NotResource tells. */
  testify(
    account: string,
    action: string,
    resources: readonly string[] | null,
    use: ActionUse | undefined,
  ): CloudTrailTestimony {
    const key = `${account} ${this.#keyOf(resources)}`;
    let silences = this.#silences.get(key);
    if (silences === undefined) {
      silences = new Map();
      this.#silences.set(key, silences);
    }
    let silent = silences.get(action);
    if (silent === undefined) {
      silent = this.#silent(account, action, resources);
      silences.set(action, silent);
    }
    const saw = sawOf(use);
    return saw === 'nothing' ? silent : { ...silent, report: { ...silent.report, saw } };
  }

  /** Resources tell apart only where a trail records the data events of some. */
  #keyOf(resources: readonly string[] | null): string {
    if (!this.#limitsResources) return '';
    if (resources === null) return '-';
    let key = this.#keys.get(resources);
    if (key === undefined) {
      key = [...new Set(resources)].sort().join(' ');
      this.#keys.set(resources, key);
    }
    return key;
  }

  #silent(account: string, action: string, resources: readonly string[] | null): CloudTrailTestimony {
    const { cloudTrail, global } = this.#catalog.witnesses(action);
    const info = this.#catalog.action(action);
    const witness = cloudTrail.kind === 'data' ? 'cloudtrail-data' : 'cloudtrail-management';
    if (this.#collected.usage === null) {
      return this.#blind(witness, 'no-log-coverage', 'no CloudTrail log was given');
    }
    if (cloudTrail.kind === 'never' || info === null) {
      return this.#blind(witness, 'not-recorded-by-aws', 'AWS records no CloudTrail event for this action');
    }
    if (cloudTrail.kind === 'unmapped') {
      return this.#blind(witness, 'event-not-mapped', 'no API operation is known to exercise this action');
    }
    const trails = trailsOf(this.#collected, account);
    const coverage = this.#coverage.of(account);
    if (coverage.basis === 'event-history' && (cloudTrail.kind === 'data' || cloudTrail.alsoDataTypes)) {
      return this.#blind(witness, 'data-events-not-logged', 'the event history holds no data events');
    }
    const isTrailUnknown = coverage.basis !== 'event-history' && this.#trailFailed(account);
    if (isTrailUnknown) {
      return this.#blind(witness, 'source-failed', 'AWS did not tell what the trails of the account record');
    }
    if (cloudTrail.kind === 'data') {
      const types = cloudTrail.resourceTypes;
      const selection = dataSelection(this.#collected, trails, info, types, resources, this.#window);
      if (!selection.selected) return this.#blind(witness, 'data-events-not-logged', selection.reason);
      return this.#judge(
        witness,
        coverage.silent,
        selection.since,
        selection.detail,
        'data-events-not-logged',
      );
    }
    // The event history has every management event, whatever the selectors of trails leave out.
    const selection =
      coverage.basis === 'event-history'
        ? null
        : managementSelection(trails, info, this.#catalog, this.#window);
    if (selection !== null && !selection.selected) {
      return this.#blind(witness, 'no-log-coverage', selection.reason);
    }
    const { gaps, detail } = managementGaps(coverage, global);
    if (gaps === null) return this.#blind(witness, 'no-log-coverage', detail);
    const { alsoDataTypes } = cloudTrail;
    if (alsoDataTypes === undefined) {
      return this.#judge(witness, gaps, this.#window.start, detail, 'no-log-coverage');
    }
    const data = dataSelection(this.#collected, trails, info, alsoDataTypes, resources, this.#window);
    if (!data.selected) {
      return this.#blind(
        witness,
        'data-events-not-logged',
        `${detail}, but other calls of it: ${data.reason}`,
      );
    }
    return this.#judge(witness, gaps, data.since, `${detail}; ${data.detail}`, 'data-events-not-logged');
  }

  /** A trail whose description was asked for and did not come may leave out anything. */
  #trailFailed(account: string): boolean {
    return this.#collected.unreadable.some(
      (failure) => failure.kind === 'trails' && failure.call !== undefined && failure.account === account,
    );
  }

  #judge(
    witness: WitnessReport['witness'],
    gaps: readonly Gap[],
    since: string,
    detail: string,
    reasonBefore: UnknownReason,
  ): CloudTrailTestimony {
    const { start, end } = this.#window;
    const isLate = since > start;
    const [gap] = gaps;
    const complete = !isLate && gap === undefined;
    const why = isLate
      ? `recorded only since ${since}`
      : gap === undefined
        ? 'no gap in the window'
        : `${gaps.length} gap${gaps.length === 1 ? '' : 's'}, the first ${gap.from} to ${gap.to}: ${gap.reason}`;
    return {
      report: {
        witness,
        saw: 'nothing',
        from: isLate ? since : start,
        to: end,
        complete,
        detail: `${detail}; ${why}`,
      },
      reason: complete ? null : isLate ? reasonBefore : 'no-log-coverage',
    };
  }

  #blind(witness: WitnessReport['witness'], reason: UnknownReason, detail: string): CloudTrailTestimony {
    const { end } = this.#window;
    return { report: { witness, saw: 'nothing', from: end, to: end, complete: false, detail }, reason };
  }
}

function managementGaps(
  coverage: AccountCoverage,
  global: boolean,
): { gaps: readonly Gap[] | null; detail: string } {
  if (coverage.basis === 'none') {
    return { gaps: null, detail: `no management event of account ${coverage.account} in the log` };
  }
  if (global) {
    return {
      gaps: coverage.management.get(coverage.globalRegion) ?? null,
      detail: `management events of ${coverage.globalRegion}, where global services log`,
    };
  }
  if (coverage.basis === 'one-region') {
    return {
      gaps: null,
      detail: `the log has ${coverage.regions.join(', ')} only and nothing says that no other region is used`,
    };
  }
  const regions = [...coverage.management.keys()].filter((region) => coverage.regions.includes(region));
  return {
    gaps: regions.flatMap((region) => coverage.management.get(region) ?? []),
    detail: `management events of ${regions.join(', ')}`,
  };
}

function sawOf(use: ActionUse | undefined): WitnessReport['saw'] {
  if (use === undefined) return 'nothing';
  if (use.calls > 0) return 'use';
  if (use.possible + use.ambiguous > 0) return 'possible-use';
  return use.denied > 0 ? 'denied' : 'nothing';
}
