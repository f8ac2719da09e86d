import type { JsonObject } from '../../domain/json.ts';
import { textsOf } from './match-document.ts';

/** Elements that a proposal changes; in everything else a statement stays the one it was. */
const CHANGEABLE: ReadonlySet<string> = new Set(['Action', 'NotAction', 'Resource', 'NotResource']);

const DROP = 1;
const INSERT = 1_000_000;

/**
 * Which statement of `before` each statement of `after` came from, in order: the pairing with the fewest new statements,
 * then the least change.
 * @returns for each statement of `after` its index in `before`, or null for a new one
 */
export function alignStatements(
  before: readonly JsonObject[],
  after: readonly JsonObject[],
): readonly (number | null)[] {
  const width = after.length + 1;
  const costs: number[] = new Array((before.length + 1) * width).fill(0);
  const cost = (i: number, j: number): number => costs[i * width + j] ?? 0;
  const pair = (i: number, j: number): number => change(before[i - 1], after[j - 1]);
  for (let i = 0; i <= before.length; i++) {
    for (let j = 0; j <= after.length; j++) {
      if (i === 0 && j === 0) continue;
      costs[i * width + j] = Math.min(
        i > 0 ? cost(i - 1, j) + DROP : Number.POSITIVE_INFINITY,
        j > 0 ? cost(i, j - 1) + INSERT : Number.POSITIVE_INFINITY,
        i > 0 && j > 0 ? cost(i - 1, j - 1) + pair(i, j) : Number.POSITIVE_INFINITY,
      );
    }
  }
  const aligned: (number | null)[] = [];
  let i = before.length;
  let j = after.length;
  while (j > 0) {
    if (i > 0 && cost(i, j) === cost(i - 1, j - 1) + pair(i, j)) {
      aligned.unshift(i - 1);
      i--;
      j--;
    } else if (i > 0 && cost(i, j) === cost(i - 1, j) + DROP) i--;
    else {
      aligned.unshift(null);
      j--;
    }
  }
  return aligned;
}

/** 0 for the same statement, below 1 for one with other patterns, infinite for another statement. */
function change(before: JsonObject | undefined, after: JsonObject | undefined): number {
  if (before === undefined || after === undefined) return Number.POSITIVE_INFINITY;
  if (JSON.stringify(before) === JSON.stringify(after)) return 0;
  if (frame(before) !== frame(after)) return Number.POSITIVE_INFINITY;
  const old = patterns(before);
  const renewed = patterns(after);
  const common = [...renewed].filter((text) => old.has(text)).length;
  return 0.5 - 0.4 * (common / Math.max(1, old.size + renewed.size - common));
}

const frame = (statement: JsonObject): string =>
  JSON.stringify(Object.entries(statement).filter(([key]) => !CHANGEABLE.has(key)));

const patterns = (statement: JsonObject): ReadonlySet<string> =>
  new Set([...CHANGEABLE].flatMap((key) => textsOf(statement[key]).map((text) => `${key} ${text}`)));
