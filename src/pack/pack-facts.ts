import type { Collected } from '../domain/collected.ts';
import type { Policy, PolicyDocument } from '../domain/policy.ts';
import type { Principal } from '../domain/principal.ts';
import { DocumentStore } from './document-store.ts';
import type { FactsHeader, PackedPolicy, PackedPrincipal } from './packed-shapes.ts';

export const FACTS_FOLDER = 'pack/facts';
export const HEADER_PATH = `${FACTS_FOLDER}/header.json`;
/** Raised when a reader of older packs would read a newer one wrongly. */
export const FACTS_VERSION = 1;
/** A text of more lines would come near the longest string a JavaScript engine has. */
const LINES_PER_FILE = 50_000;

/**
 * The facts as JSON Lines by path, one relation a file (several files when it is long), each document once. Facts are
 * all there is: no request, address or body of an event ever reached `Collected`. Deterministic; `unpackFacts` gives
 * an equal value back.
 */
export function packFacts(collected: Collected): ReadonlyMap<string, string> {
  const { principals, policies, usage, trails, ...others } = collected;
  const documents = new DocumentStore();
  const packedPrincipals = principals.map((principal) => packPrincipal(principal, documents));
  const packedPolicies = [...policies.values()].map((policy) => packPolicy(policy, documents));
  const usageParts = usage === null ? null : splitLists(usage);
  const otherParts = splitLists(others);
  const relations: Readonly<Record<string, readonly unknown[]>> = {
    principals: packedPrincipals,
    policies: packedPolicies,
    documents: documents.rows(),
    trails: trails ?? [],
    ...otherParts.lists,
    ...usageParts?.lists,
  };
  const header: FactsHeader = {
    factsVersion: FACTS_VERSION,
    relations: Object.fromEntries(Object.entries(relations).map(([name, rows]) => [name, rows.length])),
    usage: usageParts === null ? null : { lists: Object.keys(usageParts.lists), values: usageParts.values },
    trails: trails !== null,
    others: { lists: Object.keys(otherParts.lists), values: otherParts.values },
  };
  return new Map([
    [HEADER_PATH, `${JSON.stringify(header, null, 2)}\n`],
    ...Object.entries(relations).flatMap(([name, rows]) => lines(name, rows)),
  ]);
}

/** Fields that are lists become relations; whatever fact is added to `Collected` later is packed without a line here. */
function splitLists(facts: object): {
  readonly lists: Readonly<Record<string, readonly unknown[]>>;
  readonly values: Readonly<Record<string, unknown>>;
} {
  const fields = Object.entries(facts).filter(([, value]) => value !== undefined);
  return {
    lists: Object.fromEntries(fields.filter(([, value]) => Array.isArray(value))),
    values: Object.fromEntries(fields.filter(([, value]) => !Array.isArray(value))),
  };
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Path of the nth file of a relation. */
export const relationPath = (name: string, part: number): string =>
  `${FACTS_FOLDER}/${kebab(name)}${part === 0 ? '' : `-${part + 1}`}.jsonl`;

function lines(name: string, rows: readonly unknown[]): readonly (readonly [string, string])[] {
  const files: [string, string][] = [];
  for (let start = 0; start < rows.length; start += LINES_PER_FILE) {
    const part = rows.slice(start, start + LINES_PER_FILE);
    files.push([relationPath(name, files.length), part.map((row) => `${JSON.stringify(row)}\n`).join('')]);
  }
  return files;
}

function packPrincipal(principal: Principal, documents: DocumentStore): PackedPrincipal {
  return { ...principal, trustPolicy: keyOf(principal.trustPolicy, documents) };
}

function packPolicy(policy: Policy, documents: DocumentStore): PackedPolicy {
  return {
    ...policy,
    document: keyOf(policy.document, documents),
    versions: policy.versions.map((version) => ({
      ...version,
      document: keyOf(version.document, documents),
    })),
  };
}

const keyOf = (document: PolicyDocument | null, documents: DocumentStore): string | null =>
  document === null ? null : documents.keyOf(document);
