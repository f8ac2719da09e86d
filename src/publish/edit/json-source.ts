import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { SourceNode } from './source-node.ts';
import { SourceSyntaxError } from './source-syntax-error.ts';

/** How a string of the file becomes a node; the default takes it as it is. */
export type ReadText = (value: string, start: number, end: number, source: string) => SourceNode;

const plainText: ReadText = (value, start, end) => ({ kind: 'text', start, end, value });

/**
 * JSON with comments and trailing commas (JSONC) as nodes with offsets. A CloudFormation intrinsic (`{"Ref": ...}`,
 * `{"Fn::Sub": ...}`) is a computed value.
 * @param base offset of `text` in the file it is part of
 * @throws SourceSyntaxError
 */
export function parseJsonSource(text: string, base = 0, readText: ReadText = plainText): SourceNode {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const [error] = errors;
  if (error !== undefined) throw new SourceSyntaxError(printParseErrorCode(error.error), base + error.offset);
  if (tree === undefined) throw new SourceSyntaxError('the file is empty', base);
  return convert(tree, text, base, readText);
}

function convert(node: Node, text: string, base: number, readText: ReadText): SourceNode {
  const start = base + node.offset;
  const end = start + node.length;
  const source = text.slice(node.offset, node.offset + node.length);
  switch (node.type) {
    case 'object': {
      const entries = (node.children ?? []).flatMap((property) => {
        const [key, value] = property.children ?? [];
        if (key === undefined || value === undefined) return [];
        const keySpan = { start: base + key.offset, end: base + key.offset + key.length };
        const converted = convert(value, text, base, readText);
        return [
          { key: String(key.value), keySpan, value: converted, start: keySpan.start, end: converted.end },
        ];
      });
      const keys = new Set(entries.map(({ key }) => key));
      if (keys.size < entries.length) throw new SourceSyntaxError('a key stands twice in one object', start);
      const pieces = intrinsicPieces(entries);
      return pieces === undefined
        ? { kind: 'map', layout: 'flow', start, end, entries }
        : { kind: 'computed', start, end, source, pieces };
    }
    case 'array': {
      const items = (node.children ?? []).map((child) => convert(child, text, base, readText));
      return { kind: 'list', layout: 'flow', start, end, items };
    }
    case 'string':
      return readText(String(node.value), start, end, source);
    default:
      return { kind: 'other', start, end, value: node.value as null | boolean | number };
  }
}

/** The literal pieces of an intrinsic written as a map, null when it has none, undefined when it is no intrinsic. */
export function intrinsicPieces(
  entries: readonly { readonly key: string; readonly value: SourceNode }[],
): readonly string[] | null | undefined {
  const [only, ...others] = entries;
  if (only === undefined || others.length > 0 || !/^(Ref|Fn::.+)$/.test(only.key)) return undefined;
  if (only.key !== 'Fn::Sub') return null;
  const template = only.value.kind === 'list' ? only.value.items[0] : only.value;
  return template?.kind === 'text' ? subPieces(template.value) : null;
}

/** The literal pieces of a `Fn::Sub` template; `${!Name}` stands for the literal `${Name}`. */
export function subPieces(template: string): readonly string[] {
  const pieces = [''];
  for (const [part] of template.matchAll(/\$\{!?[^}]*\}|[^$]+|\$/g)) {
    if (!part.startsWith('${')) pieces.push(pieces.pop() + part);
    else if (part.startsWith('${!')) pieces.push(`${pieces.pop()}\${${part.slice(3)}`);
    else pieces.push('');
  }
  return pieces;
}
