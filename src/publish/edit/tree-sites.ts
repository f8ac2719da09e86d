import type { Json } from '../../domain/json.ts';
import type { PolicyFile, PolicySite, StatedName } from './policy-site.ts';
import { entryOf, lineOf, type MapNode, plainValue, type SourceNode } from './source-node.ts';
import type { Syntax } from './syntax.ts';

/**
 * The identity policies of a JSON or YAML file: a bare document, CloudFormation and SAM resources, or anything else that
 * holds an object with a Statement. Trust policies and resource policies (they name a Principal) are not among them.
 */
export function treeFile(
  text: string,
  roots: readonly SourceNode[],
  syntax: Syntax,
  stem: string,
): PolicyFile {
  const sites: PolicySite[] = [];
  const visit = (node: SourceNode, path: readonly string[], around: readonly MapNode[]): void => {
    if (node.kind === 'list') {
      node.items.forEach((item, index) => {
        visit(item, [...path, String(index)], around);
      });
      return;
    }
    if (node.kind !== 'map') return;
    const bare = around.length === 0;
    if (isIdentityDocument(node)) {
      sites.push({
        id: path.join('/'),
        place: bare ? 'the whole file' : path.join('.'),
        line: lineOf(text, node.start),
        ...namesAround(around),
        fileName: bare ? stem : null,
        source: { document: node, syntax },
        computed: null,
        removal: bare && path.length === 0 ? 'file' : null,
      });
      return;
    }
    const document = entryOf(node, 'PolicyDocument');
    const computed = document === undefined ? null : whyComputed(document.value);
    if (document !== undefined && computed !== null) {
      sites.push({
        id: [...path, 'PolicyDocument'].join('/'),
        place: [...path, 'PolicyDocument'].join('.'),
        line: lineOf(text, document.start),
        ...namesAround([...around, node]),
        fileName: null,
        source: null,
        computed,
        removal: null,
      });
    }
    for (const { key, value } of node.entries) visit(value, [...path, key], [...around, node]);
  };
  roots.forEach((root, index) => {
    visit(root, roots.length === 1 ? [] : [`document ${index + 1}`], []);
  });
  return { sites, meaningWithout: (ids) => masked(roots, ids) };
}

/** Why a document cannot be read from the file alone, or null when it can. */
export function whyComputed(document: SourceNode): string | null {
  if (document.kind === 'computed') return `it is computed (${document.source.split('\n')[0]})`;
  const statement = document.kind === 'map' ? entryOf(document, 'Statement')?.value : undefined;
  const parts = statement?.kind === 'list' ? [statement, ...statement.items] : [statement];
  const computed = parts.find((part) => part?.kind === 'computed');
  return computed?.kind === 'computed'
    ? `its Statement is computed (${computed.source.split('\n')[0]})`
    : null;
}

export function isIdentityDocument(node: MapNode): boolean {
  const statement = entryOf(node, 'Statement')?.value;
  if (statement === undefined) return false;
  const statements = statement.kind === 'list' ? statement.items : [statement];
  return (
    statements.length > 0 &&
    statements.every(
      (each) =>
        each.kind === 'map' &&
        entryOf(each, 'Effect') !== undefined &&
        entryOf(each, 'Principal') === undefined &&
        entryOf(each, 'NotPrincipal') === undefined,
    )
  );
}

const POLICY_NAME_KEYS = ['PolicyName', 'ManagedPolicyName'];
const OWNER_NAME_KEYS = ['RoleName', 'UserName', 'GroupName', 'Roles', 'Users', 'Groups'];

/** Names the maps around a document state; the innermost policy name wins. */
function namesAround(around: readonly MapNode[]): Pick<PolicySite, 'names' | 'owners'> {
  const inner = [...around].reverse();
  const names = inner.map((map) => POLICY_NAME_KEYS.flatMap((key) => stated(entryOf(map, key)?.value)));
  const owners = inner.flatMap((map) => OWNER_NAME_KEYS.flatMap((key) => stated(entryOf(map, key)?.value)));
  return { names: names.find((each) => each.length > 0) ?? [], owners };
}

function stated(node: SourceNode | undefined): readonly StatedName[] {
  switch (node?.kind) {
    case 'text':
      return [node.value];
    case 'list':
      return node.items.flatMap(stated);
    case 'computed':
      return [{ pieces: node.pieces ?? ['', ''] }];
    default:
      return [];
  }
}

function masked(roots: readonly SourceNode[], ids: ReadonlySet<string>): string {
  const values = roots.map((root, index) => {
    const value = plainValue(root);
    const prefix = roots.length === 1 ? '' : `document ${index + 1}/`;
    return maskedValue(value, prefix, ids);
  });
  return JSON.stringify(values);
}

function maskedValue(value: Json, path: string, ids: ReadonlySet<string>): Json {
  if (ids.has(path.replace(/\/$/, ''))) return 'policy';
  if (Array.isArray(value))
    return value.map((item: Json, index) => maskedValue(item, `${path}${index}/`, ids));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, maskedValue(item, `${path}${key}/`, ids)]),
  );
}
