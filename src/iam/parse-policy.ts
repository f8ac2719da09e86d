import type { Json, JsonObject } from '../domain/json.ts';
import type { PolicyDocument } from '../domain/policy.ts';
import { duplicateKey } from './duplicate-key.ts';
import { parseStatement } from './parse-statement.ts';
import { PolicySyntaxError } from './policy-syntax-error.ts';

const DOCUMENT_ELEMENTS: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);

/** IAM User Guide, reference_policies_elements_version: the only two; absent means 2008-10-17. */
const VERSIONS: ReadonlySet<Json> = new Set(['2012-10-17', '2008-10-17']);

/**
 * Parses a policy document: identity, resource and trust policies alike.
 *
 * @param value the document as an object, or its JSON text (URL-decoded). An object is kept as `raw`, not copied.
 * @throws PolicySyntaxError naming the place when IAM's grammar (reference_policies_grammar) does not allow it.
 */
export function parsePolicy(value: unknown): PolicyDocument {
  const raw = typeof value === 'string' ? parseText(value) : value;
  if (!isObject(raw)) throw new PolicySyntaxError('document', 'is not a JSON object');
  for (const element of Object.keys(raw)) {
    if (!DOCUMENT_ELEMENTS.has(element))
      throw new PolicySyntaxError(element, 'is not an element of a policy document');
  }
  const version = raw.Version ?? null;
  if ('Version' in raw && !VERSIONS.has(version)) {
    throw new PolicySyntaxError('Version', 'must be "2012-10-17" or "2008-10-17"');
  }
  if ('Id' in raw && typeof raw.Id !== 'string') throw new PolicySyntaxError('Id', 'must be a string');
  return { version: version as string | null, statements: statementsOf(raw), raw };
}

function statementsOf(raw: JsonObject): PolicyDocument['statements'] {
  const value = raw.Statement;
  if (value === undefined) throw new PolicySyntaxError('Statement', 'is missing');
  if (!Array.isArray(value)) return [parseStatement(value, 0, 'Statement')];
  if (value.length === 0)
    throw new PolicySyntaxError('Statement', 'is empty; a policy needs at least one statement');
  return value.map((statement: Json, index) => parseStatement(statement, index, `Statement[${index}]`));
}

function parseText(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new PolicySyntaxError(
      'document',
      `is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const twice = duplicateKey(text);
  if (twice !== null) throw new PolicySyntaxError(twice, 'stands more than once; keep one');
  return value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
