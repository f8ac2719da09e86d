import type { STSClient } from '@aws-sdk/client-sts';
import { MalformedAnswer } from './aws-error.ts';

export interface AwsRole {
  readonly account: string;
  /** Name of the role to assume there, with its path if it has one: `audit/paredown`. */
  readonly name: string;
  readonly externalId?: string;
}

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}
export type CredentialsProvider = () => Promise<AwsCredentials>;

/** A session of a role that was itself reached by a role lasts an hour at most (IAM User Guide, role chaining). */
const DURATION_SECONDS = 3_600;
/** Asked again so long before the end, as the SDK does. */
const EARLY_MS = 300_000;

/**
 * Credentials of one role, asked for once and again when they are about to end: all clients of a run then work in one
 * session, as last-accessed jobs need it.
 *
 * @param partition of the caller's own ARN: `aws`, `aws-cn`, `aws-us-gov`
 */
export function assumeRole(
  sts: () => Promise<STSClient>,
  role: AwsRole,
  partition: () => Promise<string>,
  sessionName: string,
): CredentialsProvider {
  let current: Promise<AwsCredentials> | null = null;
  const ask = async (): Promise<AwsCredentials> => {
    const { AssumeRoleCommand } = await import('@aws-sdk/client-sts');
    const client = await sts();
    const { Credentials: given } = await client.send(
      new AssumeRoleCommand({
        RoleArn: `arn:${await partition()}:iam::${role.account}:role/${role.name}`,
        RoleSessionName: sessionName,
        DurationSeconds: DURATION_SECONDS,
        ...(role.externalId !== undefined && { ExternalId: role.externalId }),
      }),
    );
    if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined) {
      throw new MalformedAnswer('AssumeRole answered without credentials');
    }
    return {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      ...(given.SessionToken !== undefined && { sessionToken: given.SessionToken }),
      ...(given.Expiration !== undefined && { expiration: given.Expiration }),
    };
  };
  return async () => {
    const known = current;
    const usable = await known?.catch(() => null);
    if (usable != null && !isEnding(usable)) return usable;
    // Of two clients that find them ended at the same moment, one asks.
    if (current === known || current === null) current = ask();
    return current;
  };
}

function isEnding({ expiration }: AwsCredentials): boolean {
  return expiration !== undefined && expiration.getTime() - Date.now() < EARLY_MS;
}
