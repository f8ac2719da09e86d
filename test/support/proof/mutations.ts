import type { Catalog } from '../../../src/domain/catalog.ts';
import type { Json, JsonObject } from '../../../src/domain/json.ts';
import type { Verification } from '../../../src/domain/recommendation.ts';
import { matchesAction, parsePolicy, statementMatchesAction } from '../../../src/iam/index.ts';
import type { Chance } from '../chance.ts';

/** Ways to break a proposed document, each with the check that is there to say so. */
export interface Mutation {
  readonly name: string;
  /** Another one may say so as well, or instead: what is narrowed may be swapped without a widening, and loses a use. */
  readonly check: keyof Pick<Verification, 'noNewAccess' | 'noLostUsage' | 'takesEffect'>;
  /** The broken document, or null where there is nothing of the kind to break. */
  readonly mutate: (document: JsonObject, about: About) => JsonObject | null;
}

export interface About {
  /** The document that the mutated one takes the place of. */
  readonly before: JsonObject;
  /** Actions that the principal was certainly seen to use and that `before` allows. */
  readonly used: readonly string[];
  /** Actions that the proposal removes and does not deny: given back, they are there again. */
  readonly removed: readonly string[];
  readonly catalog: Catalog;
  readonly chance: Chance;
}

export const MUTATIONS: readonly Mutation[] = [
  { name: 'drop a Deny', check: 'noNewAccess', mutate: each(isDeny, () => []) },
  { name: 'make a Deny an Allow', check: 'noNewAccess', mutate: each(isDeny, allowInstead) },
  { name: 'take an action out of a Deny', check: 'noNewAccess', mutate: each(isDeny, shorter('Action')) },
  { name: 'take a resource out of a Deny', check: 'noNewAccess', mutate: each(isDeny, shorter('Resource')) },
  { name: 'give a Deny a condition', check: 'noNewAccess', mutate: each(isDeny, conditioned) },
  { name: 'widen a resource to *', check: 'noNewAccess', mutate: resources((arn) => arn !== '*', '*') },
  {
    name: 'put a wildcard behind a resource',
    check: 'noNewAccess',
    mutate: resources(
      (arn) => !arn.endsWith('*'),
      (arn) => `${arn}*`,
    ),
  },
  { name: 'drop a condition', check: 'noNewAccess', mutate: each(isAllow, without('Condition')) },
  { name: 'give a condition another value', check: 'noNewAccess', mutate: each(isAllow, anotherValue) },
  {
    name: 'make a bucket its objects',
    check: 'noNewAccess',
    mutate: resources(
      (arn) => /^arn:[^:]*:s3:::[^/*?$]+$/.test(arn),
      (arn) => `${arn}/*`,
    ),
  },
  {
    name: 'make objects their bucket',
    check: 'noNewAccess',
    mutate: resources(
      (arn) => /^arn:[^:]*:s3:::[^/*?$]+\/\*$/.test(arn),
      (arn) => arn.slice(0, -2),
    ),
  },
  {
    name: 'swap the account',
    check: 'noNewAccess',
    mutate: resources(
      (arn) => /^arn:[^:]*:[^:]*:[^:]*:\d{12}:/.test(arn),
      (arn) => arn.replace(/:\d{12}:/, ':999988887777:'),
    ),
  },
  {
    // Few policies name a region of themselves; narrowed ones do, and lose what they were narrowed to.
    name: 'swap the region',
    check: 'noLostUsage',
    mutate: resources(
      (arn) => /^arn:[^:]*:[^:]*:[a-z]+-[a-z]+-\d:/.test(arn),
      (arn) => arn.replace(/:[a-z]+-[a-z]+-\d:/, ':xx-nowhere-1:'),
    ),
  },
  { name: 'add an action', check: 'noNewAccess', mutate: addAction },
  {
    name: 'make NotAction Action',
    check: 'noNewAccess',
    mutate: each(isAllow, renamed('NotAction', 'Action')),
  },
  {
    name: 'make NotResource Resource',
    check: 'noNewAccess',
    mutate: each(isAllow, renamed('NotResource', 'Resource')),
  },
  {
    name: 'take away what NotAction excludes',
    check: 'takesEffect',
    mutate: each(isAllow, shorter('NotAction')),
  },
  { name: 'turn variables into text', check: 'noNewAccess', mutate: olderVersion },
  { name: 'drop what is used', check: 'noLostUsage', mutate: dropUsed },
  { name: 'deny what is used', check: 'noLostUsage', mutate: denyUsed },
  { name: 'keep what is used on another resource', check: 'noLostUsage', mutate: moveUsed },
  { name: 'give back what is removed', check: 'takesEffect', mutate: giveBack },
];

type Edit = (statement: JsonObject, about: About) => readonly JsonObject[] | null;

/** Edits one statement of those that can be edited so; a document keeps at least one statement. */
function each(applies: (statement: JsonObject) => boolean, edit: Edit): Mutation['mutate'] {
  return (document, about) => {
    const statements = statementsOf(document);
    const made = statements.flatMap((statement, at) => {
      const edited = applies(statement) ? edit(statement, about) : null;
      return edited === null ? [] : [[...statements.slice(0, at), ...edited, ...statements.slice(at + 1)]];
    });
    const possible = made.filter((list) => list.length > 0);
    return possible.length === 0 ? null : { ...document, Statement: about.chance.pick(possible) };
  };
}

/** Changes one resource of an Allow, or replaces them all by a text. */
function resources(
  applies: (arn: string) => boolean,
  change: string | ((arn: string) => string),
): Mutation['mutate'] {
  return each(isAllow, (statement, { chance }) => {
    const list = textsOf(statement.Resource);
    if (typeof change === 'string')
      return list.length > 0 && list.every(applies) ? [{ ...statement, Resource: change }] : null;
    const possible = list.filter(applies);
    if (possible.length === 0) return null;
    const picked = chance.pick(possible);
    return [{ ...statement, Resource: list.map((arn) => (arn === picked ? change(arn) : arn)) }];
  });
}

function isAllow({ Effect }: JsonObject): boolean {
  return Effect === 'Allow';
}

function isDeny({ Effect }: JsonObject): boolean {
  return Effect === 'Deny';
}

function allowInstead(statement: JsonObject): readonly JsonObject[] {
  return [{ ...statement, Effect: 'Allow' }];
}

function without(key: string): Edit {
  return (statement) => {
    const { [key]: gone, ...rest } = statement;
    return gone === undefined || JSON.stringify(gone) === '{}' ? null : [rest];
  };
}

/** One of several entries of an element less. */
function shorter(element: string): Edit {
  return (statement, { chance }) => {
    const list = textsOf(statement[element]);
    if (list.length < 2) return null;
    const gone = chance.pick(list);
    return [{ ...statement, [element]: list.filter((entry) => entry !== gone) }];
  };
}

function conditioned(statement: JsonObject): readonly JsonObject[] {
  const block = (statement.Condition ?? {}) as JsonObject;
  return [{ ...statement, Condition: { ...block, StringEquals: { 'aws:PrincipalTag/mutant': 'yes' } } }];
}

/** Another value of the first line whose operator asks for equality: more than the original is let through. */
function anotherValue(statement: JsonObject): readonly JsonObject[] | null {
  const block = (statement.Condition ?? {}) as JsonObject;
  const operator = Object.keys(block).find((name) => /^(String|Arn)(Equals|Like)$/.test(name));
  if (operator === undefined) return null;
  const lines = block[operator] as JsonObject;
  const [key] = Object.keys(lines);
  if (key === undefined) return null;
  const values = [...textsOf(lines[key]), 'mutant'];
  return [{ ...statement, Condition: { ...block, [operator]: { ...lines, [key]: values } } }];
}

function renamed(from: string, to: string): Edit {
  return (statement) => {
    const { [from]: value, ...rest } = statement;
    return value === undefined ? null : [{ ...rest, [to]: value }];
  };
}

/** A sensitive action that no Allow of the original matches, in an Allow that there is. */
function addAction(document: JsonObject, about: About): JsonObject | null {
  const allows = parsePolicy(about.before).statements.filter(({ effect }) => effect === 'Allow');
  const foreign = about.catalog.sensitiveActions.filter(
    (action) => !allows.some((statement) => statementMatchesAction(statement, action)),
  );
  if (foreign.length === 0) return null;
  const added = about.chance.pick(foreign);
  return each(
    (statement) => isAllow(statement) && statement.Action !== undefined,
    (statement) => [{ ...statement, Action: [...textsOf(statement.Action), added] }],
  )(document, about);
}

function olderVersion(document: JsonObject): JsonObject | null {
  const hasVariable = parsePolicy(document).statements.some(({ resource, conditions }) =>
    [...(resource?.patterns ?? []), ...conditions.flatMap(({ values }) => values)].some((text) =>
      /\$\{[a-z]/i.test(text),
    ),
  );
  return document.Version === '2012-10-17' && hasVariable ? { ...document, Version: '2008-10-17' } : null;
}

function dropUsed(document: JsonObject, { used, chance }: About): JsonObject | null {
  if (used.length === 0) return null;
  const action = chance.pick(used);
  return editAllowsOf(document, action, (statement) => {
    if (statement.NotAction !== undefined)
      return { ...statement, NotAction: [...textsOf(statement.NotAction), action] };
    const left = textsOf(statement.Action).filter((pattern) => !matchesAction(pattern, action));
    return left.length === 0 ? null : { ...statement, Action: left };
  });
}

function denyUsed(document: JsonObject, { used, chance }: About): JsonObject | null {
  if (used.length === 0) return null;
  const added = { Effect: 'Deny', Action: chance.pick(used), Resource: '*' };
  return { ...document, Statement: [...statementsOf(document), added] };
}

function moveUsed(document: JsonObject, { used, chance }: About): JsonObject | null {
  if (used.length === 0) return null;
  const action = chance.pick(used);
  return editAllowsOf(document, action, ({ NotResource: _, ...statement }) => ({
    ...statement,
    Resource: 'arn:aws:s3:::nothing-of-anybody',
  }));
}

/** What the original said of a removed action, for that action alone: nothing new, and yet the removal is undone. */
function giveBack(document: JsonObject, { before, removed, chance }: About): JsonObject | null {
  if (removed.length === 0) return null;
  const action = chance.pick(removed);
  const parsed = parsePolicy(before).statements;
  const at = parsed.findIndex(
    (statement) => statement.effect === 'Allow' && statementMatchesAction(statement, action),
  );
  const original = statementsOf(before)[at];
  if (original === undefined) return null;
  const { NotAction: _, Sid: __, ...rest } = original;
  return { ...document, Statement: [...statementsOf(document), { ...rest, Action: action }] };
}

/** Every Allow that matches the action, edited; null when there is none, or when nothing would be left. */
function editAllowsOf(
  document: JsonObject,
  action: string,
  edit: (statement: JsonObject) => JsonObject | null,
): JsonObject | null {
  const parsed = parsePolicy(document).statements;
  const matching = new Set(
    parsed
      .filter((statement) => statement.effect === 'Allow' && statementMatchesAction(statement, action))
      .map(({ index }) => index),
  );
  const made = statementsOf(document).flatMap((statement, at) => {
    const edited = matching.has(at) ? edit(statement) : statement;
    return edited === null ? [] : [edited];
  });
  return matching.size === 0 || made.length === 0 ? null : { ...document, Statement: made };
}

function statementsOf({ Statement }: JsonObject): readonly JsonObject[] {
  return (Array.isArray(Statement) ? Statement : [Statement]) as readonly JsonObject[];
}

function textsOf(value: Json | undefined): readonly string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
