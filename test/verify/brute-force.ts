import type { Json, JsonObject } from '../../src/domain/json.ts';

/**
 * A second, naive reading of policies for comparison: every request of a small universe is tried. It shares no code
 * with the sources: patterns become regular expressions, conditions are the two operators that the generators use.
 */
export interface Call {
  readonly action: string;
  readonly resource: string;
  /** Value of the one context key, null when absent. */
  readonly team: string | null;
  /** Value of the one policy variable, `${aws:username}`. */
  readonly user: string;
}

export const VARIABLE = '${aws:username}';
export const TEAM = 'aws:PrincipalTag/team';

export function isAllowed(call: Call, documents: readonly JsonObject[]): boolean {
  const matching = documents.flatMap((document) =>
    statementsOf(document).filter((one) => matches(call, one, document)),
  );
  return (
    matching.some(({ Effect }) => Effect === 'Allow') && !matching.some(({ Effect }) => Effect === 'Deny')
  );
}

/** Whether a statement of the effect matches, whatever the others say. */
export function isMatched(call: Call, effect: 'Allow' | 'Deny', document: JsonObject): boolean {
  return statementsOf(document).some((one) => one.Effect === effect && matches(call, one, document));
}

export function* everyCall(actions: readonly string[], resources: readonly string[]): Generator<Call> {
  for (const action of actions) {
    for (const resource of resources) {
      for (const team of [null, 'a', 'b']) {
        for (const user of ['', 'x', 'xy']) yield { action, resource, team, user };
      }
    }
  }
}

export function everyString(alphabet: readonly string[], length: number): readonly string[] {
  if (length === 0) return [''];
  const shorter = everyString(alphabet, length - 1);
  const longest = shorter.filter((text) => text.length === length - 1);
  return [...shorter, ...longest.flatMap((text) => alphabet.map((letter) => text + letter))];
}

const compiled = new Map<string, RegExp>();

export function globMatches(pattern: string, text: string, flags = ''): boolean {
  const key = `${flags} ${pattern}`;
  let expression = compiled.get(key);
  if (expression === undefined) {
    const source = pattern
      .replace(/[^A-Za-z0-9*?]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    expression = new RegExp(`^${source}$`, `${flags}s`);
    compiled.set(key, expression);
  }
  return expression.test(text);
}

function matches(call: Call, statement: JsonObject, { Version }: JsonObject): boolean {
  const value = (pattern: string) =>
    Version === '2012-10-17' ? pattern.replaceAll(VARIABLE, call.user) : pattern;
  const action = list(statement.Action ?? statement.NotAction).some((one) =>
    globMatches(one, call.action, 'i'),
  );
  const resource = list(statement.Resource ?? statement.NotResource).some((one) =>
    globMatches(value(one), call.resource),
  );
  return (
    action === 'Action' in statement &&
    resource === 'Resource' in statement &&
    Object.entries((statement.Condition ?? {}) as JsonObject).every(([operator, keys]) => {
      const values = list((keys as JsonObject)[TEAM]);
      if (operator === 'StringEquals') return call.team !== null && values.includes(call.team);
      return call.team === null || !values.includes(call.team);
    })
  );
}

function statementsOf(document: JsonObject): readonly JsonObject[] {
  return document.Statement as readonly JsonObject[];
}

function list(value: Json | undefined): readonly string[] {
  return (Array.isArray(value) ? value : [value]) as readonly string[];
}
