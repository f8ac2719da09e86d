import { setTimeout as sleep } from 'node:timers/promises';
import type { IAMClient, ListAccessKeysResponse } from '@aws-sdk/client-iam';
import { awsError } from '../aws-error.ts';
import type { AccountWork } from './account-work.ts';
import { allPages, ask, FailedCall, iamMarker } from './ask.ts';
import type { FoundPrincipal } from './authorization-details.ts';
import { inParallel } from './in-parallel.ts';
import type { Polling } from './last-accessed.ts';

const CONCURRENCY = 4;

/** Long-term credentials of each user, as the AWS CLI prints them; secrets are in none of these answers. */
export async function fetchUserCredentials(
  work: AccountWork,
  users: readonly FoundPrincipal[],
): Promise<void> {
  const iam = await work.session.iam();
  await inParallel(users, CONCURRENCY, async ({ name, arn, uniqueId }) => {
    const wanted = (kind: 'user-credentials' | 'service-specific-credentials', folder: string) =>
      ({ kind, path: work.path(folder, `${uniqueId}.json`), principalArn: arn }) as const;
    await work.fetch(wanted('user-credentials', 'access-keys'), () => accessKeys(iam, name, arn));
    await work.fetch(wanted('user-credentials', 'login-profiles'), () => loginProfile(iam, name, arn));
    await work.fetch(wanted('service-specific-credentials', 'service-specific-credentials'), () =>
      serviceSpecific(iam, name, work.account),
    );
  });
}

/** `list-access-keys`, with what `get-access-key-last-used` prints of each key beside it. */
async function accessKeys(iam: IAMClient, UserName: string, Arn: string): Promise<unknown> {
  const { ListAccessKeysCommand, GetAccessKeyLastUsedCommand } = await import('@aws-sdk/client-iam');
  const call = 'iam:ListAccessKeys';
  const keys: NonNullable<ListAccessKeysResponse['AccessKeyMetadata']> = [];
  await allPages(
    call,
    (Marker) => {
      const command = new ListAccessKeysCommand({ UserName, ...(Marker !== undefined && { Marker }) });
      return ask(call, iam.send(command), ['AccessKeyMetadata']);
    },
    iamMarker(call),
    (page) => keys.push(...page.AccessKeyMetadata),
  );
  const AccessKeyMetadata: unknown[] = [];
  for (const key of keys) {
    const command = new GetAccessKeyLastUsedCommand({ AccessKeyId: key.AccessKeyId ?? '' });
    const used = await ask('iam:GetAccessKeyLastUsed', iam.send(command), ['AccessKeyLastUsed']);
    AccessKeyMetadata.push({ ...key, AccessKeyLastUsed: used.AccessKeyLastUsed });
  }
  return { Arn, AccessKeyMetadata, IsTruncated: false };
}

/** `get-login-profile`; a user without password has none, and NoSuchEntity says so. */
async function loginProfile(iam: IAMClient, UserName: string, Arn: string): Promise<unknown> {
  const { GetLoginProfileCommand } = await import('@aws-sdk/client-iam');
  try {
    const found = await ask('iam:GetLoginProfile', iam.send(new GetLoginProfileCommand({ UserName })), [
      'LoginProfile',
    ]);
    return { Arn, LoginProfile: found.LoginProfile };
  } catch (error) {
    if (error instanceof FailedCall && /^NoSuchEntity/.test(awsError(error.cause).code)) {
      return { Arn, LoginProfile: null };
    }
    throw error;
  }
}

async function serviceSpecific(iam: IAMClient, UserName: string, account: string): Promise<unknown> {
  const { ListServiceSpecificCredentialsCommand } = await import('@aws-sdk/client-iam');
  const call = 'iam:ListServiceSpecificCredentials';
  const found: unknown[] = [];
  await allPages(
    call,
    (Marker) => {
      const input = { UserName, ...(Marker !== undefined && { Marker }) };
      return ask(call, iam.send(new ListServiceSpecificCredentialsCommand(input)), [
        'ServiceSpecificCredentials',
      ]);
    },
    iamMarker(call),
    (page) => found.push(...page.ServiceSpecificCredentials),
  );
  return { Account: account, ServiceSpecificCredentials: found };
}

/** The credential report: it alone tells the last use of passwords, and of the keys of every user at once. */
export async function fetchCredentialReport(work: AccountWork, polling: Polling): Promise<void> {
  const path = work.path('credential-report.json');
  await work.fetch({ kind: 'credential-report', path }, async () => {
    const { GenerateCredentialReportCommand, GetCredentialReportCommand } = await import(
      '@aws-sdk/client-iam'
    );
    const iam = await work.session.iam();
    const generate = 'iam:GenerateCredentialReport';
    let wait = polling.firstMs;
    for (let look = 0; look < polling.looks; look++) {
      const { State } = await ask(generate, iam.send(new GenerateCredentialReportCommand({})), ['State']);
      if (State === 'COMPLETE') break;
      await sleep(wait);
      wait = Math.min(wait * 1.5, polling.mostMs);
    }
    const answer = await ask('iam:GetCredentialReport', iam.send(new GetCredentialReportCommand({})), [
      'Content',
    ]);
    return {
      Content: Buffer.from(answer.Content).toString('base64'),
      ReportFormat: answer.ReportFormat,
      GeneratedTime: answer.GeneratedTime,
    };
  });
}
