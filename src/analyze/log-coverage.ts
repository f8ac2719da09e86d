import type { Collected, EventHistory } from '../domain/collected.ts';
import type { Window } from '../domain/window.ts';
import { parseArn } from '../iam/index.ts';
import { addDays, daysBetween, daysOf, intervals } from './days.ts';
import { type Gap, tooShort } from './log-span.ts';

/** For which days of the window the log of one account shows a delivering trail, region by region. */
export interface AccountCoverage {
  readonly account: string;
  /** How the set of regions is known; `one-region` means it is not. */
  readonly basis: 'declared' | 'trail' | 'projected' | 'log' | 'one-region' | 'event-history' | 'none';
  readonly regions: readonly string[];
  /** The region under which global services log. */
  readonly globalRegion: string;
  /** Management events, by region; the global region is always in. */
  readonly management: ReadonlyMap<string, readonly Gap[]>;
  /** Days without any file or event at all, whatever the category. */
  readonly silent: readonly Gap[];
}

/**
 * Where AWS services without a region (IAM, Organizations, CloudFront...) log to trails, by partition (CloudTrail User
 * Guide, "About global service events"; the China and GovCloud partitions have their own).
 */
const GLOBAL_REGIONS: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

/**
 * A region with events on this share of the window's days is expected to have some every day: a day without is a
 * gap. A quieter region has quiet days, and those are covered by the account's other regions delivering.
 */
const REGULAR_REGION = 0.8;

/**
 * Days in a row without an event are a gap, too, where they are as improbable as this, should events fall on them as they
 * do on the other days of the region: a trail says nothing of a quiet region, and a log of which a month was not
 * exported says as little. Quiet weekends and holidays are likelier by far.
 */
const IMPROBABLE = 1e-9;

/**
 * Coverage comes from the log itself, always; trails and declared regions only tell which regions there are to cover.
 * A multi-region trail delivers every region's events but no file for a quiet region (CloudTrail User Guide, "log file
 * delivery"), so a quiet region counts as covered on days on which the account's trail delivered at all.
 */
export class LogCoverage {
  readonly #collected: Collected;
  readonly #declared: readonly string[] | null;
  readonly #days: readonly string[];
  readonly #tooShort: readonly Gap[];
  readonly #byAccount = new Map<string, AccountCoverage>();
  /** account -> region -> days with management events or an (even empty) file. */
  readonly #delivered = new Map<string, Map<string, Set<string>>>();
  readonly #deliveredAny = new Map<string, Set<string>>();

  constructor(collected: Collected, window: Window, declaredRegions: readonly string[] | null) {
    this.#collected = collected;
    // No region named is nothing said: every region of none would be covered.
    this.#declared = declaredRegions?.length === 0 ? null : declaredRegions;
    this.#days = daysOf(window);
    this.#tooShort = tooShort(collected.usage, window);
    for (const row of collected.usage?.coverage ?? []) {
      if (row.events === 0 && row.files === 0) continue;
      const any = this.#deliveredAny.get(row.account) ?? new Set();
      this.#deliveredAny.set(row.account, any.add(row.day));
      if (row.category !== 'Management') continue;
      const regions = this.#delivered.get(row.account) ?? new Map<string, Set<string>>();
      this.#delivered.set(row.account, regions);
      regions.set(row.region, (regions.get(row.region) ?? new Set()).add(row.day));
    }
  }

