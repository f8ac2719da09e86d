import { hclString } from './hcl-string.ts';
import { HclCursor } from './hcl-tokens.ts';
import type { ComputedNode, MapEntry, SourceNode, Span } from './source-node.ts';

/** A value of Terraform: what other formats have, and calls of a function with one argument. */
export type HclValue = SourceNode | HclCall | HclHeredoc;

/** `jsonencode(...)`, `file(...)`. */
export interface HclCall extends Span {
  readonly kind: 'call';
  readonly name: string;
  readonly argument: SourceNode;
  readonly source: string;
}

export interface HclHeredoc extends Span {
  readonly kind: 'heredoc';
  /** The lines between the marks. */
  readonly content: Span;
  readonly source: string;
}

export interface HclAttribute extends Span {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: HclValue;
}

export interface HclBlock extends Span {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: HclBody;
}

export interface HclBody {
  readonly attributes: readonly HclAttribute[];
  readonly blocks: readonly HclBlock[];
}

/**
 * Terraform's native syntax as far as policies need it: blocks, attributes, literal strings, lists and objects, heredocs
 * and calls of one argument; every other expression is one computed value.
 * @throws SourceSyntaxError
 */
export function parseHcl(text: string): HclBody {
  const cursor = new HclCursor(text);
  const body = readBody(cursor);
  if (cursor.peek() !== '') cursor.fail('a closing bracket without an opening one');
  return body;
}

function readBody(cursor: HclCursor): HclBody {
  const attributes: HclAttribute[] = [];
  const blocks: HclBlock[] = [];
  for (;;) {
    cursor.skip(true);
    if (cursor.peek() === '' || cursor.peek() === '}') return { attributes, blocks };
    const start = cursor.at;
    const name = cursor.identifier();
    if (name === null) cursor.fail('a name of an attribute or block is expected');
    const nameSpan = { start, end: cursor.at };
    cursor.skip(false);
    if (cursor.peek() === '=' && cursor.peek(2) !== '==') {
      cursor.at++;
      cursor.skip(false);
      const value = readValue(cursor, /[\n}]/);
      attributes.push({ name, nameSpan, value, start, end: value.end });
    } else blocks.push(readBlock(cursor, name, start));
  }
}

function readBlock(cursor: HclCursor, type: string, start: number): HclBlock {
  const labels: string[] = [];
  for (;;) {
    cursor.skip(false);
    if (cursor.peek() === '{') break;
    if (cursor.peek() === '"') {
      const from = cursor.at;
      cursor.skipString();
      labels.push(cursor.text.slice(from + 1, cursor.at - 1));
    } else labels.push(cursor.identifier() ?? cursor.fail('a label or { is expected'));
  }
  cursor.at++;
  const body = readBody(cursor);
  if (cursor.peek() !== '}') cursor.fail('a block does not end');
  cursor.at++;
  return { type, labels, body, start, end: cursor.at };
}

/** A value up to one of the characters that end it at its level; line breaks end it only where `end` has them. */
function readValue(cursor: HclCursor, end: RegExp): HclValue {
  const start = cursor.at;
  const lines = !end.test('\n');
  const value = readLiteral(cursor);
  const after = cursor.at;
  if (value !== null) {
    cursor.skip(lines);
    const next = cursor.peek();
    if (next === '' || end.test(next)) {
      cursor.at = after;
      return value;
    }
  }
  cursor.at = start;
  let last = start;
  for (;;) {
    cursor.skip(lines);
    const next = cursor.peek();
    if (next === '' || end.test(next)) break;
    skipPart(cursor);
    last = cursor.at;
  }
  cursor.at = last;
  return computed(cursor, start, null);
}

function skipPart(cursor: HclCursor): void {
  const next = cursor.peek();
  const close = { '(': ')', '[': ']', '{': '}' }[next];
  if (next === '"') cursor.skipString();
  else if (cursor.heredocMark() !== null) cursor.skipHeredoc();
  else {
    cursor.at++;
    if (close !== undefined) {
      cursor.skipTo(close);
      cursor.at++;
    }
  }
}

