import pLimit from 'p-limit';
import type { TriedCall } from '../../domain/diagnosis.ts';
import { AWS_CALLS, type AwsCallRow, PURPOSES } from '../aws/aws-calls.ts';
import { asSourceError, awsError, describeAwsError } from '../aws/aws-error.ts';
import type { AwsSession } from '../aws/aws-session.ts';
import { PROBES } from './probes.ts';

const AT_ONCE = 6;

/** What a call is known by: the first permission it needs, or its own name. */
export const nameOfCall = ({ needs, service, operation }: AwsCallRow): string =>
  needs[0]?.action ?? `${service.toLowerCase()}:${operation}`;

/**
 * Tries every call that only reads, once and cheaply. AWS decides about permission before it looks for what was asked
 * for, so "there is no such user" says that one may ask.
 *
 * @throws SourceError with exit code 5 when AWS does not accept the credentials
 */
export async function tryCalls(
  session: AwsSession,
  context: { readonly account: string; readonly partition: string; readonly region: string },
): Promise<readonly TriedCall[]> {
  const limit = pLimit(AT_ONCE);
  const rows = AWS_CALLS.filter(({ purpose }) => purpose !== 'identity' && purpose !== 'logs');
  return Promise.all(rows.map((row) => limit(() => tryCall(session, context, row))));
}

async function tryCall(
  session: AwsSession,
  context: { readonly account: string; readonly partition: string; readonly region: string },
  row: AwsCallRow,
): Promise<TriedCall> {
  const call = nameOfCall(row);
  const tried = (outcome: TriedCall['outcome'], detail: string | null): TriedCall => ({
    call,
    purpose: PURPOSES[row.purpose],
    outcome,
    detail,
  });
  const probe = PROBES[`${row.service}:${row.operation}`];
  if (probe === undefined) throw new Error(`nothing says how ${call} is tried`);
  if ('notTried' in probe) return tried('not-tried', probe.notTried);
  try {
    await probe.send(session, context);
    return tried('allowed', null);
  } catch (error) {
    const info = awsError(error);
    if (probe.answers.test(info.code)) return tried('allowed', null);
    if (info.kind === 'credentials') throw asSourceError(call, error);
    return tried(info.kind === 'denied' ? 'denied' : 'failed', describeAwsError(info));
  }
}
