import type { Json } from '../../domain/json.ts';
import { DOCUMENT_NAMES, hclDocument } from './hcl-document.ts';
import type { HclBlock, HclBody, HclValue } from './hcl-source.ts';
import { parseHcl } from './hcl-source.ts';
import { parseJsonSource, type ReadText } from './json-source.ts';
import type { PolicyFile, PolicySite, StatedName } from './policy-site.ts';
import type { PolicySource } from './policy-source.ts';
import { lineOf, plainValue, type SourceNode } from './source-node.ts';
import { SourceSyntaxError } from './source-syntax-error.ts';
import { HCL_DOCUMENT_SYNTAX, HCL_SYNTAX, HEREDOC_JSON_SYNTAX } from './syntax.ts';
import { isIdentityDocument, whyComputed } from './tree-sites.ts';

/** A policy of one block whose document stands elsewhere: in a data block or a file. */
export interface PolicyLink {
  /** `data.aws_iam_policy_document.x`, or the path of a file relative to this one's folder. */
  readonly to: string;
  readonly names: readonly StatedName[];
  readonly owners: readonly StatedName[];
}

export interface HclFile extends PolicyFile {
  readonly links: readonly PolicyLink[];
  /** Names of roles, users and groups by the address of their resource, e.g. `aws_iam_role.deployer`. */
  readonly principals: ReadonlyMap<string, StatedName>;
}

const POLICY_ARGUMENTS = ['policy', 'inline_policy', 'policy_document', 'json'];
const DATA = 'aws_iam_policy_document';

/** The identity policies of a Terraform file. */
export function hclFile(text: string): HclFile {
  const root = parseHcl(text);
  const sites: PolicySite[] = [];
  const links: PolicyLink[] = [];
  const principals = new Map<string, StatedName>();
  for (const block of root.blocks) {
    const [type = '', label = ''] = block.labels;
    if (block.type === 'data' && type === DATA) sites.push(dataSite(text, block, label));
    if (block.type === 'resource' && /^aws_iam_(role|user|group)$/.test(type)) {
      for (const name of stated(block.body, 'name')) principals.set(`${type}.${label}`, name);
    }
    if (block.type === 'resource' || block.type === 'module') {
      const address = block.type === 'module' ? `module.${type}` : `${type}.${label}`;
      visit(text, block.body, address, stated(block.body, 'name'), { sites, links });
    }
  }
  return {
    sites,
    links,
    principals,
    meaningWithout: (ids) => JSON.stringify(bodyMeaning(root, '', ids)),
  };
}

function dataSite(text: string, block: HclBlock, label: string): PolicySite {
  const document = hclDocument(block);
  const id = `data.${DATA}.${label}`;
  const common = { id, place: id, line: lineOf(text, block.start), names: [], owners: [], removal: null };
  if ('computed' in document)
    return { ...common, fileName: label, source: null, computed: document.computed };
  const source = {
    document,
    syntax: HCL_DOCUMENT_SYNTAX,
    spell: (element: string) => DOCUMENT_NAMES[element] ?? element,
  };
  return { ...common, fileName: label, source, computed: null };
}

interface Found {
  readonly sites: PolicySite[];
  readonly links: PolicyLink[];
}

function visit(
  text: string,
  body: HclBody,
  address: string,
  holder: readonly StatedName[],
  found: Found,
): void {
  const own = stated(body, 'name');
  const owners = [
    ...['role', 'user', 'group'].flatMap((name) => stated(body, name)),
    ...(address.includes('.inline_policy') ? holder : []),
  ];
  for (const { name, value, start } of body.attributes) {
    if (!POLICY_ARGUMENTS.includes(name)) continue;
    const link = linkOf(value);
    if (link !== null) {
      found.links.push({ to: link, names: own, owners });
      continue;
    }
    const site = { id: `${address}.${name}`, place: address, line: lineOf(text, start), names: own, owners };
    const document = documentOf(text, value);
    if (document !== null) found.sites.push({ ...site, fileName: null, removal: null, ...document });
  }
  body.blocks.forEach((block, index) => {
    visit(text, block.body, `${address}.${block.type}[${index}]`, [...own, ...holder], found);
  });
}

