import type { Collected } from '../../domain/collected.ts';
import { oncePer } from '../../domain/once-per.ts';
import type { Policy, Statement } from '../../domain/policy.ts';
import type { Principal } from '../../domain/principal.ts';

/** One Allow statement a principal carries, with words that say where it stands. */
export interface CarriedAllow {
  readonly statement: Statement;
  readonly place: string;
}

/** Allow statements of all identity policies of the principal that can be read. */
export function carriedAllows(principal: Principal, { policies }: Collected): readonly CarriedAllow[] {
  return principal.attachments.flatMap(({ policyId }) => {
    const policy = policies.get(policyId);
    return policy === undefined ? [] : allowsOf(policy);
  });
}

const allowsOf = oncePer(({ arn, name, document }: Policy): readonly CarriedAllow[] =>
  (document?.statements ?? [])
    .filter(({ effect }) => effect === 'Allow')
    .map((statement) => ({ statement, place: `${arn ?? name}, statement ${statement.index}` })),
);

/** Whether the statement names every resource and no condition narrows it. */
export function isUnlimited({ resource, conditions }: Statement): boolean {
  return conditions.length === 0 && resource?.negated === false && resource.patterns.includes('*');
}

/** Whether the statement allows everything, which is a finding of its own. */
export function allowsEverything({ action }: Statement): boolean {
  return !action.negated && action.patterns.some((pattern) => pattern === '*' || pattern === '*:*');
}
