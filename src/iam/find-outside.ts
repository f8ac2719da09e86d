import { COLON, FIRST_VARIABLE, type Tokens } from './pattern-tokens.ts';
import { type StateSet, UnionAutomaton } from './union-automaton.ts';

/**
 * Steps of work (positions visited) before a question is given up. Realistic policies need thousands; only patterns
 * made to explode the subset construction come near. About a second on a slow machine.
 */
export const WORK_BUDGET = 1_000_000;

export type Outside =
  | { readonly kind: 'none' }
  /** A shortest sequence of symbols that every `inner` pattern matches and no `outer` pattern does. */
  | { readonly kind: 'found'; readonly symbols: Tokens }
  | { readonly kind: 'gave-up' };

interface Node {
  readonly inner: readonly StateSet[];
  readonly outer: StateSet;
  readonly symbol: number;
  readonly from: Node | null;
}

/**
 * Searches for a string in the intersection of `inner` and outside the union of `outer`; exact, breadth first over
 * the product of the automata.
 *
 * The alphabet is infinite, but a state tells only the symbols its next tokens name from all others, so per state
 * one "other" symbol stands for the rest. `inner` texts produce variables only where they name them.
 */
export function findOutside(
  outer: readonly Tokens[],
  inner: readonly Tokens[],
  budget = WORK_BUDGET,
): Outside {
  const union = new UnionAutomaton(outer);
  const factors = inner.map((pattern) => new UnionAutomaton([pattern]));
  const bounded = union.bounded || factors.some((factor) => factor.bounded);
  const reached = new Map<string, StateSet[]>();
  const queue: Node[] = [];
  let work = 0;

  const visit = (node: Node): boolean => {
    if (node.inner.some((state) => state.length === 0) || union.acceptsAll(node.outer)) return false;
    const key = node.inner.map((state) => state.join()).join(';');
    const known = reached.get(key) ?? [];
    work += known.length;
    // Fewer outer positions match less: whatever gets outside from here got outside from there, as soon.
    if (known.some((smaller) => isSubset(smaller, node.outer))) return false;
    known.push(node.outer);
    reached.set(key, known);
    queue.push(node);
    return (
      factors.every((factor, index) => factor.accepts(node.inner[index] ?? [])) && !union.accepts(node.outer)
    );
  };

  const root: Node = {
    inner: factors.map((factor) => factor.start),
    outer: union.start,
    symbol: 0,
    from: null,
  };
  if (visit(root)) return { kind: 'found', symbols: [] };
  for (let at = 0; at < queue.length; at += 1) {
    const node = queue[at] as Node;
    const size = node.inner.reduce((sum, state) => sum + state.length, node.outer.length);
    const symbols = new Set<number>(bounded ? [COLON] : []);
    union.addNamedSymbols(node.outer, symbols);
    for (const symbol of symbols) if (symbol >= FIRST_VARIABLE) symbols.delete(symbol);
    factors.forEach((factor, index) => {
      factor.addNamedSymbols(node.inner[index] ?? [], symbols);
    });
    symbols.add(otherThan(symbols));
    for (const symbol of symbols) {
      work += size;
      if (work > budget) return { kind: 'gave-up' };
      const next: Node = {
        inner: factors.map((factor, index) => factor.step(node.inner[index] ?? [], symbol)),
        outer: union.step(node.outer, symbol),
        symbol,
        from: node,
      };
      if (visit(next)) return { kind: 'found', symbols: path(next) };
    }
  }
  return { kind: 'none' };
}

/** A legible character that is not among the named ones. */
function otherThan(named: ReadonlySet<number>): number {
  for (const letter of 'xyzabcdefghijklmnopqrstuvw0123456789-_') {
    const code = letter.codePointAt(0) ?? 0;
    if (!named.has(code)) return code;
  }
  let code = 0xa1;
  while (named.has(code)) code += 1;
  return code;
}

function path(end: Node): Tokens {
  const symbols: number[] = [];
  for (let node = end; node.from !== null; node = node.from) symbols.push(node.symbol);
  return symbols.reverse();
}

/** Both ascending. */
function isSubset(small: StateSet, large: StateSet): boolean {
  let at = 0;
  for (const position of small) {
    while (at < large.length && (large[at] ?? 0) < position) at += 1;
    if (large[at] !== position) return false;
  }
  return true;
}
