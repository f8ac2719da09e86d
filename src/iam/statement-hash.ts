import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { JsonObject } from '../domain/json.ts';

/** Statements are shared by reference, and each is asked for by every principal that carries it. */
const known = new WeakMap<JsonObject, string>();

/**
 * First 12 hex digits of the SHA-256 of a statement's canonical JSON (`jq -cjS '.Statement[0]' policy.json | sha256sum`).
 * A changed statement has another hash; the order of its keys changes nothing.
 * @param raw the statement as it stood
 */
export function statementHash(raw: JsonObject): string {
  const hash =
    known.get(raw) ?? createHash('sha256').update(canonicalJson(raw), 'utf8').digest('hex').slice(0, 12);
  known.set(raw, hash);
  return hash;
}
