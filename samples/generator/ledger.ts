import { EXPORTED_AT, iso, millis, STALE_REPORT_AT } from './calendar.ts';
import type { Identity } from './model.ts';

export interface LastUse {
  /** Milliseconds. */
  readonly time: number;
  readonly region: string;
}

/** Moments a report is made at; each knows only what had happened by then. */
const REPORT_TIMES = [STALE_REPORT_AT, EXPORTED_AT] as const;
export type ReportTime = (typeof REPORT_TIMES)[number];

/**
 * When each identity last tried each action, recorded by a trail or not: what IAM itself remembers. Last accessed and
 * RoleLastUsed are written from it, so that they agree with the log wherever the log could see.
 */
export interface Ledger {
  /** Denied attempts count too: IAM remembers attempts, not successes. */
  note(identity: Identity, actions: readonly string[], region: string, time: number): void;
  /** Last attempt of each action, as a report made at that time knows it. */
  lastUses(identity: Identity, reportTime: ReportTime): ReadonlyMap<string, LastUse>;
}

type Uses = Map<string, LastUse>;

export function createLedger(): Ledger {
  const horizons = REPORT_TIMES.map((reportTime) => ({
    reportTime,
    end: millis(reportTime),
    uses: new Map<Identity, Uses>(),
  }));
  const of = (uses: Map<Identity, Uses>, identity: Identity): Uses => {
    const known = uses.get(identity) ?? new Map<string, LastUse>();
    uses.set(identity, known);
    return known;
  };
  return {
    note(identity, actions, region, time) {
      // A recreated role begins anew: IAM forgets what the one before it did.
      if (identity.recreatedAt !== undefined && time < millis(identity.recreatedAt)) return;
      for (const { end, uses } of horizons) {
        if (time >= end) continue;
        const known = of(uses, identity);
        for (const action of actions) {
          if ((known.get(action)?.time ?? 0) < time) known.set(action, { time, region });
        }
      }
    },
    lastUses: (identity, reportTime) =>
      horizons.find((horizon) => horizon.reportTime === reportTime)?.uses.get(identity) ?? new Map(),
  };
}

export const latest = (uses: Iterable<LastUse>): LastUse | null => {
  let found: LastUse | null = null;
  for (const use of uses) if (found === null || use.time > found.time) found = use;
  return found;
};

/** As the AWS CLI prints times of IAM. */
export const cliTime = (ms: number): string => iso(ms).replace('Z', '+00:00');
