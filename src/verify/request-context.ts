import { foldCase } from '../domain/fold-case.ts';
import type { Truth } from './truth.ts';

/** What is known of a request's context keys; their names compare without case. */
export interface ContextKeys {
  /** Key -> its values; an empty list when it is known that the request does not carry the key. */
  readonly [key: string]: readonly string[];
}

/** `absent`: the request certainly does not carry the key; null: not known. */
export type ContextValue = readonly string[] | 'absent' | null;

/** A text whose variables are replaced; `unresolvable` when one has no value, null when one's value is not known. */
export type Resolved = string | 'unresolvable' | null;

export class RequestContext {
  readonly #values: ReadonlyMap<string, readonly string[]>;
  readonly #isComplete: boolean;

  /** @param isComplete whether a key that is not told is known to be absent. */
  constructor(keys: ContextKeys, isComplete: boolean) {
    this.#values = new Map(Object.entries(keys).map(([key, values]) => [foldCase(key), values]));
    this.#isComplete = isComplete;
  }

  get(key: string): ContextValue {
    const values = this.#values.get(foldCase(key));
    if (values === undefined) return this.#isComplete ? 'absent' : null;
    return values.length === 0 ? 'absent' : values;
  }

  /**
   * A text of a policy with its variables replaced, special characters of the values escaped as `${*}` and `${?}`.
   * A variable of several values counts as one not known: AWS tells to use single-valued keys, and not what else happens.
   */
  resolve(text: string): Resolved {
    let answer: Truth = true;
    const resolved = text.replace(VARIABLE, (variable, key: string, fallback: string | undefined) => {
      if (LITERALS.has(variable)) return variable;
      const value = this.get(key);
      if (value !== null && value !== 'absent' && value.length === 1) return escapeWildcards(value[0] ?? '');
      if (value === 'absent' && fallback !== undefined) return escapeWildcards(fallback);
      if (value === 'absent') answer = false;
      else if (answer === true) answer = null;
      return variable;
    });
    if (answer === true) return resolved;
    return answer === null ? null : 'unresolvable';
  }
}

/** `${key}` or `${key, 'default value'}` (IAM User Guide, reference_policies_variables). */
const VARIABLE = /\$\{([^},]*)(?:,\s*'([^'}]*)')?\s*\}/g;
const LITERALS: ReadonlySet<string> = new Set(['${*}', '${?}', '${$}']);

function escapeWildcards(value: string): string {
  return value.replace(/[*?$]/g, (character) => `\${${character}}`);
}

/** `${*}`, `${?}` and `${$}` as the characters they stand for, in a text that is compared as it is. */
export function literalText(text: string): string {
  return text.replace(/\$\{([*?$])\}/g, '$1');
}
