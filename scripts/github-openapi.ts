import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * Writes test/integration/pull-requests/github-openapi.json: of GitHub's description of its REST API, the operations
 * that pull requests use, word for word but for prose and examples. The package that carries it, `@octokit/openapi`
 * (MIT), is half a gigabyte unpacked: too much for everybody who runs `npm ci`. To renew the file:
 *
 *   npm pack @octokit/openapi && tar xzf octokit-openapi-*.tgz package/package.json package/generated/api.github.com.json
 *   npx tsx scripts/github-openapi.ts package
 */
const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  '/repos/{owner}/{repo}': ['get'],
  '/repos/{owner}/{repo}/installation': ['get'],
  '/app/installations/{installation_id}/access_tokens': ['post'],
  '/repos/{owner}/{repo}/git/ref/{ref}': ['get'],
  '/repos/{owner}/{repo}/git/matching-refs/{ref}': ['get'],
  '/repos/{owner}/{repo}/git/refs': ['post'],
  '/repos/{owner}/{repo}/git/refs/{ref}': ['patch', 'delete'],
  '/repos/{owner}/{repo}/git/blobs': ['post'],
  '/repos/{owner}/{repo}/git/trees': ['post'],
  '/repos/{owner}/{repo}/git/commits': ['post'],
  '/repos/{owner}/{repo}/git/commits/{commit_sha}': ['get'],
  '/repos/{owner}/{repo}/compare/{basehead}': ['get'],
  '/repos/{owner}/{repo}/contents/{path}': ['get'],
  '/repos/{owner}/{repo}/pulls': ['get', 'post'],
  '/repos/{owner}/{repo}/pulls/{pull_number}': ['patch'],
  '/repos/{owner}/{repo}/issues/{issue_number}/labels': ['post'],
  '/repos/{owner}/{repo}/issues/{issue_number}/comments': ['post'],
};

type Json = null | boolean | number | string | readonly Json[] | JsonObject;
interface JsonObject {
  readonly [key: string]: Json;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Words that bind nobody. */
const PROSE = new Set(['description', 'summary', 'example', 'examples', 'externalDocs', 'tags', 'title']);

/** Without prose; `properties` holds names, not words of the description. */
function bare(value: Json, isNames = false): Json {
  if (Array.isArray(value)) return value.map((item: Json) => bare(item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isNames || !(PROSE.has(key) || key.startsWith('x-')))
      .map(([key, item]) => [key, bare(item, key === 'properties')]),
  );
}

function at(root: JsonObject, ...keys: readonly string[]): JsonObject {
  let found: Json | undefined = root;
  for (const key of keys) found = isObject(found) ? found[key] : undefined;
  if (!isObject(found)) throw new Error(`the description has no ${keys.join(' ')}`);
  return found;
}

const { positionals } = parseArgs({ allowPositionals: true });
const folder = positionals[0] ?? 'package';
const read = (name: string): JsonObject =>
  JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as JsonObject;
const whole = read('generated/api.github.com.json');

const paths = Object.fromEntries(
  Object.entries(OPERATIONS).map(([path, methods]) => [
    path,
    Object.fromEntries(methods.map((method) => [method, bare(at(whole, 'paths', path, method))])),
  ]),
);

/** Everything referred to, and what that refers to. */
const components: Record<string, Record<string, Json>> = {};
const pending: Json[] = [paths];
for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
  if (Array.isArray(value)) pending.push(...value);
  if (!isObject(value)) continue;
  pending.push(...Object.values(value));
  const { $ref } = value;
  if (typeof $ref !== 'string') continue;
  const [, , kind = '', name = ''] = $ref.split('/');
  if (components[kind]?.[name] !== undefined) continue;
  const found = bare(at(whole, 'components', kind, name));
  components[kind] = { ...components[kind], [name]: found };
  pending.push(found);
}
const source = {
  package: '@octokit/openapi',
  version: read('package.json').version ?? null,
  license: 'MIT, Copyright (c) 2020 Octokit contributors',
};
const out = fileURLToPath(new URL('../test/integration/pull-requests/github-openapi.json', import.meta.url));
writeFileSync(out, `${JSON.stringify({ source, paths, components })}\n`);
