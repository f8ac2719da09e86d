import fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/domain/json.ts';
import { statementsOf, textsOf } from '../../../src/publish/edit/match-document.ts';

/** What a proposal does to one statement, as the proposer does it. */
type Fate = 'keep' | 'drop' | 'shrink' | 'narrow' | 'except';

/** A proposal of the shapes paredown makes: statements dropped, actions taken out or replaced, `*` turned into NotAction. */
export function proposalOf(document: JsonObject): fc.Arbitrary<JsonObject | null> {
  const statements = statementsOf(document);
  return fc
    .tuple(...statements.map((statement) => fateOf(statement)))
    .map((after) => after.filter((statement): statement is JsonObject => statement !== null))
    .map((after) => {
      if (after.length === 0) return null;
      const single = !Array.isArray(document.Statement) && after.length === 1;
      return { ...document, Statement: single ? (after[0] as Json) : after };
    });
}

function fateOf(statement: JsonObject): fc.Arbitrary<JsonObject | null> {
  const fates: Fate[] = ['keep', 'keep', 'drop', 'shrink', 'shrink', 'narrow', 'except'];
  return fc.tuple(fc.constantFrom(...fates), fc.infiniteStream(fc.boolean())).map(([fate, choose]) => {
    if (fate === 'keep' || statement.Effect !== 'Allow') return statement;
    if (fate === 'drop') return null;
    const actions = textsOf(statement.Action);
    if (fate === 'except' && actions.length > 0 && actions.every((action) => action === '*'))
      return renamed(statement, ['zz:PassRole', 'zz:Decrypt', 'zz:*']);
    if (actions.length === 0)
      return withList(statement, 'NotAction', [...textsOf(statement.NotAction), 'zz:Decrypt']);
    const kept = actions.filter(() => choose.next().value);
    const extra = fate === 'narrow' ? ['zz:Describe*', 'zz:Get*'].filter(() => choose.next().value) : [];
    // What replaces a pattern stands where it stood.
    const at = kept.length === 0 ? 0 : Math.floor(kept.length / 2);
    const after = [...new Set([...kept.slice(0, at), ...extra, ...kept.slice(at)])];
    return after.length === 0 ? null : withList(statement, 'Action', after);
  });
}

function withList(statement: JsonObject, key: string, values: readonly string[]): JsonObject {
  const [only] = values;
  const scalar = typeof statement[key] === 'string' && values.length === 1 && only !== undefined;
  return { ...statement, [key]: scalar ? only : values };
}

const renamed = (statement: JsonObject, values: readonly string[]): JsonObject =>
  Object.fromEntries(
    Object.entries(statement).map(([key, value]) =>
      key === 'Action' ? ['NotAction', values] : [key, value],
    ),
  );

/** Lines of `after` that are not lines of `before`, as multisets. */
export function newLines(before: string, after: string): readonly string[] {
  const left = new Map<string, number>();
  for (const line of before.split('\n')) left.set(line, (left.get(line) ?? 0) + 1);
  return after.split('\n').filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
