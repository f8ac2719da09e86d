/** Not `PAREDOWN_...`: the command line, which tests start, takes no variable of that kind that it does not know. */
const asked = process.env.TEST_RUNS ?? '';

/** `TEST_RUNS=full`: everything there is of real policies instead of a sample of it. */
export const isFull: boolean = asked === 'full';

/**
 * Cases of a generated test: `usual` by default, `many` with `TEST_RUNS=many`, as the integration tier has it, or
 * `full`; a number when `TEST_RUNS` is one.
 */
export function runs(usual: number, many: number = usual * 10): number {
  if (isFull || asked === 'many') return many;
  return /^\d+$/.test(asked) ? Number(asked) : usual;
}

/** Seed of the tests that choose by `Chance`; they name it when they fail. */
export const SEED: number = Number(process.env.TEST_SEED ?? 20261122);
