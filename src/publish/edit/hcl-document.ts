import type { HclBlock, HclBody, HclValue } from './hcl-source.ts';
import type { ComputedNode, ListNode, MapEntry, MapNode, SourceNode, Span, TextNode } from './source-node.ts';

/** What an `aws_iam_policy_document` block calls the elements of a statement. */
export const DOCUMENT_NAMES: Readonly<Record<string, string>> = {
  Sid: 'sid',
  Effect: 'effect',
  Action: 'actions',
  NotAction: 'not_actions',
  Resource: 'resources',
  NotResource: 'not_resources',
};

/** Arguments of the block that bring in statements from elsewhere. */
const IMPORTS = ['source_policy_documents', 'override_policy_documents', 'source_json', 'override_json'];

/** The document a `data "aws_iam_policy_document"` block stands for, or why it cannot be told from the block alone. */
export function hclDocument({ body, start }: HclBlock): MapNode | { readonly computed: string } {
  const imports = body.attributes.find(({ name }) => IMPORTS.includes(name));
  if (imports !== undefined) return { computed: `it takes statements from ${imports.name}` };
  const repeated = body.attributes.find(({ name }) => name === 'for_each' || name === 'count');
  if (repeated !== undefined) return { computed: `${repeated.name} makes several documents of it` };
  const dynamic = body.blocks.find(({ type }) => type !== 'statement');
  if (dynamic !== undefined) return { computed: `it has a ${dynamic.type} block` };
  const items = body.blocks.map(statement);
  const problem = items.find((item) => 'computed' in item);
  if (problem !== undefined && 'computed' in problem) return problem;
  const at = { start, end: start };
  const list: ListNode = {
    kind: 'list',
    layout: 'lines',
    start,
    end: start,
    items: items.filter((item): item is MapNode => !('computed' in item)),
  };
  // The default of the provider.
  const version = attribute(body, 'version') ?? { kind: 'text' as const, ...at, value: '2012-10-17' };
  const id = attribute(body, 'policy_id');
  return mapOf(at, [
    entry('Version', at, version),
    ...(id === undefined ? [] : [entry('Id', at, id)]),
    entry('Statement', at, list),
  ]);
}

function statement(block: HclBlock): MapNode | { readonly computed: string } {
  const entries: MapEntry[] = [];
  for (const [element, name] of Object.entries(DOCUMENT_NAMES)) {
    const found = block.body.attributes.find((each) => each.name === name);
    if (found !== undefined) entries.push(entry(element, found.nameSpan, unescaped(found.value)));
  }
  const at = { start: block.start, end: block.start };
  if (!entries.some(({ key }) => key === 'Effect'))
    entries.push(entry('Effect', at, { kind: 'text', ...at, value: 'Allow' }));
  const conditions = new Map<string, MapEntry[]>();
  for (const { type, body } of block.body.blocks) {
    if (type === 'principals' || type === 'not_principals') {
      entries.push(entry('Principal', at, { kind: 'other', ...at, value: null }));
      continue;
    }
    const [test, variable] = [attribute(body, 'test'), attribute(body, 'variable')];
    const values = attribute(body, 'values');
    if (type !== 'condition' || test?.kind !== 'text' || variable?.kind !== 'text' || values === undefined)
      return { computed: `a statement has a ${type} block that is not literal` };
    const lines = conditions.get(test.value) ?? [];
    conditions.set(test.value, [...lines, entry(variable.value, at, values)]);
  }
  const operators = [...conditions].map(([operator, lines]) => entry(operator, at, mapOf(at, lines)));
  if (operators.length > 0) entries.push(entry('Condition', at, mapOf(at, operators)));
  return mapOf(block, entries);
}

const attribute = ({ attributes }: HclBody, name: string): SourceNode | undefined => {
  const found = attributes.find((each) => each.name === name);
  return found === undefined ? undefined : unescaped(found.value);
};

const entry = (key: string, keySpan: Span, value: SourceNode): MapEntry => ({
  key,
  keySpan,
  value,
  start: keySpan.start,
  end: value.end,
});

const mapOf = ({ start, end }: Span, entries: readonly MapEntry[]): MapNode => ({
  kind: 'map',
  layout: 'flow',
  start,
  end,
  entries,
});

/** `&{aws:username}` is how this block writes IAM's `${aws:username}`. */
function unescaped(value: HclValue): SourceNode {
  const shown = (text: string): string => text.replaceAll('&{', '${');
  switch (value.kind) {
    case 'text':
      return { ...value, value: shown(value.value) } satisfies TextNode;
    case 'computed':
      return { ...value, pieces: value.pieces?.map(shown) ?? null } satisfies ComputedNode;
    case 'list':
      return { ...value, items: value.items.map(unescaped) };
    case 'call':
    case 'heredoc':
      return { kind: 'computed', start: value.start, end: value.end, source: value.source, pieces: null };
    default:
      return value;
  }
}
