import type { UsageFacts } from '../../domain/collected.ts';
import {
  activityOf,
  coverageOf,
  Lists,
  leftoverOf,
  sessionActivityOf,
  sessionOf,
} from '../cloudtrail/usage-facts.ts';
import { isoSeconds } from '../files/aws-time.ts';
import type { Relation } from './query-text.ts';

export type RelationRows = readonly Readonly<Record<string, string | null>>[];

/**
 * Facts of the answers there are; a relation without an answer has no rows. `left`: events that are nobody's use.
 * Athena reads objects by itself: which files it read, it does not tell.
 */
export function factsOf(
  answers: Readonly<Partial<Record<Relation, RelationRows>>>,
): UsageFacts & { readonly left: number } {
  const lists = new Lists();
  const rows = (relation: Relation) => answers[relation] ?? [];
  const [totals] = rows('totals');
  const leftovers = rows('leftovers').map(leftoverOf);
  const count = (reason: boolean) =>
    leftovers
      .filter((leftover) => (leftover.reason === 'unreadable') === reason)
      .reduce((sum, leftover) => sum + leftover.count, 0);
  const unreadable = count(true);
  const [staged, distinct] = [Number(totals?.staged ?? 0), Number(totals?.distinct_events ?? 0)];
  const sessionActivity = answers['session-activity']?.map((row) => sessionActivityOf(row, lists));
  return {
    activity: rows('activity').map((row) => activityOf(row, lists)),
    sessions: rows('sessions').map((row) => sessionOf(row, lists)),
    ...(sessionActivity !== undefined && { sessionActivity }),
    coverage: rows('coverage').map(coverageOf),
    leftovers,
    excludedFiles: [],
    accounting: {
      files: { seen: 0, used: 0, excluded: 0, unreadable: 0 },
      records: { seen: staged + unreadable, distinct, duplicates: staged - distinct, unreadable },
    },
    firstEvent: time(totals?.first_ms),
    lastEvent: time(totals?.last_ms),
    left: count(false),
  };
}

function time(milliseconds: string | null | undefined): string | null {
  return milliseconds === null || milliseconds === undefined ? null : isoSeconds(Number(milliseconds));
}
