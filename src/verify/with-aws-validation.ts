import type { AwsValidation, VerifiedRecommendation } from '../domain/recommendation.ts';

/**
 * The recommendations with what Access Analyzer answered about them, by id. One that it finds an error or new access
 * in is failed, whatever our own proofs say.
 */
export function withAwsValidation(
  recommendations: readonly VerifiedRecommendation[],
  answers: Readonly<Record<string, AwsValidation>>,
): readonly VerifiedRecommendation[] {
  return recommendations.map((recommendation) => {
    const awsValidate = Object.hasOwn(answers, recommendation.id) ? answers[recommendation.id] : undefined;
    const { verification, status } = recommendation;
    if (awsValidate === undefined || verification === null) return recommendation;
    return {
      ...recommendation,
      status: awsValidate.status === 'failed' ? 'failed' : status,
      verification: { ...verification, awsValidate },
      notes: [...(recommendation.notes ?? []), noteOf(awsValidate)],
    };
  });
}

function noteOf({ status, findings }: AwsValidation): string {
  const said = findings.map(
    ({ severity, code, policy, message }) => `${severity} ${code} in ${policy}: ${message}`,
  );
  const answer = said.length === 0 ? 'nothing to say' : said.join('; ');
  return `IAM Access Analyzer (ValidatePolicy, CheckNoNewAccess): ${status}; ${answer}`;
}
