import { HclCursor } from './hcl-tokens.ts';
import type { ComputedNode, TextNode } from './source-node.ts';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/**
 * A quoted string of Terraform: text, or computed when it has interpolations (HCL native syntax specification,
 * "Template Expressions": `$${` and `%%{` are literal).
 * @param start offset of the opening quote
 * @param end offset after the closing quote
 */
export function hclString(text: string, start: number, end: number): TextNode | ComputedNode {
  const cursor = new HclCursor(text);
  cursor.at = start + 1;
  const pieces = [''];
  const add = (part: string): void => {
    pieces.push(pieces.pop() + part);
  };
  let directive = false;
  while (cursor.at < end - 1) {
    const next = cursor.peek(3);
    if (/^(\$\$|%%)\{/.test(next)) {
      add(next.slice(1));
      cursor.at += 3;
    } else if (/^[$%]\{/.test(next)) {
      directive ||= next.startsWith('%');
      cursor.skipInterpolation();
      pieces.push('');
    } else if (next.startsWith('\\')) {
      const code = /^\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(cursor.peek(10));
      const hex = code?.[1] ?? code?.[2];
      add(
        hex === undefined
          ? (ESCAPES[next.charAt(1)] ?? next.charAt(1))
          : String.fromCodePoint(Number.parseInt(hex, 16)),
      );
      cursor.at += code?.[0].length ?? 2;
    } else {
      add(next.charAt(0));
      cursor.at++;
    }
  }
  const [only = '', ...others] = pieces;
  return others.length === 0
    ? { kind: 'text', start, end, value: only }
    : { kind: 'computed', start, end, source: text.slice(start, end), pieces: directive ? null : pieces };
}
