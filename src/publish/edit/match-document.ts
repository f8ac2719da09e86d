import { foldCase } from '../../domain/fold-case.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { matchPatterns } from './match-patterns.ts';
import { entryOf, type ListNode, type MapNode, type SourceNode } from './source-node.ts';

/** A policy document of a file set beside the document it should mean. */
export type DocumentMatch =
  /** `statements[i]` is where the i-th statement of the document stands in the file. */
  | { readonly same: true; readonly statements: readonly MapNode[]; readonly list: ListNode | null }
  | { readonly same: false; readonly difference: string };

const PATTERN_KEYS = ['Action', 'NotAction', 'Resource', 'NotResource'] as const;

/**
 * Whether a document in a file means what `document` says. Order of statements, actions and resources does not count,
 * nor does scalar or list; a computed value stands for whatever fits its literal pieces.
 */
export function matchDocument(node: SourceNode, document: JsonObject): DocumentMatch {
  const differs = (difference: string): DocumentMatch => ({ same: false, difference });
  if (node.kind !== 'map') return differs('it is not a policy document');
  const foreign = node.entries.find(({ key }) => !['Version', 'Id', 'Statement'].includes(key));
  if (foreign !== undefined) return differs(`it has ${foreign.key}`);
  for (const key of ['Version', 'Id']) {
    if (!sameText(entryOf(node, key)?.value, document[key])) return differs(`its ${key} differs`);
  }
  const value = entryOf(node, 'Statement')?.value;
  const list = value?.kind === 'list' ? value : null;
  const found = list?.items ?? (value === undefined ? [] : [value]);
  const wanted = statementsOf(document);
  if (found.length !== wanted.length)
    return differs(`it has ${found.length} statements instead of ${wanted.length}`);
  const free = new Set(found.keys());
  const statements: MapNode[] = [];
  for (const [index, statement] of wanted.entries()) {
    // The same place first, so that equal statements keep their order.
    const at = [index, ...free].find((each) => free.has(each) && sameStatement(found[each], statement));
    const match = at === undefined ? undefined : found[at];
    if (at === undefined || match?.kind !== 'map')
      return differs(`no statement of it means ${nameOf(statement, index)}`);
    free.delete(at);
    statements.push(match);
  }
  return { same: true, statements, list };
}

export function statementsOf({ Statement: value }: JsonObject): readonly JsonObject[] {
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function nameOf({ Sid: sid }: JsonObject, index: number): string {
  return typeof sid === 'string' && sid !== '' ? `the statement "${sid}"` : `statement ${index}`;
}

function sameStatement(node: SourceNode | undefined, statement: JsonObject): boolean {
  if (node?.kind !== 'map') return false;
  const keys = new Set([...node.entries.map(({ key }) => key), ...Object.keys(statement)]);
  return [...keys].every((key) => {
    const value = entryOf(node, key)?.value;
    const wanted = statement[key];
    if (key === 'Sid' || key === 'Effect') return sameText(value, wanted);
    if (value === undefined || wanted === undefined) return false;
    if (isPatternKey(key)) return matchPatterns(value, textsOf(wanted), key.endsWith('Action')) !== null;
    return key === 'Condition' ? sameCondition(value, wanted) : false;
  });
}

const isPatternKey = (key: string): boolean => (PATTERN_KEYS as readonly string[]).includes(key);

/** An absent and an empty text are the same: Terraform writes `Sid: ""` for none. */
function sameText(node: SourceNode | undefined, wanted: Json | undefined): boolean {
  if (node?.kind === 'computed')
    return wanted !== undefined && matchPatterns(node, textsOf(wanted), false) !== null;
  const value = node?.kind === 'text' || node?.kind === 'other' ? String(node.value) : '';
  return (node === undefined || node.kind === 'text' || node.kind === 'other') && value === (wanted ?? '');
}

function sameCondition(node: SourceNode, wanted: Json): boolean {
  if (node.kind !== 'map' || !isObject(wanted)) return node.kind === 'computed';
  const found = flat(node.entries.map(({ key, value }) => [key, value]));
  const expected = Object.entries(wanted).flatMap(([operator, keys]) =>
    isObject(keys)
      ? Object.entries(keys).map(([key, values]) => [nameOfCondition(operator, key), values] as const)
      : [],
  );
  return (
    found !== null &&
    found.size === expected.length &&
    expected.every(([name, values]) => {
      const value = found.get(name);
      return value !== undefined && matchPatterns(value, textsOf(values), false) !== null;
    })
  );
}

/** Operators and condition keys are not case-sensitive (IAM User Guide, reference_policies_elements_condition). */
const nameOfCondition = (operator: string, key: string): string =>
  JSON.stringify([foldCase(operator), foldCase(key)]);

function flat(operators: readonly (readonly [string, SourceNode])[]): ReadonlyMap<string, SourceNode> | null {
  const lines = new Map<string, SourceNode>();
  for (const [operator, keys] of operators) {
    if (keys.kind !== 'map') return null;
    for (const { key, value } of keys.entries) lines.set(nameOfCondition(operator, key), value);
  }
  return lines;
}

/** IAM reads `true` and `"true"` alike in a condition. */
export function textsOf(value: Json | undefined): readonly string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map((item: Json) =>
    typeof item === 'object' ? JSON.stringify(item) : String(item),
  );
}
