import type { AssessmentRecommendation } from '../assessment-schema.ts';
import { formatAmount } from './format.ts';

type Verification = NonNullable<AssessmentRecommendation['verification']>;
type Finding = NonNullable<Verification['awsValidate']>['findings'][number];

/** What IAM Access Analyzer said of the new documents, beside our own checks. */
export interface AwsValidationView {
  readonly passed: boolean;
  readonly words: string;
  readonly findings: readonly (Finding & { readonly severityWords: string })[];
}

/** Null when it was not asked. */
export function awsValidationView(verification: Verification | null): AwsValidationView | null {
  const answer = verification?.awsValidate;
  if (answer === undefined) return null;
  const passed = answer.status === 'passed';
  const said =
    answer.findings.length === 0 ? 'nothing to say' : formatAmount(answer.findings.length, 'finding');
  return {
    passed,
    words: passed
      ? `No error in the new documents, and no access the old ones did not grant: ${said}.`
      : `An error in a new document, or access the old one did not grant: ${said}.`,
    findings: answer.findings.map((finding) => ({
      ...finding,
      severityWords: finding.severity.toLowerCase().replaceAll('_', ' '),
    })),
  };
}
