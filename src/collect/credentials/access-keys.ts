import { z } from 'zod';
import type { AccessKey } from '../../domain/credentials.ts';
import { checkShape } from '../files/check-shape.ts';
import { timeSchema } from '../files/time-schema.ts';

export const ACCESS_KEYS_EXPECTED =
  'the output of `aws iam list-access-keys` with the `AccessKeyLastUsed` of each key beside it';

/** AccessKeyMetadata and AccessKeyLastUsed (IAM API reference), with the `Arn` of the user they are of. */
const listing = z.object({
  Arn: z.string().min(1),
  AccessKeyMetadata: z.array(
    z.object({
      AccessKeyId: z.string(),
      Status: z.string(),
      CreateDate: timeSchema,
      AccessKeyLastUsed: z.object({ LastUsedDate: timeSchema, ServiceName: z.string().nullish() }),
    }),
  ),
});

/**
 * Access keys of one user, numbered as the credential report does: the older one is the first.
 * @throws UserError for another document
 */
export function readAccessKeys(
  value: unknown,
  location: string,
): { readonly userArn: string; readonly keys: readonly AccessKey[] } {
  const { Arn: userArn, AccessKeyMetadata } = checkShape(listing, value, location);
  const byAge = [...AccessKeyMetadata].sort((a, b) =>
    `${a.CreateDate ?? ''} ${a.AccessKeyId}` < `${b.CreateDate ?? ''} ${b.AccessKeyId}` ? -1 : 1,
  );
  const keys = byAge.map((key, index): AccessKey => {
    const { LastUsedDate, ServiceName } = key.AccessKeyLastUsed;
    return {
      userArn,
      // A user has two keys at most (IAM User Guide, quotas).
      key: index === 0 ? 1 : 2,
      active: key.Status === 'Active',
      lastRotated: key.CreateDate,
      lastUsed: LastUsedDate,
      lastUsedService: LastUsedDate === null ? null : (ServiceName ?? null),
    };
  });
  return { userArn, keys };
}
