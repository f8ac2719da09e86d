import { stringify } from 'yaml';

/** How a format writes what an edit adds. */
export interface Syntax {
  /** What begins a comment that ends with the line. */
  readonly lineComments: readonly string[];
  /**
   * The text of a string, written the way its neighbour is.
   * @param like source text of a neighbouring string; null when there is none
   */
  readonly write: (value: string, like: string | null) => string;
}

export const JSON_SYNTAX: Syntax = {
  lineComments: ['//'],
  write: (value) => JSON.stringify(value),
};

export const YAML_SYNTAX: Syntax = {
  lineComments: ['#'],
  write: (value, like) => {
    if (like?.startsWith("'")) return `'${value.replaceAll("'", "''")}'`;
    if (like?.startsWith('"')) return JSON.stringify(value);
    // The library knows when a plain scalar would read as something else (`*`, `yes`, `a: b`).
    return stringify(value, { lineWidth: 0, defaultStringType: 'PLAIN' }).trimEnd();
  },
};

/** Terraform: `${` and `%{` begin a template unless doubled (HCL native syntax specification, Template Expressions). */
export const HCL_SYNTAX: Syntax = {
  lineComments: ['#', '//'],
  write: (value) => JSON.stringify(value).replace(/[$%]\{/g, (opening) => `${opening.charAt(0)}${opening}`),
};

/** In an `aws_iam_policy_document` a policy variable is written `&{aws:username}` (its documentation, Context Variable Interpolation). */
export const HCL_DOCUMENT_SYNTAX: Syntax = {
  lineComments: HCL_SYNTAX.lineComments,
  write: (value, like) => HCL_SYNTAX.write(value.replaceAll('${', '&{'), like),
};

/** JSON inside a heredoc: no backslash of HCL's own, but templates. */
export const HEREDOC_JSON_SYNTAX: Syntax = {
  lineComments: [],
  write: HCL_SYNTAX.write,
};
