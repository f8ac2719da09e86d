import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { UserError } from '../domain/errors.ts';
import { didYouMean } from './nearest.ts';
import { FAIL_ON, OFFERED_TARGETS, SCOPES } from './options.ts';

const text = z.string('expected text').min(1, 'must not be empty');
const texts = z.union([text, z.array(text)], 'expected text or a list of texts');

const agentSchema = z.strictObject({
  principal: text.describe('ARN of a role or user, or a pattern of ARNs with * and ?'),
  isAgent: z
    .boolean('expected true or false')
    .describe('true: an agent; false: not one, whatever the evidence says'),
  reason: text.describe('Why, for the people who read the report'),
});

const packSchema = z.strictObject({
  name: text.describe('Category name shown in the report'),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  why: text.describe('What someone can do with these actions'),
  actions: z.array(text).min(1, 'must name at least one action').describe('IAM actions or patterns'),
});

/** paredown.yaml. Strict: a key that is not here is a mistake, never ignored. */
export const configSchema = z
  .strictObject({
    authorizationDetails: texts.describe('Files or folders of account authorization details'),
    lastAccessed: texts.describe('Files or folders of service last-accessed details'),
    cloudTrail: texts.describe('Folders or globs of CloudTrail logs'),
    trails: texts.describe('Files that describe the trails and their event selectors'),
    asOf: text.describe('Date or time at which the window ends'),
    window: z.union([z.number(), z.string()], 'expected a number of days').describe('Days of history judged'),
    scope: z.enum(SCOPES).describe('Which principals are judged'),
    regions: texts.describe('The regions in use'),
    breakGlassTags: texts.describe('Tags, key or key=value, of principals whose permissions are kept'),
    target: z.enum(OFFERED_TARGETS).describe('What proposals remove'),
    out: text.describe('Folder the result is written to'),
    failOn: z.enum(FAIL_ON).describe('Least severity of a finding that makes the exit code 3'),
    allowPartial: z
      .boolean('expected true or false')
      .describe('Exit with 0 although the evidence is incomplete'),
    agents: z
      .array(agentSchema)
      .describe('Principals that are agents, or are not, whatever the evidence says'),
    packs: z.array(packSchema).describe('Your own categories of sensitive actions'),
  })
  .partial()
  .describe('paredown.yaml; paths are relative to the file');

export type Config = z.infer<typeof configSchema>;

const KNOWN_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(configSchema.shape),
  agents: Object.keys(agentSchema.shape),
  packs: Object.keys(packSchema.shape),
};

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
 * Reads the text of a paredown.yaml.
 * @throws UserError that names the file and line of every mistake at once.
 */
export function parseConfig(source: string, location: string): Config {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined, problem: string) =>
    offset === undefined
      ? `${location}: ${problem}`
      : `${location}:${lines.linePos(offset).line}: ${problem}`;

  const syntax = document.errors.map((error) => at(error.pos[0], `not valid YAML: ${error.message}`));
  if (syntax.length > 0) throw new UserError(syntax.join('\n'));

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

  const result = configSchema.safeParse(content);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') {
      const name = issue.path.length === 0 ? 'the file' : nameOf(issue.path);
      const problem = document.hasIn(issue.path) ? sentence(issue) : 'is missing';
      return [at(offsetOf(issue.path), `${name}: ${problem}`)];
    }
    const known = KNOWN_KEYS[String(issue.path[0] ?? '')] ?? [];
    return issue.keys.map((key) =>
      at(
        offsetOf([...issue.path, key]),
        `unknown key "${nameOf([...issue.path, key])}".${didYouMean(key, known)}`,
      ),
    );
  });
  throw new UserError(problems.join('\n'));
}
