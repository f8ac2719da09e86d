import { type Fields, isObject, listAt, objectAt, own, textAt } from './fields.ts';
import { reduceArn } from './reduce-arn.ts';
import { RESOURCE_PARAMETERS, type ResourceParameter } from './resource-parameters.ts';

/** More resources than this in one call are not listed but said: `many`. */
export const MOST_RESOURCES = 20;
const MANY = ['many'];

/** How deep request parameters are searched for ARNs, and how many values of a list count. */
export const DEEPEST = 4;
export const ARN = /^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:[0-9a-z]*:\S+$/;
export const LONGEST_ARN = 2048;

/**
 * The resources a record names: `resources[]`, ARNs among the request parameters, and names that the table of
 * parameters turns into ARNs. Reduced, sorted, no duplicates; `['many']` above the cap; empty when nothing is told.
 * A superset is fine (a passed role, a policy that was attached): an action's own resource type picks from it.
 */
export function resourceKeys(
  record: Fields,
  place: { readonly account: string; readonly region: string },
  callerAccount = textAt(objectAt(record, 'userIdentity'), 'accountId'),
): readonly string[] {
  const arns = new Set<string>();
  for (const resource of listAt(record, 'resources')) {
    if (!isObject(resource)) continue;
    addArn(arns, textAt(resource, 'ARN') ?? textAt(resource, 'arn') ?? textAt(resource, 'Arn'));
  }
  const parameters = objectAt(record, 'requestParameters');
  addArnsWithin(arns, parameters, 0);
  const context = {
    partition: partitionOf(place.region),
    region: place.region,
    account: callerAccount !== null && /^\d{12}$/.test(callerAccount) ? callerAccount : place.account,
  };
  const eventName = textAt(record, 'eventName') ?? '';
  for (const alternatives of RESOURCE_PARAMETERS[textAt(record, 'eventSource') ?? ''] ?? []) {
    for (const arn of firstFilled(alternatives, eventName, parameters, context)) addArn(arns, arn);
  }
  return arns.size > MOST_RESOURCES ? MANY : [...arns].sort();
}

function addArn(arns: Set<string>, value: string | null): void {
  if (value !== null && value.length <= LONGEST_ARN && ARN.test(value)) arns.add(reduceArn(value));
}

function addArnsWithin(arns: Set<string>, value: unknown, depth: number): void {
  if (typeof value === 'string') addArn(arns, value);
  if (typeof value !== 'object' || value === null || depth > DEEPEST || arns.size > MOST_RESOURCES) return;
  for (const member of Object.values(value)) addArnsWithin(arns, member, depth + 1);
}

type Context = Readonly<Record<'partition' | 'region' | 'account', string>>;

/** The ARNs of the first alternative whose parameters are all there. */
function firstFilled(
  alternatives: readonly ResourceParameter[],
  eventName: string,
  parameters: Fields,
  context: Context,
): readonly string[] {
  for (const { events, parameter, beside = [], pattern, arn } of alternatives) {
    if (events !== undefined && !events.test(eventName)) continue;
    const others = Object.fromEntries(beside.map((name) => [name, textAt(parameters, name)]));
    if (Object.values(others).includes(null)) continue;
    const filled = textsAt(parameters, parameter.split('.')).flatMap((value) => {
      if (value.startsWith('arn:')) return [];
      const match = pattern === undefined ? { value } : pattern.exec(value)?.groups;
      return match === undefined ? [] : [fill(arn, { ...context, ...others, ...definedOnly(match) })];
    });
    if (filled.length > 0) return filled;
  }
  return [];
}

/** Strings at a path; a list stands for its items. */
function textsAt(value: unknown, [key, ...rest]: readonly string[]): readonly string[] {
  if (Array.isArray(value))
    return value.flatMap((item) => textsAt(item, key === undefined ? [] : [key, ...rest]));
  if (key === undefined) return typeof value === 'string' && value !== '' ? [value] : [];
  return isObject(value) ? textsAt(own(value, key), rest) : [];
}

function fill(template: string, values: Readonly<Record<string, string | null>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

function definedOnly(groups: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).flatMap(([key, value]) => (value ? [[key, value]] : [])));
}

/** Region prefixes of the partitions (AWS General Reference, "ARN partitions"). */
export const PARTITIONS: readonly (readonly [prefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-iso-', 'aws-iso'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
];

function partitionOf(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}
