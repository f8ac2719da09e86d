import { collectFromAws } from '../../../src/main/collect-from-aws.ts';
import type { RunRequest } from '../../../src/main.ts';
import { awsEnvironment } from '../moto.ts';

const DAY_MS = 86_400_000;
const HALF_HOUR_MS = 1_800_000;
/** Of late: the event history goes back 90 days from now, whenever the test runs. */
export const AS_OF = `${new Date(Math.floor(Date.now() / HALF_HOUR_MS) * HALF_HOUR_MS).toISOString().slice(0, 19)}Z`;

/** A question about everyone, of the fixture's regions. */
export function request(changes: Partial<RunRequest> = {}, days = 90): RunRequest {
  const start = `${new Date(Date.parse(AS_OF) - days * DAY_MS).toISOString().slice(0, 19)}Z`;
  return {
    authorizationDetails: [],
    lastAccessed: [],
    cloudTrail: [],
    trails: [],
    packs: [],
    window: { start, end: AS_OF, days },
    scope: 'all',
    target: 'sensitive',
    regions: null,
    agents: [],
    breakGlassTags: [],
    environment: process.env,
    tool: { name: 'paredown', version: '0.0.0' },
    arguments: [],
    ...changes,
  };
}

type Order = Parameters<typeof collectFromAws>[0];

/** A stand-in is in no hurry; what does not answer is waited for longer than a busy machine takes for what does. */
export const QUICK = {
  maxAttempts: 2,
  timeoutMs: 30_000,
  retryMode: 'standard',
  polling: { firstMs: 1, mostMs: 2, looks: 10 },
  lookupIntervalMs: 0,
} as const;

/** Collects from a stand-in that is in no hurry. */
export function collectFixture(
  folder: string,
  changes: Partial<Order> = {},
  asked: RunRequest = request(),
): ReturnType<typeof collectFromAws> {
  const order: Order = {
    folder,
    asOf: AS_OF,
    runId: 'paredown-test',
    startedAt: `${new Date().toISOString().slice(0, 19)}Z`,
    pace: QUICK,
    ...changes,
  };
  return collectFromAws(order, folder, asked, null);
}

/**
 * Sends every call of the AWS SDK in this process to `endpoint`, as somebody of `account` (absent: the stand-in's home);
 * answers with what undoes it.
 */
export function useEndpoint(endpoint: string, account?: string): () => void {
  const variables = {
    ...awsEnvironment(endpoint),
    ...(account !== undefined && { AWS_ACCESS_KEY_ID: `ASIA${account}` }),
  };
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
