import type { JsonObject } from '../domain/json.ts';
import type { PolicyDocument } from '../domain/policy.ts';

/**
 * The characters IAM allows in a policy document: "horizontal tab (U+0009), linefeed (U+000A), carriage return
 * (U+000D), and characters in the range U+0020 to U+00FF" (IAM User Guide, reference_iam-quotas).
 */
const FORBIDDEN = /[^\t\n\r\u0020-\u00ff]/gu;

/** The characters of a document that IAM would refuse, each once, sorted; empty when it is fine. */
export function forbiddenCharacters(document: JsonObject): readonly string[] {
  return [...new Set(textsOf(document).flatMap((text) => text.match(FORBIDDEN) ?? []))].sort();
}

/**
 * What is wrong with the Sids of an identity policy, one sentence each: only `[A-Za-z0-9]`, unique in the document
 * (IAM User Guide, reference_policies_elements_sid). Resource policies of some services allow more: do not ask there.
 */
export function sidProblems(document: PolicyDocument): readonly string[] {
  const seen = new Set<string>();
  const problems: string[] = [];
  for (const { index, sid } of document.statements) {
    if (sid === null) continue;
    const place = `Statement[${index}].Sid`;
    if (!/^[A-Za-z0-9]*$/.test(sid))
      problems.push(`${place} may hold only letters and digits: ${JSON.stringify(sid)}`);
    if (sid !== '' && seen.has(sid)) problems.push(`${place} is not unique: ${JSON.stringify(sid)}`);
    seen.add(sid);
  }
  return problems;
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)]);
}
