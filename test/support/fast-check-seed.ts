import * as fc from 'fast-check';

/**
 * A property that fails prints `{ seed: ..., path: "..." }`; `TEST_SEED` and `TEST_PATH` give them back, so that
 * the same case comes again. Without them every run draws a seed of its own.
 */
const { TEST_SEED: seed, TEST_PATH: path } = process.env;
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed), ...(path === undefined ? {} : { path }) });
