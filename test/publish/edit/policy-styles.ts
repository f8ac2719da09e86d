import { stringify } from 'yaml';
import type { Json, JsonObject } from '../../../src/domain/json.ts';

/** A way to write a policy document into a file. */
export interface Style {
  readonly name: string;
  readonly path: string;
  readonly write: (document: JsonObject) => string;
}

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

/** JSONC: every array item with a comment, and commas at the ends. */
const commented = (document: JsonObject): string =>
  `// owned by the platform team\n${JSON.stringify(document, null, 2)
    .replace(/^( +)("[^"]*:[^"]*")(,?)$/gm, '$1$2$3 // kept for a reason')
    .replace(/^( +)(\{)$/gm, '$1/* statement */ $2')}\n`;

/** Several items on one line, as people pack long lists. */
const packed = (document: JsonObject): string =>
  `${JSON.stringify(document, null, 2).replace(/\[\s+("[^[\]{}]*")\s+\]/g, (_all, items: string) => {
    const parts = items.split(/,\s+/);
    const lines = parts.reduce(
      (text, part, index) => `${text}${index === 0 ? '' : index % 3 === 0 ? ',\n        ' : ', '}${part}`,
      '',
    );
    return `[${lines}]`;
  })}\n`;

const inCloudFormation = (document: JsonObject): Json => ({
  AWSTemplateFormatVersion: '2010-09-09',
  Resources: {
    Policy: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { ManagedPolicyName: 'p', PolicyDocument: document },
    },
    Other: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'untouched' } },
  },
});

function hcl(value: Json, indent: string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item: Json) => `${indent}  ${hcl(item, `${indent}  `)},\n`).join('')}${indent}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const lines = Object.entries(value).map(
      ([key, item]) =>
        `${indent}  ${/^\w+$/.test(key) ? key : JSON.stringify(key)} = ${hcl(item, `${indent}  `)}\n`,
    );
    return `{\n${lines.join('')}${indent}}`;
  }
  return JSON.stringify(value).replace(/[$%]\{/g, (opening) => `${opening.charAt(0)}${opening}`);
}

const resource = (policy: string): string =>
  `# before\nresource "aws_iam_policy" "p" {\n  name   = "p"\n  policy = ${policy}\n}\n\n# after\nlocals { x = { for k, v in var.y : k => v } }\n`;

/** Styles of files that people keep policies in. */
export const STYLES: readonly Style[] = [
  { name: 'JSON, 2 spaces', path: 'p.json', write: (d) => `${JSON.stringify(d, null, 2)}\n` },
  {
    name: 'JSON, 4 spaces, no line break at the end',
    path: 'p.json',
    write: (d) => JSON.stringify(d, null, 4),
  },
  { name: 'JSON, tabs and CRLF', path: 'p.json', write: (d) => crlf(`${JSON.stringify(d, null, '\t')}\n`) },
  { name: 'JSON on one line', path: 'p.json', write: (d) => JSON.stringify(d) },
  {
    name: 'JSON with a byte-order mark',
    path: 'p.json',
    write: (d) => `\ufeff${JSON.stringify(d, null, 2)}\n`,
  },
  { name: 'JSON, three items a line', path: 'p.json', write: packed },
  { name: 'JSONC with comments', path: 'p.jsonc', write: commented },
  {
    name: 'CloudFormation JSON',
    path: 't.template',
    write: (d) => `${JSON.stringify(inCloudFormation(d), null, 2)}\n`,
  },
  {
    name: 'CloudFormation YAML',
    path: 't.yaml',
    write: (d) => stringify(inCloudFormation(d), { lineWidth: 0 }),
  },
  {
    name: 'YAML with unindented lists, CRLF',
    path: 't.yml',
    write: (d) => crlf(stringify(inCloudFormation(d), { lineWidth: 0, indentSeq: false })),
  },
  {
    name: 'YAML with quoted strings',
    path: 't.yaml',
    write: (d) => stringify(inCloudFormation(d), { lineWidth: 0, defaultStringType: 'QUOTE_SINGLE' }),
  },
  {
    name: 'YAML flow',
    path: 't.yaml',
    write: (d) => stringify(inCloudFormation(d), { lineWidth: 0, collectionStyle: 'flow' }),
  },
  { name: 'Terraform jsonencode', path: 'p.tf', write: (d) => resource(`jsonencode(${hcl(d, '  ')})`) },
  {
    name: 'Terraform heredoc',
    path: 'p.tf',
    write: (d) =>
      resource(
        `<<-EOT\n${JSON.stringify(d, null, 2).replace(/[$%]\{/g, (opening) => `${opening.charAt(0)}${opening}`)}\n  EOT`,
      ),
  },
];
