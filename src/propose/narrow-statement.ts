import type { JsonObject } from '../domain/json.ts';
import type { Statement } from '../domain/policy.ts';
import { includes, intersects, parseArn, shrinkPatterns, withElement } from '../iam/index.ts';
import { anyOf, type TypedArn } from './arn-template.ts';
import { generalise } from './generalise.ts';
import { whyNotWitnessed } from './narrowing-evidence.ts';
import { Declined, type ObservedResources } from './observed-resources.ts';
import type { RemovalContext } from './removals.ts';
import type { Subject } from './world.ts';

export interface NarrowContext extends RemovalContext {
  readonly observed: ObservedResources;
}

const CASE_SENSITIVE = { caseInsensitive: false } as const;

/**
 * A statement with its resources narrowed to those its actions were used on. Actions without a resource type keep
 * `*`, in a statement of their own.
 *
 * @param subjects everyone the statement reaches
 * @returns the statements that take its place (the same `raw` alone when there is nothing to narrow), or why not
 */
export function narrowStatement(
  statement: Statement,
  subjects: readonly Subject[],
  context: NarrowContext,
): readonly JsonObject[] | Declined {
  const { raw, action, resource } = statement;
  if (statement.effect === 'Deny' || resource === null) return [raw];
  if (action.negated) return new Declined('NotAction grants actions that nobody could list');
  if (resource.negated) return new Declined('NotResource says which resources are not meant, not which are');
  const variable = resource.patterns.find((pattern) => pattern.includes('${'));
  if (variable !== undefined)
    return new Declined(`the log does not tell what the variable in ${variable} stood for`);
  const unknown = action.patterns.find((pattern) => context.catalog.expand(pattern).length === 0);
  if (unknown !== undefined) return new Declined(`${unknown} is not in the catalog`);

  const actions = new Set(action.patterns.flatMap((pattern) => context.catalog.expand(pattern)));
  const typed = new Set(
    [...actions].filter((name) => (context.catalog.action(name)?.resourceArns.length ?? 0) > 0),
  );
  if (typed.size === 0) return [raw];
  const doubt = whyNotWitnessed(typed, action.patterns, subjects, context);
  if (doubt !== null) return new Declined(doubt);
  const observed = context.observed.of(subjects, typed);
  if (observed instanceof Declined) return observed;
  const narrowed = narrowPatterns(resource.patterns, observed, typed, subjects, context);
  if (narrowed instanceof Declined) return narrowed;
  if (isSame(narrowed, resource.patterns)) return [raw];

  const untyped = [...actions].filter((name) => !typed.has(name));
  // Without `*` among the resources the untyped actions have no effect here and may stay where they are, but for one
  // that was called: what the catalog knows of its resource types then is not all.
  const haveEffect =
    resource.patterns.includes('*') || wereCalled(context.observed.of(subjects, new Set(untyped)));
  if (untyped.length === 0 || !haveEffect) return [withElement(raw, 'Resource', narrowed)];
  const typedPart = withElement(raw, 'Action', shrinkPatterns(action.patterns, untyped, [...actions]));
  const untypedPart = withElement(raw, 'Action', shrinkPatterns(action.patterns, [...typed], [...actions]));
  const { Sid: sid, ...rest } = untypedPart;
  const named = typeof sid === 'string' && sid !== '' ? { ...untypedPart, Sid: `${sid}AnyResource` } : rest;
  return [withElement(typedPart, 'Resource', narrowed), named];
}

function wereCalled(observed: ReadonlyMap<string, unknown> | Declined): boolean {
  return observed instanceof Declined || observed.size > 0;
}

