import { parseJsonSource } from '../edit/json-source.ts';
import type { SourceNode } from '../edit/source-node.ts';
import { SourceSyntaxError } from '../edit/source-syntax-error.ts';
import { parseYamlSource } from '../edit/yaml-source.ts';
import type { RepositoryTexts } from './located-file.ts';

/** Keys of AWS's answers (IAM API reference, GetAccountAuthorizationDetails and GetPolicyVersion), which no source has. */
const ANSWER_KEYS = [
  'UserDetailList',
  'GroupDetailList',
  'RoleDetailList',
  'PolicyVersionList',
  'IsDefaultVersion',
];
const MAY_ANSWER = new RegExp(ANSWER_KEYS.join('|'));

/** What a run writes beside its results, whose folder holds nothing that anybody deploys. */
const STATEMENT = 'pack/statement.intoto.json';

/**
 * The files of a repository that record what was: answers of AWS, and results of paredown. An edit would falsify the
 * record and change nothing in AWS. Sorted.
 */
export function evidenceFiles(texts: RepositoryTexts): readonly string[] {
  const results = [...texts.keys()].flatMap((path) =>
    path === STATEMENT || path.endsWith(`/${STATEMENT}`) ? [path.slice(0, -STATEMENT.length)] : [],
  );
  return [...texts]
    .filter(([path, text]) => results.some((folder) => path.startsWith(folder)) || recordsAnswer(path, text))
    .map(([path]) => path)
    .sort();
}

function recordsAnswer(path: string, text: string): boolean {
  if (path.endsWith('.tf') || !MAY_ANSWER.test(text)) return false;
  try {
    const roots = /\.jsonc?$/i.test(path) ? [parseJsonSource(text)] : parseYamlSource(text);
    return roots.some(holdsAnswer);
  } catch (error) {
    if (error instanceof SourceSyntaxError) return false;
    throw error;
  }
}

function holdsAnswer(node: SourceNode): boolean {
  if (node.kind === 'list') return node.items.some(holdsAnswer);
  if (node.kind !== 'map') return false;
  return node.entries.some(({ key, value }) => ANSWER_KEYS.includes(key) || holdsAnswer(value));
}
