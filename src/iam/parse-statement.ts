import type { Json, JsonObject } from '../domain/json.ts';
import type { Condition, Element, Statement } from '../domain/policy.ts';
import { PolicySyntaxError } from './policy-syntax-error.ts';

const STATEMENT_ELEMENTS: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/**
 * Parses one statement. `place` names it in errors.
 *
 * Unknown elements are refused, never skipped: a misspelt `Condition` read as no condition would widen the grant.
 * Element names are case-sensitive: IAM answers `statement` with "Unknown field statement"
 * (pulumi/pulumi-aws-native#1616), so another spelling is refused too, and the right one named.
 */
export function parseStatement(value: Json, index: number, place: string): Statement {
  if (!isObject(value)) throw new PolicySyntaxError(place, 'must be an object');
  for (const key of Object.keys(value)) {
    if (!STATEMENT_ELEMENTS.has(key)) throw new PolicySyntaxError(`${place}.${key}`, unknownElement(key));
  }
  const sid = value.Sid ?? null;
  if ('Sid' in value && typeof sid !== 'string')
    throw new PolicySyntaxError(`${place}.Sid`, 'must be a string');
  const hasPrincipal = 'Principal' in value || 'NotPrincipal' in value;
  if (hasPrincipal) checkPrincipal(value, place);
  const action = parseElement(value, 'Action', place);
  if (action === null) throw new PolicySyntaxError(place, 'has neither Action nor NotAction');
  const resource = parseElement(value, 'Resource', place);
  if (resource === null && !hasPrincipal)
    throw new PolicySyntaxError(place, 'has neither Resource nor NotResource');
  return {
    index,
    sid: sid as string | null,
    effect: parseEffect(value, place),
    action,
    resource,
    conditions: parseConditions(value, `${place}.Condition`),
    hasPrincipal,
    raw: value,
  };
}

function unknownElement(key: string): string {
  for (const element of STATEMENT_ELEMENTS) {
    if (element.toLowerCase() === key.toLowerCase())
      return `is not an element of a statement; write ${element}`;
  }
  return 'is not an element of a statement';
}

function parseEffect(statement: JsonObject, place: string): 'Allow' | 'Deny' {
  const effect = statement.Effect;
  if (effect === undefined) throw new PolicySyntaxError(place, 'has no Effect');
  // "The Effect value is case sensitive" (reference_policies_elements_effect).
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw new PolicySyntaxError(`${place}.Effect`, 'must be "Allow" or "Deny", spelt exactly so');
  }
  return effect;
}

function parseElement(statement: JsonObject, name: 'Action' | 'Resource', place: string): Element | null {
  const negatedName = `Not${name}`;
  const negated = negatedName in statement;
  if (negated && name in statement) throw new PolicySyntaxError(place, `has both ${name} and ${negatedName}`);
  if (!negated && !(name in statement)) return null;
  const key = negated ? negatedName : name;
  const patterns = stringList(statement[key], `${place}.${key}`);
  // IAM refuses it: "MalformedPolicyDocument: Policy statement must contain actions" (or "resources").
  if (patterns.length === 0) throw new PolicySyntaxError(`${place}.${key}`, 'is an empty list');
  return { negated, patterns };
}

function stringList(value: Json | undefined, place: string): readonly string[] {
  const list: readonly Json[] = Array.isArray(value) ? value : [value as Json];
  return list.map((item, index) => {
    if (typeof item === 'string') return item;
    throw new PolicySyntaxError(
      list === value ? `${place}[${index}]` : place,
      'must be a string or a list of strings',
    );
  });
}

function checkPrincipal(statement: JsonObject, place: string): void {
  if ('Principal' in statement && 'NotPrincipal' in statement) {
    throw new PolicySyntaxError(place, 'has both Principal and NotPrincipal');
  }
  const key = 'Principal' in statement ? 'Principal' : 'NotPrincipal';
  const value = statement[key];
  if (typeof value === 'string') return;
  if (!isObject(value)) throw new PolicySyntaxError(`${place}.${key}`, 'must be "*" or an object');
  for (const [type, ids] of Object.entries(value)) stringList(ids, `${place}.${key}.${type}`);
}

function parseConditions(statement: JsonObject, place: string): readonly Condition[] {
  if (!('Condition' in statement)) return [];
  const block = statement.Condition;
  if (!isObject(block)) throw new PolicySyntaxError(place, 'must be an object');
  return Object.entries(block).flatMap(([operator, keys]) => {
    if (!isObject(keys)) throw new PolicySyntaxError(`${place}.${operator}`, 'must be an object');
    return Object.entries(keys).map(([key, value]) => ({
      operator,
      key,
      values: conditionValues(value, `${place}.${operator}.${key}`),
    }));
  });
}

/** "Quotation marks are optional for numeric and Boolean values" (reference_policies_grammar). */
function conditionValues(value: Json, place: string): readonly string[] {
  const list: readonly Json[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean')
      return String(item);
    throw new PolicySyntaxError(place, 'must be a string, number or boolean, or a list of them');
  });
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