/** The observed resources as patterns inside the original ones. */
function narrowPatterns(
  original: readonly string[],
  observed: ReadonlyMap<string, readonly TypedArn[]>,
  typed: ReadonlySet<string>,
  subjects: readonly Subject[],
  context: NarrowContext,
): readonly string[] | Declined {
  const inside = (pattern: string): boolean => includes(original, pattern, CASE_SENSITIVE).included;
  const arns: TypedArn[] = [];
  for (const arn of [...observed.values()].flat()) {
    const granting = original.filter((pattern) => includes([pattern], arn.arn, CASE_SENSITIVE).included);
    const [unclear] = granting;
    if (unclear !== undefined && granting.every((pattern) => hasWildcardInType(pattern, arn))) {
      return new Declined(`AWS does not say what a wildcard in the resource type of ${unclear} matches`);
    }
    if (inside(arn.arn)) arns.push(arn);
    // Allowed in part: the rest came by another statement, and which part is not known.
    else if (original.some((pattern) => intersects(pattern, arn.arn, CASE_SENSITIVE))) {
      return new Declined(`only a part of ${arn.arn} is granted here`);
    }
  }
  const general = generalise(arns, context.options.maxNamedResources);
  if (general === null) return new Declined('the resources used are many and have no beginning in common');
  if (general.length === 0) return new Declined('what was used is granted by other statements');
  const wider = general.find((pattern) => !inside(pattern));
  if (wider !== undefined)
    return new Declined(`${wider}, which the resources used have in common, is more than is granted`);
  const unseen = unseenTypes(original, observed, typed, subjects, context);
  if (unseen instanceof Declined) return unseen;
  const all = [...new Set([...general, ...unseen])].sort();
  const covered = (pattern: string): boolean =>
    all.some((other) => other !== pattern && includes([other], pattern, CASE_SENSITIVE).included);
  return all.filter((pattern) => !covered(pattern));
}

/**
 * "You cannot use a wildcard in the portion of the ARN that specifies the resource type", `arn:aws:iam::123456789012:u*`
 * for one (IAM User Guide, reference-arns), and AWS managed policies do so all the same: whether the pattern grants
 * anything is not known, so no resource that it seems to match may be named in its place.
 */
function hasWildcardInType(pattern: string, { template }: TypedArn): boolean {
  // All up to the first literal text names the type: `user`, and of AWS WAF `${Scope}/webacl`. S3 has none.
  const types = resourcePart(template.text).split(/[:/]/);
  const named = types.findIndex((segment) => !segment.includes('${')) + 1;
  const part = resourcePart(pattern);
  return (
    part !== '*' &&
    part
      .split(/[:/]/)
      .slice(0, named)
      .some((segment) => /[*?]/.test(segment))
  );
}

/** All behind the fifth colon, or nothing: `*` alone is no ARN. */
function resourcePart(arn: string): string {
  return arn.split(':').slice(5).join(':');
}

function isSame(patterns: readonly string[], original: readonly string[]): boolean {
  return patterns.length === original.length && patterns.every((pattern) => original.includes(pattern));
}

/**
 * A call is authorised on every resource it names and the log may tell some of them only, so types of an action that
 * were not seen stay granted: whole, where the original grants them whole.
 */
function unseenTypes(
  original: readonly string[],
  observed: ReadonlyMap<string, readonly TypedArn[]>,
  typed: ReadonlySet<string>,
  subjects: readonly Subject[],
  { catalog }: NarrowContext,
): readonly string[] | Declined {
  const partition = parseArn(subjects[0]?.principal.arn ?? '')?.partition ?? 'aws';
  const unseen = new Set<string>();
  for (const action of typed) {
    const seen = new Set((observed.get(action) ?? []).map(({ template }) => template.text));
    for (const template of catalog.action(action)?.resourceArns ?? []) {
      if (seen.has(template)) continue;
      const any = anyOf(template, partition);
      if (includes(original, any, CASE_SENSITIVE).included) unseen.add(any);
      else if (original.some((pattern) => mayMeet(pattern, any))) {
        return new Declined(`${action} also works on ${template}, which is granted in part and was not seen`);
      }
    }
  }
  return [...unseen];
}

/** Segment by segment where the pattern's own segments are literal, so that `*` in a template cannot leap a colon. */
function mayMeet(pattern: string, any: string): boolean {
  const [a, b] = [parseArn(pattern), parseArn(any)];
  if (!a || !b || /[*?]/.test(`${a.partition}${a.service}${a.region}${a.account}`)) {
    return intersects(pattern, any, CASE_SENSITIVE);
  }
  return (['partition', 'service', 'region', 'account', 'resource'] as const).every((part) =>
    intersects(a[part], b[part], CASE_SENSITIVE),
  );
}
