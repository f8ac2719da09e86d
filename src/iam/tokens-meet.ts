import { consumes, FIRST_VARIABLE, isMany, MANY, type Tokens } from './pattern-tokens.ts';

/**
 * Whether some string is matched by both patterns, a variable being any string. Exact for patterns without
 * variables; with them it answers "may": a variable's value is not known here. One pass over pairs of positions.
 */
export function tokensMeet(left: Tokens, right: Tokens): boolean {
  const a = left.map(widened);
  const b = right.map(widened);
  const width = b.length + 1;
  const reached = new Uint8Array((a.length + 1) * width);
  reached[0] = 1;
  for (let i = 0; i <= a.length; i += 1) {
    for (let j = 0; j <= b.length; j += 1) {
      if (reached[i * width + j] !== 1) continue;
      const x = a[i];
      const y = b[j];
      if (isMany(x)) reached[(i + 1) * width + j] = 1;
      if (isMany(y)) reached[i * width + j + 1] = 1;
      if (x === undefined || y === undefined || !shareSymbol(x, y)) continue;
      reached[(isMany(x) ? i : i + 1) * width + (isMany(y) ? j : j + 1)] = 1;
    }
  }
  return reached[a.length * width + b.length] === 1;
}

/** A variable replaced by the least that is certain to contain its values. */
export function widened(token: number): number {
  return token >= FIRST_VARIABLE ? MANY : token;
}

/** Two wildcards share every character but the colon, so only literals decide. */
function shareSymbol(x: number, y: number): boolean {
  if (x >= 0) return consumes(y, x);
  return y < 0 || consumes(x, y);
}
