import type { Catalog } from '../../../src/domain/catalog.ts';
import type { Condition, PolicyDocument, Statement } from '../../../src/domain/policy.ts';
import { matchResource } from '../../../src/iam/index.ts';
import type { Request } from '../../../src/verify/index.ts';
import type { Chance } from '../chance.ts';

/** What stands for a wildcard: nothing, a letter, and texts that look like the next thing. */
const FILLINGS = ['', 'x', 'prod', 'a/b', 'a:b', 'Z9', '111122223333', 'us-east-1'] as const;
const USER = 'ana';

/** Requests aimed at a document: near its patterns and conditions, on both sides of them. */
export function sampleRequests(
  document: PolicyDocument,
  catalog: Catalog,
  chance: Chance,
  count: number,
): readonly Request[] {
  return Array.from({ length: count }, () => sampleRequest(document, catalog, chance));
}

function sampleRequest(document: PolicyDocument, catalog: Catalog, chance: Chance): Request {
  const statement = chance.pick(document.statements);
  // Conditions of any statement, so that a Deny is met with its own keys as well.
  const conditions = document.statements.flatMap((one) => one.conditions);
  const context: Record<string, readonly string[]> = { 'aws:username': [USER] };
  for (const condition of conditions) {
    const value = valueFor(condition, chance);
    // What a policy variable gives for a tag without a value is documented nowhere.
    if (chance.is(0.7) && value !== '') context[condition.key] = [value];
  }
  return {
    action: sampleAction(statement, catalog, chance),
    resource: sampleResource(statement, chance),
    context,
    contextIsComplete: true,
  };
}

/** An action of the statement mostly, of its services or of any sometimes. */
function sampleAction(statement: Statement, catalog: Catalog, chance: Chance): string {
  const pattern = chance.pick(statement.action.patterns);
  const matching = catalog.expand(pattern);
  if (matching.length > 0 && chance.is(0.8)) return chance.pick(matching);
  const namespace = pattern.split(':')[0] ?? '';
  const near = catalog.hasService(namespace) ? catalog.actionsOf(namespace) : catalog.sensitiveActions;
  return chance.pick(near);
}

export function sampleResource(statement: Statement, chance: Chance): string {
  const patterns = statement.resource?.patterns ?? [];
  const arns = patterns.filter((pattern) => pattern.startsWith('arn:'));
  const pattern = chance.pick(
    arns.length > 0 ? arns : ['arn:aws:s3:::*', 'arn:aws:ec2:us-east-1:111122223333:*/*'],
  );
  const filled = fill(pattern, chance);
  return chance.is(0.15) ? `${filled}${chance.pick(FILLINGS)}` : filled;
}

const NAMES = ['orders', 'billing', 'reports/2026', 'team-a/logs', 'x1'] as const;

/**
 * A resource as AWS logs it: of a type that the action has, on which the statement allows it. Null when the action has
 * no resource type, or none of its ARNs drawn lies inside the statement's patterns.
 */
export function typedResource(
  action: string,
  { resource }: Statement,
  catalog: Catalog,
  chance: Chance,
): string | null {
  const templates = catalog.action(action)?.resourceArns ?? [];
  if (templates.length === 0 || resource === null || resource.negated) return null;
  const common: Readonly<Record<string, string>> = {
    Partition: 'aws',
    Region: 'us-east-1',
    Account: '111122223333',
  };
  const drawn = Array.from({ length: 4 }, () =>
    chance.pick(templates).replace(/\$\{(\w+)\}/g, (_, name: string) => common[name] ?? chance.pick(NAMES)),
  );
  return (
    drawn.find((arn) => resource.patterns.some((pattern) => matchResource(pattern, arn) === 'yes')) ?? null
  );
}

/** A text that matches the pattern, or nearly; an ARN stays one of six segments. */
export function fill(pattern: string, chance: Chance): string {
  const filled = pattern
    .replaceAll('${aws:username}', chance.is(0.7) ? USER : 'bob')
    .replace(/\$\{[^}]*\}/g, () => chance.pick(FILLINGS));
  const [head = '', tail] = splitArn(filled);
  if (tail === null) return fillWith(head, FILLINGS, chance);
  return (
    fillWith(
      head,
      FILLINGS.filter((text) => !/[:/]/.test(text)),
      chance,
    ) + fillWith(tail, FILLINGS, chance)
  );
}

/** The first five segments of an ARN with their colons, and the rest; null when it is no ARN of six segments. */
function splitArn(text: string): readonly [string, string | null] {
  const match = /^(arn:(?:[^:]*:){4})(.*)$/s.exec(text);
  return match === null ? [text, null] : [match[1] ?? '', match[2] ?? ''];
}

function fillWith(text: string, fillings: readonly string[], chance: Chance): string {
  return text.replaceAll('*', () => chance.pick(fillings)).replaceAll('?', () => chance.pick(['x', '1']));
}

/** A value that meets the condition, or a similar one that does not. */
function valueFor({ operator, values }: Condition, chance: Chance): string {
  const value = fill(values.length === 0 ? 'x' : chance.pick(values), chance);
  if (chance.is(0.6)) return value;
  const kind = operator.toLowerCase();
  if (kind.includes('bool') || kind.includes('null'))
    return value.toLowerCase() === 'true' ? 'false' : 'true';
  if (kind.includes('ipaddress')) return chance.pick(['10.1.2.3', '203.0.113.7', '2001:db8::1']);
  if (kind.includes('numeric')) return chance.pick(['0', '1', '1000', '3.5']);
  if (kind.includes('date')) return chance.pick(['2010-01-01T00:00:00Z', '2030-06-30T12:00:00Z']);
  return chance.is(0.5) ? `${value}x` : value.toUpperCase();
}
