import type { Summary } from './assessment-schema.ts';

/** What each count of the summary counts, in the order it is shown. */
export const COUNT_WORDS: Readonly<Record<keyof Summary, string>> = {
  principals: 'Principals in the inputs',
  principalsInScope: 'Principals in scope',
  principalsExcluded: 'Principals excluded',
  agents: 'Agents in scope',
  agentsWithCriticalUnused: 'Agents with unused critical permissions',
  agentsWithCriticalUnknown: 'Agents with critical permissions that cannot be judged',
  sensitiveGranted: 'Sensitive permissions granted',
  used: 'Sensitive permissions used',
  unused: 'Sensitive permissions unused',
  unknown: 'Sensitive permissions that cannot be judged',
  deniedOnly: 'Sensitive permissions only denied',
  unusedCritical: 'Unused, critical',
  unusedHigh: 'Unused, high',
  unusedMedium: 'Unused, medium',
  unusedLow: 'Unused, low',
  findings: 'Findings',
  findingsCritical: 'Findings, critical',
  findingsHigh: 'Findings, high',
  findingsMedium: 'Findings, medium',
  findingsLow: 'Findings, low',
  recommendationsVerified: 'Proposals verified',
  recommendationsFailed: 'Proposals that failed verification',
  recommendationsNotProposed: 'Proposals not made',
  removals: 'Removals in verified proposals',
};
