import type { Assessment } from '../report/assessment-schema.ts';
import { integritySentence } from '../report/integrity-words.ts';
import { VERDICT_WORDS } from '../report/words.ts';

const MOST_NOTES = 5;

/** What a run found, in a few lines; the same counts as in every report. */
export function summaryLines(assessment: Assessment): readonly string[] {
  const { summary: s, window } = assessment;
  return [
    `${window.days} days to ${window.end}: ${s.principalsInScope} of ${s.principals} principals in scope.`,
    `Sensitive permissions granted: ${s.sensitiveGranted}. Used ${s.used}, unused ${s.unused}, ` +
      `cannot be judged ${s.unknown}, only denied ${s.deniedOnly}.`,
    `Findings: ${s.findings} (${s.findingsCritical} critical, ${s.findingsHigh} high)` +
      `${s.findingsExcepted === undefined ? '' : `, ${s.findingsExcepted} of them excepted`}.`,
    `Recommendations: ${s.recommendationsVerified} verified, removing ${s.removals} permissions; ` +
      `${s.recommendationsFailed} failed verification; ${s.recommendationsNotProposed} not proposed.`,
  ];
}

/** Every exception that is not in force, and how many are: nobody should learn of an expiry from an outage. */
export function exceptionLines({ exceptions = [] }: Assessment): readonly string[] {
  if (exceptions.length === 0) return [];
  const active = exceptions.filter(({ status }) => status === 'active').length;
  return [
    `Exceptions: ${active} of ${exceptions.length} in force.`,
    ...exceptions
      .filter(({ status }) => status !== 'active')
      .map(
        ({ status, action, principal, ticket, owner, detail }) =>
          `  - ${status}: ${action} of ${principal} (${ticket}, ${owner}). ${detail}`,
      ),
  ];
}

/** What changed since the review before; nothing when it was not compared. */
export function previousLines({ previous }: Assessment): readonly string[] {
  if (previous === undefined) return [];
  const { exposureBefore, exposureNow, newlyUnused, newlyGranted, remediated, regressed } = previous.changes;
  return [
    `Since ${previous.asOf}: mean exposure ${exposureBefore} to ${exposureNow}; ${remediated} permissions remediated, ` +
      `${newlyUnused} newly unused, ${newlyGranted} newly granted; exposure rose for ${regressed} principals.`,
  ];
}

/** Whether the log files are those that CloudTrail delivered; nothing when there is no log. */
export function integrityLines({ coverage }: Assessment): readonly string[] {
  const sentence = integritySentence(coverage);
  return sentence === null ? [] : [sentence];
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
