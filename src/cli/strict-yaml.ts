import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { UserError } from '../domain/errors.ts';
import { didYouMean } from './nearest.ts';

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `expected one of ${issue.values.join(', ')}`;
  return issue.message.replace(/^Invalid input: /, '');
}

function nameOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (name, part) =>
      typeof part === 'number' ? `${name}[${part}]` : name === '' ? String(part) : `${name}.${String(part)}`,
    '',
  );
}

/**
 * Reads YAML that a person wrote against a strict schema.
 * @param knownKeys for "did you mean": the keys there are, by the last key of where they stand
 * @throws UserError that names the file and line of every mistake at once.
 */
export function parseStrictYaml<T>(
  source: string,
  location: string,
  schema: z.ZodType<T>,
  knownKeys: Readonly<Record<string, readonly string[]>>,
): T {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined, problem: string) =>
    offset === undefined
      ? `${location}: ${problem}`
      : `${location}:${lines.linePos(offset).line}: ${problem}`;

  const syntax = document.errors.map((error) => at(error.pos[0], `not valid YAML: ${error.message}`));
  if (syntax.length > 0) throw inLines(syntax);

  /** Where the key or list item at `path` stands, or the nearest thing around it that the file has. */
  const offsetOf = (path: readonly PropertyKey[]): number | undefined => {
    const parent = path.length === 0 ? document.contents : document.getIn(path.slice(0, -1), true);
    const last = path.at(-1);
    const pair = isMap(parent)
      ? parent.items.find((item) => isScalar(item.key) && item.key.value === last)
      : undefined;
    const node = pair !== undefined ? pair.key : path.length === 0 ? parent : document.getIn(path, true);
    if (isNode(node)) return node.range?.[0];
    return path.length === 0 ? undefined : offsetOf(path.slice(0, -1));
  };

  let content: unknown;
  try {
    content = document.toJS() ?? {};
  } catch (error) {
    // Aliases are resolved only here: an unknown one, or so many that the text explodes.
    if (!(error instanceof ReferenceError)) throw error;
    throw new UserError(`${location}: not valid YAML: ${error.message}`);
  }

  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') {
      const name = issue.path.length === 0 ? 'the file' : nameOf(issue.path);
      const problem = document.hasIn(issue.path) ? sentence(issue) : 'is missing';
      return [at(offsetOf(issue.path), `${name}: ${problem}`)];
    }
    const within = issue.path.findLast((part) => typeof part === 'string');
    const known = knownKeys[within ?? ''] ?? [];
    return issue.keys.map((key) =>
      at(
        offsetOf([...issue.path, key]),
        `unknown key "${nameOf([...issue.path, key])}".${didYouMean(key, known)}`,
      ),
    );
  });
  throw inLines(problems);
}

const inLines = ([first = '', ...others]: readonly string[]): UserError => new UserError(first, others);