/** A literal or a call of one argument at the cursor, or null; the cursor is then anywhere. */
function readLiteral(cursor: HclCursor): HclValue | null {
  const start = cursor.at;
  const next = cursor.peek();
  if (next === '"') {
    cursor.skipString();
    return hclString(cursor.text, start, cursor.at);
  }
  if (next === '[') return readList(cursor);
  if (next === '{') return readObject(cursor);
  if (cursor.heredocMark() !== null) {
    const content = cursor.skipHeredoc();
    return { kind: 'heredoc', start, end: cursor.at, content, source: cursor.text.slice(start, cursor.at) };
  }
  const number = /^-?\d+(\.\d+)?/.exec(cursor.peek(40))?.[0];
  if (number !== undefined) {
    cursor.at += number.length;
    return { kind: 'other', start, end: cursor.at, value: Number(number) };
  }
  const word = cursor.identifier();
  if (word === 'true' || word === 'false')
    return { kind: 'other', start, end: cursor.at, value: word === 'true' };
  if (word === 'null') return { kind: 'other', start, end: cursor.at, value: null };
  return word !== null && cursor.peek() === '(' ? readCall(cursor, word, start) : null;
}

function readCall(cursor: HclCursor, name: string, start: number): HclValue | null {
  cursor.at++;
  cursor.skip(true);
  if (cursor.peek() === ')') return null;
  const argument = sourceNode(readValue(cursor, /[,)]/));
  cursor.skip(true);
  if (cursor.peek() === ',') {
    cursor.at++;
    cursor.skip(true);
  }
  if (cursor.peek() !== ')') return null;
  cursor.at++;
  return { kind: 'call', name, argument, start, end: cursor.at, source: cursor.text.slice(start, cursor.at) };
}

function readList(cursor: HclCursor): SourceNode | null {
  const start = cursor.at++;
  const items: SourceNode[] = [];
  for (;;) {
    cursor.skip(true);
    if (cursor.peek() === ']') break;
    if (/^for\s/.test(cursor.peek(4))) return null;
    items.push(sourceNode(readValue(cursor, /[,\]]/)));
    cursor.skip(true);
    if (cursor.peek() === ',') cursor.at++;
    else if (cursor.peek() !== ']') return null;
  }
  cursor.at++;
  return { kind: 'list', layout: 'flow', start, end: cursor.at, items };
}

function readObject(cursor: HclCursor): SourceNode | null {
  const start = cursor.at++;
  const entries: MapEntry[] = [];
  for (;;) {
    cursor.skip(true);
    if (cursor.peek() === '}') break;
    if (/^for\s/.test(cursor.peek(4))) return null;
    const from = cursor.at;
    const key = readKey(cursor);
    if (key === null) return null;
    const keySpan = { start: from, end: cursor.at };
    cursor.skip(false);
    if (!/^[=:]/.test(cursor.peek())) return null;
    cursor.at++;
    cursor.skip(true);
    const value = sourceNode(readValue(cursor, /[,}\n]/));
    if (entries.some((entry) => entry.key === key)) return null;
    entries.push({ key, keySpan, value, start: from, end: value.end });
    cursor.skip(true);
    if (cursor.peek() === ',') cursor.at++;
  }
  cursor.at++;
  return { kind: 'map', layout: 'flow', start, end: cursor.at, entries };
}

function readKey(cursor: HclCursor): string | null {
  if (cursor.peek() !== '"') return cursor.identifier();
  const start = cursor.at;
  cursor.skipString();
  const key = hclString(cursor.text, start, cursor.at);
  return key.kind === 'text' ? key.value : null;
}

/** Calls and heredocs inside a value are computed: only a whole attribute may be one. */
function sourceNode(value: HclValue): SourceNode {
  return value.kind === 'call' || value.kind === 'heredoc'
    ? { kind: 'computed', start: value.start, end: value.end, source: value.source, pieces: null }
    : value;
}

function computed({ text, at }: HclCursor, start: number, pieces: ComputedNode['pieces']): ComputedNode {
  return { kind: 'computed', start, end: at, source: text.slice(start, at), pieces };
}
