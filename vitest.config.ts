import { defineConfig } from 'vitest/config';

/** Long runs of the built command line and of generated logs: with the integration tier, so that `npm test` stays short. */
const LONG = [
  'test/cli/agent-commands.test.ts',
  'test/cli/backtest.test.ts',
  'test/cli/process.test.ts',
  'test/cli/pull-requests.test.ts',
  'test/cli/review-process.test.ts',
  'test/main/verify-pack.test.ts',
  'test/properties/collect-order.test.ts',
];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'threads',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/integration/**', ...LONG] },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', ...LONG],
          env: { GENERATED_ACCOUNTS: process.env.GENERATED_ACCOUNTS ?? '200' },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
