import type { Collected } from '../domain/collected.ts';
import { UserError } from '../domain/errors.ts';
import { listed } from '../domain/listed.ts';
import type { Principal } from '../domain/principal.ts';

/**
 * The principal a person means, by ARN, unique id or name.
 * @throws UserError when none or several match
 */
export function findCollected({ principals }: Collected, wanted: string): Principal {
  const exact = principals.filter(({ arn, uniqueId }) => arn === wanted || uniqueId === wanted);
  const named = exact.length > 0 ? exact : principals.filter(({ name }) => name === wanted);
  const [only] = named;
  if (only !== undefined && named.length === 1) return only;
  const candidates = only === undefined ? principals : named;
  throw new UserError(
    only === undefined
      ? `The account details have no principal "${wanted}". They have:`
      : `Several principals are called "${wanted}"; give the ARN or unique id:`,
    listed(candidates.map(({ arn, uniqueId }) => `${arn} (${uniqueId})`)),
  );
}
