const asked = process.env.PAREDOWN_RUNS ?? '';

/** `PAREDOWN_RUNS=full`: everything there is instead of a sample of it. */
export const isFull: boolean = asked === 'full';

/** Cases of a generated test: `usual` by default, `PAREDOWN_RUNS` when that is a number, ten times as many when `full`. */
export function runs(usual: number): number {
  if (isFull) return usual * 10;
  return /^\d+$/.test(asked) ? Number(asked) : usual;
}

/** Seed of the tests that choose by `Chance`; they name it when they fail. */
export const SEED: number = Number(process.env.PAREDOWN_SEED ?? 20261122);
