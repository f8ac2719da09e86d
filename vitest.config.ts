import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Long runs of the built command line, of generated logs and of broken proposals: with the integration tier, so that `npm test` stays short. */
const LONG = [
  'test/cli/agent-commands.test.ts',
  'test/cli/backtest.test.ts',
  'test/cli/explain.test.ts',
  'test/cli/process.test.ts',
  'test/cli/pull-requests.test.ts',
  'test/cli/review-process.test.ts',
  'test/main/verify-pack.test.ts',
  'test/properties/collect-order.test.ts',
  'test/real/verify-mutations.test.ts',
];

/** Properties that run a few hundred cases with the unit tests, and thousands with the integration tier (test/support/runs.ts). */
const PROPERTIES = [
  'test/properties/propose-removals.test.ts',
  'test/properties/propose-verified.test.ts',
  'test/properties/verify-no-lost-usage.test.ts',
  'test/properties/verify-no-new-access.test.ts',
  'test/properties/verify-simulator.test.ts',
  'test/properties/whole-chain.test.ts',
];

/** Files that take half a minute or many: begun first, so that no core waits for them at the end. */
const SLOW = [
  'test/properties/whole-chain.test.ts',
  'test/scenarios/run.test.ts',
  'test/samples/expected.test.ts',
  'test/integration/ingest-paths.test.ts',
  'test/integration/trino/athena-on-trino.test.ts',
  'test/integration/collect-aws-faults.test.ts',
  'test/integration/athena.test.ts',
];

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlow = ({ moduleId }: TestSpecification) => SLOW.some((name) => moduleId.endsWith(name));
    const sorted = await super.sort(files);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: SlowFirst },
    setupFiles: ['test/support/fast-check-seed.ts'],
    // Long enough for a busy machine: no test is about time.
    testTimeout: 240_000,
    hookTimeout: 120_000,
    pool: 'threads',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/integration/**', ...LONG],
          // The core holds no state, so files may share its modules: loading them anew for each took a minute.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', ...LONG, ...PROPERTIES],
          env: {
            GENERATED_ACCOUNTS: process.env.GENERATED_ACCOUNTS ?? '60',
            TEST_RUNS: process.env.TEST_RUNS ?? 'many',
          },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
