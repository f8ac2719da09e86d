import { isAlias, isMap, isScalar, isSeq, type ParsedNode, parseAllDocuments } from 'yaml';
import { intrinsicPieces, subPieces } from './json-source.ts';
import type { Layout, MapEntry, SourceNode } from './source-node.ts';
import { SourceSyntaxError } from './source-syntax-error.ts';

/**
 * Every document of a YAML file as nodes with offsets. CloudFormation's short and long intrinsics (`!Sub`, `Fn::Sub`),
 * aliases and anything with a tag of its own are computed values.
 * @throws SourceSyntaxError
 */
export function parseYamlSource(text: string): readonly SourceNode[] {
  const documents = parseAllDocuments<ParsedNode>(text, { logLevel: 'silent', uniqueKeys: true });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw new SourceSyntaxError(error.message, error.pos[0]);
    return document.contents === null ? [] : [convert(document.contents, text)];
  });
}

function convert(node: ParsedNode, text: string): SourceNode {
  const [start, valueEnd] = node.range;
  if (isAlias(node)) return computed(start, valueEnd, text, null);
  const tag = node.tag ?? '';
  if (tag.startsWith('!')) {
    const from = text.lastIndexOf(tag, start);
    const template = isSeq(node) ? node.items[0] : node;
    const pieces = tag === '!Sub' && isScalar(template) ? subPieces(String(template.value)) : null;
    return computed(from < 0 ? start : from, endOf(node), text, pieces);
  }
  const layout: Layout = isScalar(node) || node.flow !== true ? 'block' : 'flow';
  if (isMap(node)) {
    const entries = node.items.map((pair): MapEntry => {
      const { key } = pair;
      if (!isScalar(key)) throw new SourceSyntaxError('a key is not plain text', start);
      const keySpan = { start: key.range[0], end: key.range[1] };
      const value: SourceNode =
        pair.value === null
          ? { kind: 'other', start: keySpan.end, end: keySpan.end, value: null }
          : convert(pair.value, text);
      return { key: String(key.value), keySpan, value, start: keySpan.start, end: value.end };
    });
    const pieces = intrinsicPieces(entries);
    const end = layout === 'flow' ? valueEnd : (entries.at(-1)?.end ?? valueEnd);
    // `<<: *anchor` brings in keys that do not stand here.
    const merges = entries.some(({ key }) => key === '<<');
    return pieces !== undefined || merges
      ? computed(start, end, text, pieces ?? null)
      : { kind: 'map', layout, start, end, entries };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item as ParsedNode, text));
    const end = layout === 'flow' ? valueEnd : (items.at(-1)?.end ?? valueEnd);
    return { kind: 'list', layout, start, end, items };
  }
  const { value } = node;
  if (typeof value === 'string') return { kind: 'text', start, end: valueEnd, value };
  if (value === null || typeof value === 'boolean' || typeof value === 'number') {
    return { kind: 'other', start, end: valueEnd, value };
  }
  return computed(start, valueEnd, text, null);
}

/** Where the last character of a node stands; block collections of the yaml package reach into the lines below. */
function endOf(node: ParsedNode): number {
  const [, valueEnd] = node.range;
  if (isAlias(node) || isScalar(node) || node.flow === true) return valueEnd;
  const last = node.items.at(-1);
  const inner = isMap(node) ? (last as { value: ParsedNode | null } | undefined)?.value : last;
  return inner === undefined || inner === null ? valueEnd : endOf(inner as ParsedNode);
}

function computed(start: number, end: number, text: string, pieces: readonly string[] | null): SourceNode {
  return { kind: 'computed', start, end, source: text.slice(start, end), pieces };
}
