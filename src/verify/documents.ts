import type { Collected } from '../domain/collected.ts';
import type { JsonObject } from '../domain/json.ts';
import type { PolicyDocument } from '../domain/policy.ts';
import { PolicySyntaxError, parsePolicy } from '../iam/index.ts';

/** Reads documents of changes, each object once; a document that was collected keeps the parsed form it has. */
export class Documents {
  readonly #known = new Map<JsonObject, PolicyDocument | PolicySyntaxError>();

  constructor(collected: Collected) {
    for (const policy of collected.policies.values()) {
      if (policy.document !== null) this.#known.set(policy.document.raw, policy.document);
    }
  }

  /** The parsed document, or why IAM's grammar does not allow it. */
  read(raw: JsonObject): PolicyDocument | PolicySyntaxError {
    const known = this.#known.get(raw);
    if (known !== undefined) return known;
    const made = parsed(raw);
    this.#known.set(raw, made);
    return made;
  }

  /** The parsed document, or null for none and for one that cannot be read. */
  readable(raw: JsonObject | null): PolicyDocument | null {
    if (raw === null) return null;
    const document = this.read(raw);
    return document instanceof PolicySyntaxError ? null : document;
  }
}

function parsed(raw: JsonObject): PolicyDocument | PolicySyntaxError {
  try {
    return parsePolicy(raw);
  } catch (error) {
    if (error instanceof PolicySyntaxError) return error;
    throw error;
  }
}
