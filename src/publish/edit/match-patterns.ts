import { foldCase } from '../../domain/fold-case.ts';
import type { ComputedNode, SourceNode } from './source-node.ts';

/** The strings a value of the file stands for, each with its place; a whole computed value stands for all of them. */
export type PatternMatch = ReadonlyMap<string, SourceNode>;

/**
 * Sets the strings of a value beside the ones it should be, as sets. What is literal must be the same; each computed
 * item stands for one string that fits its literal pieces, the most literal first.
 * @returns where each wanted string stands; null when they differ
 */
export function matchPatterns(
  node: SourceNode,
  wanted: readonly string[],
  caseInsensitive: boolean,
): PatternMatch | null {
  const fold = (text: string): string => (caseInsensitive ? foldCase(text) : text);
  if (node.kind === 'computed') {
    const fits =
      node.pieces === null || (wanted.length === 1 && wanted.every((text) => fitsPieces(node, text)));
    return fits ? new Map(wanted.map((text) => [text, node])) : null;
  }
  const items = node.kind === 'list' ? node.items : [node];
  const open = new Map(wanted.map((text) => [fold(text), text]));
  const found = new Map<string, SourceNode>();
  const seen = new Set<string>();
  const computed: ComputedNode[] = [];
  for (const item of items) {
    if (item.kind === 'computed') {
      computed.push(item);
      continue;
    }
    if (item.kind !== 'text' && item.kind !== 'other') return null;
    const value = fold(String(item.value));
    const text = open.get(value);
    if (text === undefined) {
      if (seen.has(value)) continue;
      return null;
    }
    seen.add(value);
    open.delete(value);
    found.set(text, item);
  }
  const literal = ({ pieces }: ComputedNode): number => (pieces ?? []).join('').length;
  for (const item of computed.sort((a, b) => literal(b) - literal(a))) {
    const text = [...open.values()].find((each) => fitsPieces(item, each));
    if (text === undefined) return null;
    open.delete(fold(text));
    found.set(text, item);
  }
  return open.size === 0 ? found : null;
}

/** Whether a text begins and ends with the outer pieces and has the others between, in order. */
export function fitsPieces({ pieces }: Pick<ComputedNode, 'pieces'>, text: string): boolean {
  if (pieces === null) return true;
  const [first = '', ...rest] = pieces;
  if (rest.length === 0) return text === first;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const next = text.indexOf(piece, at);
    if (next < 0) return false;
    at = next + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
