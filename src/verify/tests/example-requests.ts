import type { Catalog } from '../../domain/catalog.ts';
import type { Condition } from '../../domain/policy.ts';
import type { Principal } from '../../domain/principal.ts';
import type { Clause } from '../clause.ts';
import { matchesAction } from '../matches-action.ts';
import type { ContextKeys } from '../request-context.ts';

export interface ExampleRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: ContextKeys;
}

const NAME = 'example';
const REGION = 'us-east-1';

/**
 * Requests that a clause may be about: on its own resource patterns with names in place of wildcards, on the ARN
 * templates of the action for `*`, and with values its conditions ask for. Guesses: whoever uses them evaluates them.
 *
 * @param resources patterns to ask about instead of the clause's own
 */
export function exampleRequests(
  action: string,
  clause: Clause,
  principal: Principal,
  catalog: Catalog,
  resources: readonly string[] | null = null,
): readonly ExampleRequest[] {
  if (!matchesAction(clause, action)) return [];
  const patterns = resources ?? (clause.resource.negated ? ['*'] : clause.resource.patterns);
  const arns = patterns.flatMap((pattern) => exampleArns(pattern, action, principal, catalog));
  const context = contextFor(clause.conditions);
  return [...new Set(arns)].map((resource) => ({ action, resource, context }));
}

/** Concrete ARNs that a pattern matches, or may match. */
export function exampleArns(
  pattern: string,
  action: string,
  { account, arn }: Pick<Principal, 'account' | 'arn'>,
  catalog: Catalog,
): readonly string[] {
  if (pattern !== '*') return [concrete(pattern, account)];
  const partition = arn.split(':')[1] ?? 'aws';
  const known: Readonly<Record<string, string>> = { Partition: partition, Region: REGION, Account: account };
  const templates = catalog.action(action)?.resourceArns ?? [];
  const made = templates.map((text) =>
    text.replace(/\$\{(\w+)\}/g, (_, name: string) => known[name] ?? NAME),
  );
  return made.length === 0 ? ['*'] : made;
}

/** Wildcards of the region and account segments by a region and the account; others by a name. */
function concrete(pattern: string, account: string): string {
  const [arn = '', partition = '', service = '', region = '', owner = '', ...rest] = pattern.split(':');
  const named = (text: string): string => text.replace(/\*+/g, NAME).replace(/\?/g, 'x');
  if (rest.length === 0) return named(pattern);
  const place = /[*?]/.test(region) ? REGION : region;
  const holder = /[*?]/.test(owner) ? account : owner;
  return [arn, named(partition), named(service), place, holder, named(rest.join(':'))].join(':');
}

/** Operators whose first value can be given as it stands, or with a name for its wildcards. */
const GIVEN = /^(?:for(?:any|all)values?:)?(?:string|arn)(?:equals|like)(?:ignorecase)?(?:ifexists)?$|^bool$/;

function contextFor(conditions: readonly Condition[]): ContextKeys {
  return Object.fromEntries(
    conditions.flatMap(({ operator, key, values: [value] }) =>
      value !== undefined && GIVEN.test(operator)
        ? [[key, [operator.includes('like') ? value.replace(/\*+/g, NAME).replace(/\?/g, 'x') : value]]]
        : [],
    ),
  );
}
