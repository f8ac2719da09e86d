import { z } from 'zod';
import { checkShape } from '../files/check-shape.ts';
import { timeSchema } from '../files/time-schema.ts';

export const LOGIN_PROFILE_EXPECTED = 'the output of `aws iam get-login-profile` with the `Arn` of its user';

/** GetLoginProfile (IAM API reference), with the `Arn` of the user it is of; null: AWS said that there is none. */
const profile = z.object({
  Arn: z.string().min(1),
  LoginProfile: z.object({ CreateDate: timeSchema }).nullable(),
});

/**
 * When the password of a user was made; `created` is undefined when the user has none.
 * @throws UserError for another document
 */
export function readLoginProfile(
  value: unknown,
  location: string,
): { readonly userArn: string; readonly created: string | null | undefined } {
  const { Arn: userArn, LoginProfile } = checkShape(profile, value, location);
  return { userArn, created: LoginProfile === null ? undefined : LoginProfile.CreateDate };
}