/** Where a value that only points to a document points to. */
function linkOf(value: HclValue): string | null {
  if (value.kind === 'computed')
    return new RegExp(`^(data\\.${DATA}\\.[\\w-]+)(?:\\[0\\])?\\.json$`).exec(value.source)?.[1] ?? null;
  if (value.kind !== 'call' || value.name !== 'file') return null;
  const path = /^"(?:\$\{path\.(?:module|root)\}\/)?([^"$%\\]+)"$/.exec(textOfCall(value.source))?.[1];
  return path ?? null;
}

const textOfCall = (source: string): string => source.replace(/^file\(\s*/, '').replace(/\s*,?\s*\)$/, '');

/** A document that stands in an argument, or why it does not; null when the argument holds no identity policy. */
function documentOf(text: string, value: HclValue): Pick<PolicySite, 'source' | 'computed'> | null {
  const computed = (reason: string) => ({ source: null, computed: reason });
  if (value.kind === 'call' && value.name === 'jsonencode') {
    const reason =
      value.argument.kind === 'map' ? whyComputed(value.argument) : 'what jsonencode gets is computed';
    if (reason !== null || value.argument.kind !== 'map') return computed(reason ?? 'it is computed');
    return inPlace(value.argument, { document: value.argument, syntax: HCL_SYNTAX });
  }
  if (value.kind === 'heredoc') {
    const { start, end } = value.content;
    try {
      const document = parseJsonSource(text.slice(start, end), start, heredocText);
      return document.kind === 'map' ? inPlace(document, { document, syntax: HEREDOC_JSON_SYNTAX }) : null;
    } catch (error) {
      if (!(error instanceof SourceSyntaxError)) throw error;
      return computed('the heredoc is JSON only after its template is filled in');
    }
  }
  if (value.kind === 'computed' || value.kind === 'call') {
    return computed(`it is computed (${value.source.split('\n')[0]})`);
  }
  return value.kind === 'text' ? computed('it is JSON inside a quoted string') : null;
}

function inPlace(node: SourceNode, source: PolicySource): Pick<PolicySite, 'source' | 'computed'> | null {
  return node.kind === 'map' && isIdentityDocument(node) ? { source, computed: null } : null;
}

/** A JSON string in a heredoc: `${...}` is Terraform's unless doubled. */
const heredocText: ReadText = (value, start, end, source) => {
  const pieces = value.split(/(?<!\$)\$\{[^}]*\}/);
  const shown = (text: string): string => text.replaceAll('$${', '${').replaceAll('%%{', '%{');
  if (/(?<!%)%\{/.test(value)) return { kind: 'computed', start, end, source, pieces: null };
  return pieces.length === 1
    ? { kind: 'text', start, end, value: shown(value) }
    : { kind: 'computed', start, end, source, pieces: pieces.map(shown) };
};

function stated({ attributes }: HclBody, name: string): readonly StatedName[] {
  const value = attributes.find((each) => each.name === name)?.value;
  if (value?.kind === 'text') return [value.value];
  if (value?.kind !== 'computed') return [];
  // Resolved where the resource it points to is known.
  const address = /^(aws_iam_(?:role|user|group)\.[\w-]+)(?:\[0\])?\.(?:name|id)$/.exec(value.source)?.[1];
  return [address === undefined ? { pieces: value.pieces ?? ['', ''] } : { pieces: ['', ''], address }];
}

function bodyMeaning(body: HclBody, path: string, ids: ReadonlySet<string>): Json {
  const attributes = body.attributes.map(({ name, value }) => [
    name,
    ids.has(`${path}${name}`) ? 'policy' : valueMeaning(value),
  ]);
  const blocks = body.blocks.map((block, index) => {
    const [type = '', label = ''] = block.labels;
    const address =
      path !== ''
        ? `${path}${block.type}[${index}]`
        : block.type === 'module'
          ? `module.${type}`
          : `${type}.${label}`;
    const id = block.type === 'data' ? `data.${address}` : address;
    return [
      block.type,
      ...block.labels,
      ids.has(id) ? 'policy' : bodyMeaning(block.body, `${address}.`, ids),
    ];
  });
  return { attributes, blocks };
}

const valueMeaning = (value: HclValue): Json =>
  value.kind === 'call' || value.kind === 'heredoc' ? value.source : plainValue(value);
