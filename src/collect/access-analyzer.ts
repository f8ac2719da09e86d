import type { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import { SourceError } from '../domain/errors.ts';
import type { JsonObject } from '../domain/json.ts';
import type { AwsValidation, PolicyChange, VerifiedRecommendation } from '../domain/recommendation.ts';

type Finding = AwsValidation['findings'][number];

const SOURCE = 'IAM Access Analyzer';
/** Names of the SDK's and the service's errors that mean: no credentials, or not these. */
const ACCESS =
  /CredentialsProviderError|AccessDenied|UnrecognizedClient|ExpiredToken|InvalidSignature|InvalidClientTokenId|TokenProviderError/;

/**
 * Asks Access Analyzer about each new document of the verified recommendations: ValidatePolicy (grammar and best
 * practice) and, where it takes the place of another, CheckNoNewAccess. Region, credentials and endpoint are the AWS
 * SDK's own settings (AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL_ACCESSANALYZER, ...).
 *
 * @returns answers by the id of the recommendation
 * @throws SourceError with exit code 5 when credentials, region or permissions are missing, else 4
 */
export async function validateWithAccessAnalyzer(
  recommendations: readonly VerifiedRecommendation[],
): Promise<Readonly<Record<string, AwsValidation>>> {
  const verified = recommendations.filter(({ status }) => status === 'verified');
  const { AccessAnalyzerClient } = await import('@aws-sdk/client-accessanalyzer');
  const client = new AccessAnalyzerClient({ maxAttempts: 5 });
  try {
    const answers: Record<string, AwsValidation> = {};
    for (const { id, changes } of verified) {
      const findings: Finding[] = [];
      for (const change of changes) findings.push(...(await ask(change, client)));
      const isBad = findings.some(({ severity }) => severity === 'ERROR' || severity === 'NEW_ACCESS');
      answers[id] = { status: isBad ? 'failed' : 'passed', findings };
    }
    return answers;
  } catch (error) {
    throw asSourceError(error);
  } finally {
    client.destroy();
  }
}

async function ask(
  { policy, before, after }: PolicyChange,
  client: AccessAnalyzerClient,
): Promise<readonly Finding[]> {
  if (after === null) return [];
  const findings = await validate(policy, after, client);
  return before === null ? findings : [...findings, ...(await compare(policy, before, after, client))];
}

async function validate(policy: string, after: JsonObject, client: AccessAnalyzerClient): Promise<Finding[]> {
  const { paginateValidatePolicy } = await import('@aws-sdk/client-accessanalyzer');
  const input = { policyDocument: JSON.stringify(after), policyType: 'IDENTITY_POLICY' } as const;
  const findings: Finding[] = [];
  for await (const page of paginateValidatePolicy({ client }, input)) {
    for (const { findingType, issueCode, findingDetails } of page.findings ?? []) {
      findings.push({
        policy,
        check: 'ValidatePolicy',
        severity: findingType ?? 'WARNING',
        code: issueCode ?? '',
        message: findingDetails ?? '',
      });
    }
  }
  return findings;
}

async function compare(
  policy: string,
  before: JsonObject,
  after: JsonObject,
  client: AccessAnalyzerClient,
): Promise<Finding[]> {
  const { CheckNoNewAccessCommand } = await import('@aws-sdk/client-accessanalyzer');
  const { result, message, reasons } = await client.send(
    new CheckNoNewAccessCommand({
      existingPolicyDocument: JSON.stringify(before),
      newPolicyDocument: JSON.stringify(after),
      policyType: 'IDENTITY_POLICY',
    }),
  );
  if (result === 'PASS') return [];
  const details = (reasons ?? []).map(({ description }) => description ?? '').filter((text) => text !== '');
  const text = [message ?? 'It did not say that there is no new access.', ...details].join(' ');
  return [{ policy, check: 'CheckNoNewAccess', severity: 'NEW_ACCESS', code: result ?? '', message: text }];
}

function asSourceError(error: unknown): SourceError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (ACCESS.test(name) || message === 'Region is missing') {
    return new SourceError(
      SOURCE,
      `${message}. --aws-validate needs AWS credentials (AWS_PROFILE or the usual variables), AWS_REGION, and permission ` +
        'for access-analyzer:ValidatePolicy and access-analyzer:CheckNoNewAccess; leave the flag out to run offline.',
      5,
    );
  }
  return new SourceError(SOURCE, `${name}: ${message}. Try again, or leave --aws-validate out.`);
}