  get accounts(): readonly string[] {
    return [...this.#deliveredAny.keys()].sort();
  }

  of(account: string): AccountCoverage {
    let coverage = this.#byAccount.get(account);
    if (coverage === undefined) {
      coverage = this.#compute(account);
      this.#byAccount.set(account, coverage);
    }
    return coverage;
  }

  /** Whether the events that tell since when a policy is attached were asked for and did not all come. */
  areAttachmentsUntold(account: string): boolean {
    const { basis, management, globalRegion } = this.of(account);
    return basis === 'event-history' && (management.get(globalRegion)?.length ?? 0) > 0;
  }

  #compute(account: string): AccountCoverage {
    const history = (this.#collected.eventHistory ?? []).filter((asked) => asked.account === account);
    if (history.length > 0) return this.#ofHistory(account, history);
    const seen = this.#delivered.get(account) ?? new Map<string, Set<string>>();
    const { basis, regions } = this.#regions(account, [...seen.keys()].sort());
    const accountDays = new Set([...seen.values()].flatMap((days) => [...days]));
    const management = new Map<string, readonly Gap[]>();
    const globalRegion = this.#globalRegion(account);
    for (const region of [...new Set([...regions, globalRegion])].sort()) {
      management.set(region, [
        ...this.#undelivered(
          region,
          seen.get(region) ?? new Set(),
          accountDays,
          basis,
          region === globalRegion,
        ),
        ...this.#failures(account, region),
        ...this.#tooShort,
      ]);
    }
    const anyDays = this.#deliveredAny.get(account) ?? new Set<string>();
    return {
      account,
      basis,
      regions,
      globalRegion,
      management,
      silent: [
        ...this.#gaps(
          this.#days.filter((day) => !anyDays.has(day)),
          'no log file or event of the account',
        ),
        ...this.#failures(account, null),
        ...this.#tooShort,
      ],
    };
  }

  /**
   * Only what was read to the last page counts, region by region: what else the log shows of the account may be part
   * of a day. The history holds no data event, so nothing is known of those.
   */
  #ofHistory(account: string, history: readonly EventHistory[]): AccountCoverage {
    const globalRegion = this.#globalRegion(account);
    const regions = this.#declared ?? history.map(({ region }) => region);
    const management = new Map<string, readonly Gap[]>();
    for (const region of [...new Set([...regions, globalRegion])].sort()) {
      const asked = history.find((one) => one.region === region);
      const missing = this.#days.filter((day) => !(asked?.days.includes(day) ?? false));
      const why = `the event history of ${region} was not read: ${asked?.failure ?? 'not asked for'}`;
      management.set(region, [...this.#gaps(missing, why), ...this.#failures(account, region)]);
    }
    const silent = this.#gaps(this.#days, 'the event history holds no data events');
    return { account, basis: 'event-history', regions, globalRegion, management, silent };
  }

  #globalRegion(account: string): string {
    const principal = this.#collected.principals.find((candidate) => candidate.account === account);
    return GLOBAL_REGIONS[parseArn(principal?.arn ?? '')?.partition ?? 'aws'] ?? 'us-east-1';
  }

  #regions(
    account: string,
    seen: readonly string[],
  ): { basis: AccountCoverage['basis']; regions: readonly string[] } {
    if (seen.length === 0) return { basis: 'none', regions: this.#declared ?? [] };
    if (this.#declared !== null) return { basis: 'declared', regions: this.#declared };
    const trail = (this.#collected.trails ?? []).some(
      (candidate) =>
        candidate.multiRegion &&
        candidate.isLogging !== false &&
        candidate.management !== null &&
        (candidate.account === account || candidate.organization),
    );
    if (trail) return { basis: 'trail', regions: seen };
    // A region that a table covers and has no event of may be quiet, or may not be recorded: nothing says which.
    const projected = this.#collected.usage?.regions;
    if (projected !== undefined) {
      return { basis: 'projected', regions: [...new Set([...seen, ...projected])].sort() };
    }
    return { basis: seen.length > 1 ? 'log' : 'one-region', regions: seen };
  }

  #undelivered(
    region: string,
    regionDays: ReadonlySet<string>,
    accountDays: ReadonlySet<string>,
    basis: AccountCoverage['basis'],
    isGlobal: boolean,
  ): Gap[] {
    const missing = this.#days.filter((day) => !regionDays.has(day));
    if (regionDays.size === 0 && basis !== 'trail') {
      return this.#gaps(this.#days, `no event of ${region} anywhere in the log`);
    }
    const present = this.#days.length - missing.length;
    const some = `which has some on ${present} of`;
    if (present >= this.#days.length * REGULAR_REGION) {
      return this.#gaps(missing, `no event of ${region}, ${some} ${this.#days.length} days`);
    }
    const gaps = this.#gaps(
      missing.filter((day) => !accountDays.has(day)),
      'no management event of the account',
    );
    for (const run of intervals(missing)) {
      const length = daysBetween(run.from, run.to);
      const others = this.#days.length - length;
      // One more day without events among the others: few days show no regularity.
      if ((1 - present / (others + 1)) ** length >= IMPROBABLE) continue;
      const reason = `no event of ${region} on ${length} days in a row, ${some} the other ${others}: give the log of these days${isGlobal ? '' : ', or leave the region out of --regions where nothing runs in it'}`;
      gaps.push({ ...run, reason });
    }
    return gaps;
  }

  /**
   * What could not be read might have held anything of its account, region and day; the path's day is the delivery
   * day, and a file delivered after midnight still holds the evening before.
   */
  #failures(account: string, region: string | null): Gap[] {
    return this.#collected.unreadable.flatMap((failure) => {
      // A call that failed is no file: what it did not bring is told day by day by the event history.
      if (failure.kind !== 'cloudtrail' || failure.call !== undefined) return [];
      if (failure.account !== null && failure.account !== account) return [];
      if (region !== null && failure.region !== null && failure.region !== region) return [];
      const { day } = failure;
      const days = day === null ? this.#days : this.#days.filter((d) => d === day || d === addDays(day, -1));
      return this.#gaps(days, `unreadable log file ${failure.location}: ${failure.reason}`);
    });
  }

  #gaps(days: readonly string[], reason: string): Gap[] {
    return intervals(days).map((interval) => ({ ...interval, reason }));
  }
}
