import type { Collected, UsageFacts } from '../domain/collected.ts';
import { UserError } from '../domain/errors.ts';
import type { Policy, PolicyDocument } from '../domain/policy.ts';
import type { Principal } from '../domain/principal.ts';
import { parsePolicy } from '../iam/index.ts';
import { FACTS_VERSION, HEADER_PATH, relationPath } from './pack-facts.ts';
import type { FactsHeader, PackedDocument, PackedPolicy, PackedPrincipal } from './packed-shapes.ts';

/**
 * The facts of a pack, equal to what `packFacts` was given. The shapes of rows are trusted: the manifest's hashes say
 * whether they are those that were written.
 *
 * @param files texts by path, decompressed
 * @throws UserError that names the file and line that is missing, cut short or no JSON
 */
export function unpackFacts(files: ReadonlyMap<string, string>): Collected {
  const header = parse(files.get(HEADER_PATH), HEADER_PATH) as FactsHeader;
  if (header.factsVersion !== FACTS_VERSION) {
    throw new UserError(
      `The packed facts have version ${header.factsVersion}; this paredown reads ${FACTS_VERSION}. Use the version that the manifest names.`,
    );
  }
  const relation = <Row>(name: string) => rows(files, name, header.relations[name] ?? 0) as readonly Row[];
  const parsed = new Map(
    relation<PackedDocument>('documents').map(({ key, raw }) => [key, parsePolicy(raw)] as const),
  );
  const documentOf = (key: string | null): PolicyDocument | null => {
    if (key === null) return null;
    const document = parsed.get(key);
    if (document === undefined) throw new UserError(`The packed facts lack the document ${key}.`);
    return document;
  };
  const policies = relation<PackedPolicy>('policies').map(
    (policy): Policy => ({
      ...policy,
      document: documentOf(policy.document),
      versions: policy.versions.map((version) => ({ ...version, document: documentOf(version.document) })),
    }),
  );
  const fieldsOf = ({ lists, values }: FactsHeader['others']): object => ({
    ...values,
    ...Object.fromEntries(lists.map((name) => [name, relation(name)])),
  });
  return {
    ...(fieldsOf(header.others) as Pick<Collected, 'lastAccessed' | 'inputs' | 'unreadable'>),
    principals: relation<PackedPrincipal>('principals').map(
      (principal): Principal => ({ ...principal, trustPolicy: documentOf(principal.trustPolicy) }),
    ),
    policies: new Map(policies.map((policy) => [policy.id, policy])),
    usage: header.usage === null ? null : (fieldsOf(header.usage) as UsageFacts),
    trails: header.trails ? relation('trails') : null,
  };
}

function rows(files: ReadonlyMap<string, string>, name: string, count: number): readonly unknown[] {
  const found: unknown[] = [];
  for (let part = 0; found.length < count; part++) {
    const path = relationPath(name, part);
    const text = files.get(path);
    if (text === undefined || text === '') {
      throw new UserError(`The packed facts lack ${path}: ${count - found.length} of ${count} lines.`);
    }
    const lines = text.replace(/\n$/, '').split('\n');
    for (const [index, line] of lines.entries()) found.push(parse(line, `${path}:${index + 1}`));
  }
  if (found.length > count) throw new UserError(`The packed facts have more lines of ${name} than ${count}.`);
  return found;
}

function parse(text: string | undefined, place: string): unknown {
  if (text === undefined) throw new UserError(`The pack holds no facts: ${place} is missing.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`The packed facts are damaged: ${place} is not JSON.`);
  }
}
