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
  for (const alternatives of COMPILED.get(textAt(record, 'eventSource') ?? '') ?? []) {
    for (const arn of firstFilled(alternatives, eventName, parameters, context)) addArn(arns, arn);
  }
  return arns.size > MOST_RESOURCES ? MANY : [...arns].sort();
}

function addArn(arns: Set<string>, value: string | null): void {
  if (value === null || !value.startsWith('arn:') || value.length > LONGEST_ARN) return;
  if (ARN.test(value)) arns.add(reduceArn(value));
}

function addArnsWithin(arns: Set<string>, value: unknown, depth: number): void {
  if (typeof value === 'string') addArn(arns, value);
  if (typeof value !== 'object' || value === null || depth > DEEPEST || arns.size > MOST_RESOURCES) return;
  if (Array.isArray(value)) for (const item of value) addArnsWithin(arns, item, depth + 1);
  else for (const key in value) addArnsWithin(arns, (value as Fields)[key], depth + 1);
}

interface Compiled extends Omit<ResourceParameter, 'parameter' | 'arn'> {
  readonly path: readonly string[];
  /** Texts and, at odd places, the names between them. */
  readonly arn: readonly string[];
}

const COMPILED: ReadonlyMap<string, readonly (readonly Compiled[])[]> = new Map(
  Object.entries(RESOURCE_PARAMETERS).map(([source, resources]) => [
    source,
    resources.map((alternatives) =>
      alternatives.map(({ parameter, arn, ...rest }) => ({
        ...rest,
        path: parameter.split('.'),
        arn: arn.split(/\{(\w+)\}/),
      })),
    ),
  ]),
);

type Values = Readonly<Record<string, string | null | undefined>>;
const NO_VALUES: Values = {};

/** The ARNs of the first alternative whose parameters are all there. */
function firstFilled(
  alternatives: readonly Compiled[],
  eventName: string,
  parameters: Fields,
  context: Values,
): readonly string[] {
  for (const { events, path, beside, pattern, arn } of alternatives) {
    if (own(parameters, path[0] ?? '') === undefined || (events !== undefined && !events.test(eventName)))
      continue;
    const others = beside === undefined ? NO_VALUES : valuesOf(parameters, beside);
    if (others === null) continue;
    const filled: string[] = [];
    for (const value of textsAt(parameters, path, 0)) {
      if (value.startsWith('arn:')) continue;
      const match = pattern === undefined ? { value } : pattern.exec(value)?.groups;
      if (match !== undefined) filled.push(fill(arn, match, others, context));
    }
    if (filled.length > 0) return filled;
  }
  return [];
}

/** Null when one is not there. */
function valuesOf(parameters: Fields, names: readonly string[]): Values | null {
  const values: Record<string, string> = {};
  for (const name of names) {
    const value = textAt(parameters, name);
    if (value === null) return null;
    values[name] = value;
  }
  return values;
}

/** Strings at a path; a list stands for its items. */
function textsAt(value: unknown, path: readonly string[], at: number): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textsAt(item, path, at));
  const key = path[at];
  if (key === undefined) return typeof value === 'string' && value !== '' ? [value] : [];
  return isObject(value) ? textsAt(own(value, key), path, at + 1) : [];
}

function fill(template: readonly string[], match: Values, others: Values, context: Values): string {
  let arn = template[0] ?? '';
  for (let at = 1; at < template.length; at += 2) {
    const name = template[at] ?? '';
    arn += (match[name] || (others[name] ?? context[name] ?? '')) + (template[at + 1] ?? '');
  }
  return arn;
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
