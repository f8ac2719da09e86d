import { muteFindings } from '../../src/analyze/findings/mute.ts';
import type { ExceptionOutcome } from '../../src/domain/review.ts';
import { type Assessment, buildAssessment } from '../../src/report/index.ts';
import { ACCOUNT, arnOf, assessmentInput, finding } from './assessment-fixture.ts';

export const AGENT = arnOf('triage-agent');
export const DEPLOYER = arnOf('deployer');
export const EXPORT = arnOf('billing-export');

/**
 * The rich review with exceptions: one that covers a finding at a statement of a policy and another finding in part, two
 * that cover one together, one that covers all its principal has unused, and one that has expired.
 * @param say what people wrote
 */
export function exceptedAssessment(say: (text: string) => string = (text) => text): Assessment {
  const exception = (
    principal: string,
    action: string,
    actions: readonly string[],
    status: ExceptionOutcome['status'] = 'active',
  ): ExceptionOutcome => ({
    account: ACCOUNT,
    principal,
    action,
    statement: '0123456789ab',
    owner: say('mia (platform)'),
    approver: say('ada, CISO'),
    reason: say('break-glass until the new pipeline is there'),
    ticket: say('SEC-12'),
    granted: '2026-06-01',
    expires: status === 'active' ? '2027-01-31' : '2026-09-01',
    status,
    detail: status === 'active' ? `It keeps ${actions.length} permissions until 2027-01-31.` : 'It expired.',
    actions,
  });
  const exceptions = [
    exception(AGENT, '*', ['ssm:SendCommand']),
    exception(DEPLOYER, 'kms:Schedule*', ['kms:ScheduleKeyDeletion']),
    exception(DEPLOYER, 's3:PutBucketPolicy', ['s3:PutBucketPolicy']),
    exception(EXPORT, 's3:DeleteBucket', ['s3:DeleteBucket']),
    exception(arnOf('nightly-report'), 'ssm:GetParameter', ['ssm:GetParameter'], 'expired'),
  ];
  const about = (type: string, principalArn: string, title: string) =>
    finding({
      type,
      principalArn,
      title,
      detail: 'It may do more than it does.',
      evidence: ['iam:PutRolePolicy'],
    });
  const input = assessmentInput();
  const findings = [
    ...input.analysis.findings,
    about('AdministratorAccess', AGENT, 'Excepted at a statement'),
    about('UnusedSensitivePermissions', AGENT, 'Excepted in part'),
    about('UnusedSensitivePermissions', DEPLOYER, 'Excepted twice'),
    about('UnusedSensitivePermissions', EXPORT, 'Excepted whole'),
  ];
  return buildAssessment({
    ...input,
    analysis: {
      ...input.analysis,
      exceptions,
      findings: muteFindings(findings, input.analysis.principals, exceptions),
    },
  });
}
