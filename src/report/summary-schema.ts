import { count, record } from './schema-parts.ts';

/** Counts that every format shows; about principals in scope and their granted sensitive permissions. */
export const summarySchema = record({
  principals: count,
  principalsInScope: count,
  principalsExcluded: count,
  agents: count,
  agentsWithCriticalUnused: count,
  agentsWithCriticalUnknown: count,
  sensitiveGranted: count,
  used: count,
  unused: count,
  unknown: count,
  deniedOnly: count,
  unusedCritical: count,
  unusedHigh: count,
  unusedMedium: count,
  unusedLow: count,
  findings: count,
  findingsCritical: count,
  findingsHigh: count,
  findingsMedium: count,
  findingsLow: count,
  /** Of all findings those that exceptions cover; absent when no exceptions were given. */
  findingsExcepted: count.exactOptional(),
  recommendationsVerified: count,
  recommendationsFailed: count,
  recommendationsNotProposed: count,
  removals: count,
});
