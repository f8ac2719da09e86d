import type { Statement } from '../domain/policy.ts';
import type { Principal } from '../domain/principal.ts';

/** One party of a trust policy: `Service`, `AWS`, `Federated`, or `*` for anybody. */
export interface TrustedParty {
  readonly type: string;
  readonly name: string;
  readonly statement: Statement;
}

/** Whom the trust policy lets in, statement by statement; conditions narrow a party, they are not looked at. */
export function trustedParties(principal: Principal): readonly TrustedParty[] {
  return (principal.trustPolicy?.statements ?? [])
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => partiesOf(statement.raw.Principal ?? null, statement));
}

/** The shapes of a Principal element: `"*"`, `{"Service": "x"}`, `{"AWS": ["a", "b"]}`. */
function partiesOf(element: unknown, statement: Statement): TrustedParty[] {
  if (typeof element === 'string') return [{ type: '*', name: element, statement }];
  if (typeof element !== 'object' || element === null) return [];
  return Object.entries(element).flatMap(([type, names]) =>
    [names]
      .flat()
      .filter((name): name is string => typeof name === 'string')
      .map((name) => ({ type, name, statement })),
  );
}
