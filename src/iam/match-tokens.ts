import { consumes, isMany, MANY, type Tokens } from './pattern-tokens.ts';

/** Whether a pattern matches a sequence of symbols: set of positions, one pass over the symbols, O(n·m) at worst. */
export function matchTokens(pattern: Tokens, symbols: Tokens): boolean {
  let positions = skipMany(pattern, [0]);
  for (const symbol of symbols) {
    const next: number[] = [];
    for (const position of positions) {
      const token = pattern[position];
      if (token === undefined || !consumes(token, symbol)) continue;
      next.push(isMany(token) ? position : position + 1);
    }
    if (next.length === 0) return false;
    positions = skipMany(pattern, next);
  }
  return positions[positions.length - 1] === pattern.length;
}

/** Adds the positions behind `*` (which may match nothing); ascending, and nothing before the last `*` reached. */
function skipMany(pattern: Tokens, positions: readonly number[]): number[] {
  const result: number[] = [];
  for (const start of positions) {
    let position = start;
    if (result.length > 0 && position <= (result[result.length - 1] ?? -1)) continue;
    result.push(position);
    while (isMany(pattern[position])) {
      // What X*Y matches from before the star, Y's star matches from here too.
      if (pattern[position] === MANY) result.splice(0, result.length, position);
      position += 1;
      result.push(position);
    }
  }
  return result;
}
