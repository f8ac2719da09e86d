import type { Json } from '../../domain/json.ts';

/** Character offsets into the source text, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * How the parts of a list or map follow each other: `flow` between brackets with commas; `block` in lines of YAML;
 * `lines` each on lines of its own with nothing between (Terraform blocks).
 */
export type Layout = 'flow' | 'block' | 'lines';

/** A value of a configuration file and where it stands, whatever the format: what edits are planned on. */
export type SourceNode = MapNode | ListNode | TextNode | OtherNode | ComputedNode;

export interface MapEntry extends Span {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: SourceNode;
}

export interface MapNode extends Span {
  readonly kind: 'map';
  readonly layout: Layout;
  readonly entries: readonly MapEntry[];
}

export interface ListNode extends Span {
  readonly kind: 'list';
  readonly layout: Layout;
  readonly items: readonly SourceNode[];
}

/** A string whose value stands in the file. */
export interface TextNode extends Span {
  readonly kind: 'text';
  readonly value: string;
}

/** A number, a boolean or null. */
export interface OtherNode extends Span {
  readonly kind: 'other';
  readonly value: Json;
}

/** A value that only the deployment knows: an intrinsic function, a reference, an expression, an alias. */
export interface ComputedNode extends Span {
  readonly kind: 'computed';
  /** As it stands in the file. */
  readonly source: string;
  /** The literal pieces between the unknown parts of a string template; null when nothing is known about it. */
  readonly pieces: readonly string[] | null;
}

export function entryOf(map: MapNode, key: string): MapEntry | undefined {
  return map.entries.find((entry) => entry.key === key);
}

/** The text of a string entry, or null when there is none or it is computed. */
export function textOf(map: MapNode, key: string): string | null {
  const value = entryOf(map, key)?.value;
  return value?.kind === 'text' ? value.value : null;
}

/** The value as JSON; what is computed appears as its source text under a key no policy has. */
export function plainValue(node: SourceNode): Json {
  switch (node.kind) {
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainValue(value)]));
    case 'list':
      return node.items.map(plainValue);
    case 'computed':
      return { 'computed value': node.source };
    default:
      return node.value;
  }
}

/** 1-based line of an offset. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
