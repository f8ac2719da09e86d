import { foldCase } from '../domain/fold-case.ts';
import { endsAgree } from './ends-agree.ts';
import { findOutside } from './find-outside.ts';
import { matchTokens } from './match-tokens.ts';
import { FIRST_VARIABLE, isMany, MANY, type Reading, Tokenizer, type Tokens } from './pattern-tokens.ts';
import { tokensMeet, widened } from './tokens-meet.ts';

export interface LanguageOptions {
  /** True for actions, which IAM compares without case and which hold no policy variables; false for resources. */
  readonly caseInsensitive: boolean;
  /**
   * `Version` of the policy documents: `${...}` is a variable only in 2012-10-17, the default here; null for a
   * document without one.
   */
  readonly version?: string | null;
}

/**
 * `witness`: a string of the inner language that the outer union does not match, policy variables as written.
 * `undecided`: the work budget ran out (patterns made to explode); "not included" is then the answer that fails
 * closed, and the witness only a string of the first inner pattern.
 */
type Inclusion =
  | { readonly included: true }
  | { readonly included: false; readonly witness: string; readonly undecided: boolean };

const INCLUDED: Inclusion = { included: true };

const AS_SPELT: LanguageOptions = { caseInsensitive: false, version: null };

/** Whether some string is matched by both patterns. A policy variable may be any string, so overlap is never denied wrongly. */
export function intersects(a: string, b: string, options: LanguageOptions): boolean {
  if (!endsAgree(folded(a, options), folded(b, options))) return false;
  const tokenizer = tokenizerFor(options, 'flat');
  return tokensMeet(tokenizer.tokens(a), tokenizer.tokens(b));
}

/**
 * Whether everything the pattern `inner` matches is matched by some pattern of `outer`: as languages, not over known
 * names. ARN patterns must be included under both readings of wildcards (see `Reading`), so that the answer holds
 * whichever of them a service applies. A variable equals itself and is inside `*`; it never covers a literal.
 */
export function includes(outer: readonly string[], inner: string, options: LanguageOptions): Inclusion {
  return includesIntersection(outer, [inner], options);
}

/**
 * Whether every string that all patterns of `inner` match is matched by some pattern of `outer`.
 * With policy variables in several of them the intersection is taken as wide as any values could make it.
 */
export function includesIntersection(
  outer: readonly string[],
  inner: readonly string[],
  options: LanguageOptions,
): Inclusion {
  if (inner.some((pattern) => outer.includes(pattern)) || outer.includes('*')) return INCLUDED;
  const texts = inner.map((pattern) => folded(pattern, options));
  const near = outer.filter((pattern) => texts.every((text) => endsAgree(folded(pattern, options), text)));
  const flat = decide(near, inner, options, 'flat');
  if (!flat.included || options.caseInsensitive || ![...inner, ...near].some(readsTwoWays)) return flat;
  return decide(near, inner, options, 'segments');
}

function decide(
  outer: readonly string[],
  inner: readonly string[],
  options: LanguageOptions,
  reading: Reading,
): Inclusion {
  const tokenizer = tokenizerFor(options, reading);
  const factors = inner.map((pattern) => tokenizer.tokens(pattern));
  const all: Tokens[] = [];
  for (const pattern of outer) {
    const tokens = tokenizer.tokens(pattern);
    if (factors.some((factor) => matchTokens(tokens, factor))) return INCLUDED;
    all.push(tokens);
  }
  const union = all.filter((pattern) => factors.every((factor) => tokensMeet(pattern, factor)));

  const [only] = inner;
  if (only !== undefined && inner.length === 1) {
    // The spelling of the policy reads better in a witness; actions have no variables to keep apart.
    const speller = options.caseInsensitive ? tokenizerFor(AS_SPELT, reading) : tokenizer;
    const spelt = speller.tokens(only);
    for (const sample of [spelt, spelt.filter((token) => !isMany(token))]) {
      const text = sample.map(fill);
      const symbols = options.caseInsensitive ? text.map(foldSymbol) : text;
      if (!union.some((pattern) => matchTokens(pattern, symbols))) return outside(speller.text(text));
    }
    return search(tokenizer, union, factors);
  }
  // What variables stand for is not known, so `a/${v}` and `a/b*` may meet: one factor alone may settle it; else
  // each is taken as wide as its variables could be.
  if (!factors.flat().some(isVariable)) return search(tokenizer, union, factors);
  if (factors.some((factor) => search(tokenizer, union, [factor]).included)) return INCLUDED;
  return search(
    tokenizer,
    union,
    factors.map((factor) => factor.map(widened)),
  );
}

function search(tokenizer: Tokenizer, union: readonly Tokens[], factors: readonly Tokens[]): Inclusion {
  const result = findOutside(union, factors);
  if (result.kind === 'none') return INCLUDED;
  if (result.kind === 'found') return outside(tokenizer.text(result.symbols));
  return { included: false, witness: tokenizer.text((factors[0] ?? []).map(fill)), undecided: true };
}

function outside(witness: string): Inclusion {
  return { included: false, witness, undecided: false };
}

/** One legible string of a pattern: every wildcard an `x`. */
function fill(token: number): number {
  return token < 0 ? 0x78 : token;
}

function foldSymbol(symbol: number): number {
  return symbol >= 0x41 && symbol <= 0x5a ? symbol + 0x20 : symbol;
}

function isVariable(token: number): boolean {
  return token >= FIRST_VARIABLE;
}

function folded(pattern: string, { caseInsensitive }: LanguageOptions): string {
  return caseInsensitive ? foldCase(pattern) : pattern;
}

/** Whether the readings differ for a pattern: a wildcard inside the first five segments of an ARN. */
function readsTwoWays(pattern: string): boolean {
  const rules = { caseInsensitive: false, variables: true, reading: 'segments' } as const;
  return pattern.startsWith('arn:') && new Tokenizer(rules).tokens(pattern).some((token) => token < MANY);
}

function tokenizerFor(
  { caseInsensitive, version = '2012-10-17' }: LanguageOptions,
  reading: Reading,
): Tokenizer {
  return new Tokenizer({ caseInsensitive, variables: !caseInsensitive && version === '2012-10-17', reading });
}
