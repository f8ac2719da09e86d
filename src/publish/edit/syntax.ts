import { stringify } from 'yaml';
import type { Json, JsonObject } from '../../domain/json.ts';

/** How a format writes what an edit adds. */
export interface Syntax {
  /** What begins a comment that ends with the line. */
  readonly lineComments: readonly string[];
  /**
   * The text of a string, written the way its neighbour is.
   * @param like source text of a neighbouring string; null when there is none
   */
  readonly write: (value: string, like: string | null) => string;
  /**
   * The text of a whole statement between brackets, its first line not indented.
   * @param unit white space of one level; empty for all on one line
   */
  readonly writeObject: (value: JsonObject, unit: string) => string;
}

const asJson = (value: JsonObject, unit: string): string => JSON.stringify(value, null, unit);

/** `${` and `%{` begin a template of Terraform unless doubled (HCL native syntax specification, Template Expressions). */
const literal = (text: string): string =>
  text.replace(/[$%]\{/g, (opening) => `${opening.charAt(0)}${opening}`);

function asHcl(value: Json, unit: string, indent: string): string {
  if (typeof value !== 'object' || value === null) return literal(JSON.stringify(value));
  const inner = `${indent}${unit}`;
  const parts = Array.isArray(value)
    ? value.map((item: Json) => asHcl(item, unit, inner))
    : Object.entries(value).map(
        ([key, item]) =>
          `${/^[A-Za-z]\w*$/.test(key) ? key : literal(JSON.stringify(key))} = ${asHcl(item, unit, inner)}`,
      );
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{ ', ' }'];
  if (unit === '') return `${open}${parts.join(', ')}${close}`;
  const end = Array.isArray(value) ? ',' : '';
  return `${open.trim()}\n${parts.map((part) => `${inner}${part}${end}\n`).join('')}${indent}${close.trim()}`;
}

export const JSON_SYNTAX: Syntax = {
  lineComments: ['//'],
  write: (value) => JSON.stringify(value),
  writeObject: asJson,
};

export const YAML_SYNTAX: Syntax = {
  lineComments: ['#'],
  write: (value, like) => {
    if (like?.startsWith("'")) return `'${value.replaceAll("'", "''")}'`;
    if (like?.startsWith('"')) return JSON.stringify(value);
    // The library knows when a plain scalar would read as something else (`*`, `yes`, `a: b`).
    return stringify(value, { lineWidth: 0, defaultStringType: 'PLAIN' }).trimEnd();
  },
  // Between brackets YAML takes JSON.
  writeObject: (value) => JSON.stringify(value),
};

/** Terraform's own expressions. */
export const HCL_SYNTAX: Syntax = {
  lineComments: ['#', '//'],
  write: (value) => literal(JSON.stringify(value)),
  writeObject: (value, unit) => asHcl(value, unit, ''),
};

/** In an `aws_iam_policy_document` a policy variable is written `&{aws:username}` (its documentation, Context Variable Interpolation). */
export const HCL_DOCUMENT_SYNTAX: Syntax = {
  lineComments: HCL_SYNTAX.lineComments,
  write: (value, like) => HCL_SYNTAX.write(value.replaceAll('${', '&{'), like),
  writeObject: HCL_SYNTAX.writeObject,
};

/** JSON inside a heredoc: no backslash of HCL's own, but templates. */
export const HEREDOC_JSON_SYNTAX: Syntax = {
  lineComments: [],
  write: HCL_SYNTAX.write,
  writeObject: (value, unit) => literal(asJson(value, unit)),
};
