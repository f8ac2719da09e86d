import type { PolicyDocument } from '../../domain/policy.ts';
import { PolicySyntaxError, parsePolicy } from '../../iam/index.ts';

export type ReadDocument =
  | { readonly document: PolicyDocument; readonly problem: null }
  | { readonly document: null; readonly problem: string };

/**
 * Reads policy documents in the three forms exports have: objects (AWS CLI), JSON text, and URL-encoded JSON text
 * (the API itself). The same text gives the same object, so thousands of principals share one parsed document.
 */
export class DocumentReader {
  readonly #byText = new Map<string, ReadDocument>();

  read(value: unknown): ReadDocument {
    if (value === undefined || value === null)
      return { document: null, problem: 'the export has no document for it' };
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const read = readDocument(value);
    this.#byText.set(text, read);
    return read;
  }
}

function readDocument(value: unknown): ReadDocument {
  try {
    return { document: parsePolicy(typeof value === 'string' ? decode(value) : value), problem: null };
  } catch (error) {
    if (error instanceof PolicySyntaxError)
      return { document: null, problem: `cannot be parsed: ${error.message}` };
    if (error instanceof URIError) return { document: null, problem: 'is not valid URL encoding' };
    throw error;
  }
}

/**
 * IAM encodes documents by RFC 3986 (IAM API reference), where a blank is `%20` and `+` is itself. Some tools write
 * form encoding instead, where it is a blank; that is tried only when the text is no JSON otherwise.
 */
function decode(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('%')) return trimmed;
  const decoded = decodeURIComponent(trimmed);
  return isJson(decoded) ? decoded : decodeURIComponent(trimmed.replaceAll('+', '%20'));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
