import { foldCase } from '../domain/fold-case.ts';

/**
 * A pattern as a sequence of symbols. A code point stands for itself, a number above the code points for one policy
 * variable, a negative number for a wildcard.
 */
export type Tokens = readonly number[];

/** `?`: exactly one character. */
export const ONE = -1;
/** `*`: any number of characters, and of variables. */
export const MANY = -2;
/** `?` and `*` that do not cross a colon. */
export const ONE_IN_SEGMENT = -3;
export const MANY_IN_SEGMENT = -4;

export const COLON = 0x3a;
export const FIRST_VARIABLE = 0x11_00_00;

/** Colons before the resource part of an ARN, where every character is alike. */
const ARN_COLONS = 5;

/**
 * Which reading of wildcards in the first five segments of an ARN.
 *
 * "You can use wildcard characters within the individual segments of an ARN (the parts separated by colons). If the
 * `*` wildcard is the last character of a resource ARN segment, it can expand to match beyond the colon boundaries"
 * (IAM User Guide, reference_policies_elements_resource): that is `segments`. `flat` lets every wildcard match every
 * character, as simpler matchers do; it always matches at least as much.
 */
export type Reading = 'flat' | 'segments';

export interface TokenRules {
  readonly caseInsensitive: boolean;
  /** `${...}` is a policy variable (resources of Version 2012-10-17 documents); else it is plain text. */
  readonly variables: boolean;
  readonly reading: Reading;
}

/** Turns pattern texts into tokens; the same variable text gets the same symbol within one tokenizer. */
export class Tokenizer {
  readonly #rules: TokenRules;
  readonly #symbols = new Map<string, number>();
  readonly #texts: string[] = [];

  constructor(rules: TokenRules) {
    this.#rules = rules;
  }

  tokens(pattern: string): Tokens {
    const { caseInsensitive, variables, reading } = this.#rules;
    const text = caseInsensitive ? foldCase(pattern) : pattern;
    const inArn = reading === 'segments' && text.startsWith('arn:');
    const tokens: number[] = [];
    let colons = inArn ? 0 : ARN_COLONS;
    for (let at = 0; at < text.length; ) {
      const variable = variables ? variableAt(text, at) : null;
      if (variable !== null) {
        tokens.push(this.#variable(variable));
        at += variable.length;
        continue;
      }
      const code = text.codePointAt(at) ?? 0;
      at += code > 0xffff ? 2 : 1;
      if (code === COLON) colons += 1;
      tokens.push(wildcard(code, colons < ARN_COLONS, at === text.length || text[at] === ':'));
    }
    return normalized(tokens);
  }

  /** The text of symbols as it would stand in a request, variables as they are written. */
  text(symbols: Tokens): string {
    return symbols
      .map((symbol) =>
        symbol >= FIRST_VARIABLE
          ? (this.#texts[symbol - FIRST_VARIABLE] ?? '')
          : String.fromCodePoint(symbol),
      )
      .join('');
  }

  #variable(text: string): number {
    const character = WRITES_CHARACTER.exec(text)?.[1];
    if (character !== undefined) return character.charCodeAt(0);
    const known = this.#symbols.get(text);
    if (known !== undefined) return known;
    const symbol = FIRST_VARIABLE + this.#texts.length;
    this.#symbols.set(text, symbol);
    this.#texts.push(text);
    return symbol;
  }
}

/** The variables that only write a character which would be a wildcard or start a variable (reference_policies_variables). */
const WRITES_CHARACTER = /^\$\{([*?$])\}$/;

/** `${...}` with its closing brace, default value included, or null when none starts here. */
function variableAt(text: string, at: number): string | null {
  if (text[at] !== '$' || text[at + 1] !== '{') return null;
  const end = text.indexOf('}', at + 2);
  return end < 0 ? null : text.slice(at, end + 1);
}

function wildcard(code: number, bounded: boolean, endsSegment: boolean): number {
  if (code === 0x3f) return bounded ? ONE_IN_SEGMENT : ONE;
  if (code === 0x2a) return bounded && !endsSegment ? MANY_IN_SEGMENT : MANY;
  return code;
}

/** `**` is `*`, and `*?` is `?*`: one spelling of the same language, so that equal patterns look equal. */
function normalized(tokens: readonly number[]): Tokens {
  const result: number[] = [];
  for (const token of tokens) {
    const last = result[result.length - 1];
    if (last === MANY && token === MANY) continue;
    if (last === MANY && token === ONE) result.splice(-1, 1, ONE, MANY);
    else result.push(token);
  }
  return result;
}

export function isMany(token: number | undefined): boolean {
  return token === MANY || token === MANY_IN_SEGMENT;
}

/**
 * Whether one token consumes one symbol: a code point or a variable. A wildcard as symbol stands for all it could
 * be, so it is consumed only by one that is at least as wide.
 */
export function consumes(token: number, symbol: number): boolean {
  if (token === MANY || token === symbol) return true;
  if (token >= 0 || symbol >= FIRST_VARIABLE) return false;
  if (symbol < 0) return symbol === ONE_IN_SEGMENT && (token === ONE || token === MANY_IN_SEGMENT);
  return token === ONE || symbol !== COLON;
}
