import type { Assessment } from '../report/assessment-schema.ts';
import { VERDICT_WORDS } from '../report/words.ts';

const MOST_NOTES = 5;

/** What a run found, in a few lines; the same counts as in every report. */
export function summaryLines(assessment: Assessment): readonly string[] {
  const { summary: s, window } = assessment;
  return [
    `${window.days} days to ${window.end}: ${s.principalsInScope} of ${s.principals} principals in scope.`,
    `Sensitive permissions granted: ${s.sensitiveGranted}. Used ${s.used}, unused ${s.unused}, ` +
      `cannot be judged ${s.unknown}, only denied ${s.deniedOnly}.`,
    `Findings: ${s.findings} (${s.findingsCritical} critical, ${s.findingsHigh} high).`,
    `Recommendations: ${s.recommendationsVerified} verified, removing ${s.removals} permissions; ` +
      `${s.recommendationsFailed} failed verification; ${s.recommendationsNotProposed} not proposed.`,
  ];
}

/** Why the evidence is not complete, what the exit code 4 means, and nothing when it is complete. */
export function coverageLines(assessment: Assessment, code: number): readonly string[] {
  const { verdict, notes } = assessment.coverage;
  if (verdict === 'complete') return [];
  const more = notes.length - MOST_NOTES;
  return [
    `${VERDICT_WORDS[verdict].title}. ${VERDICT_WORDS[verdict].meaning}`,
    ...notes.slice(0, MOST_NOTES).map((note) => `  - ${note}`),
    ...(more > 0 ? [`  - and ${more} more, under coverage in the assessment`] : []),
    ...(code === 4 ? ['Exit code 4 says so to a script; --allow-partial accepts it.'] : []),
  ];
}
