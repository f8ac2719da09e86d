import { z } from 'zod';
import type { ServiceSpecificCredential } from '../../domain/credentials.ts';
import { UserError } from '../../domain/errors.ts';
import type { Principal } from '../../domain/principal.ts';
import { checkShape } from '../files/check-shape.ts';
import { timeSchema } from '../files/time-schema.ts';

export const SERVICE_SPECIFIC_EXPECTED = 'the output of `aws iam list-service-specific-credentials`';

/** ServiceSpecificCredentialMetadata (IAM API reference); secrets are not in it and never read. */
const listed = z.object({
  /** Of the listing, where `collect --aws` wrote it down. */
  Account: z.string().optional(),
  ServiceSpecificCredentials: z.array(
    z.object({
      UserName: z.string().min(1),
      Status: z.string(),
      CreateDate: timeSchema,
      ExpirationDate: timeSchema,
      ServiceSpecificCredentialId: z.string().min(1),
      ServiceName: z.string().min(1),
      ServiceUserName: z.string().nullish(),
      ServiceCredentialAlias: z.string().nullish(),
    }),
  ),
});

/**
 * Credentials of one listing. The listing names users and no account: the generated user name tells it, else the only
 * user of that name in the account details does.
 * @throws UserError for another document, and for a user whose account cannot be told
 */
export function readServiceSpecific(
  value: unknown,
  location: string,
  principals: readonly Principal[],
): readonly ServiceSpecificCredential[] {
  if (typeof value !== 'object' || value === null || !('ServiceSpecificCredentials' in value)) {
    throw new UserError(
      `${location} has no ServiceSpecificCredentials. Expected ${SERVICE_SPECIFIC_EXPECTED}.`,
    );
  }
  const { Account, ServiceSpecificCredentials } = checkShape(listed, value, location);
  return ServiceSpecificCredentials.map((one) => {
    if (one.CreateDate === null) {
      throw new UserError(`${location}: ${one.ServiceSpecificCredentialId} has no CreateDate.`);
    }
    return {
      id: one.ServiceSpecificCredentialId,
      userName: one.UserName,
      account:
        Account ??
        accountOf(one.UserName, [one.ServiceUserName, one.ServiceCredentialAlias], location, principals),
      service: one.ServiceName,
      active: one.Status === 'Active',
      created: one.CreateDate,
      expires: one.ExpirationDate,
    };
  });
}

function accountOf(
  userName: string,
  generated: readonly (string | null | undefined)[],
  location: string,
  principals: readonly Principal[],
): string {
  const told = generated.map((name) => /-at-(\d{12})(?!\d)/.exec(name ?? '')?.[1]).find((account) => account);
  if (told !== undefined) return told;
  const accounts = new Set(
    principals.filter(({ type, name }) => type === 'user' && name === userName).map(({ account }) => account),
  );
  const [only, ...others] = accounts;
  if (only !== undefined && others.length === 0) return only;
  throw new UserError(
    only === undefined
      ? `${location}: the account details have no user ${userName}. Export them for the account of this listing too.`
      : `${location}: several accounts have a user ${userName} and the listing names none. Give the accounts one by one.`,
  );
}
