import { cp, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateLog } from '../../scripts/bench/generate-log.ts';
import { type AnalyzeOptions, analyze } from '../../src/analyze/index.ts';
import { loadCatalog } from '../../src/collect/catalog-files.ts';
import { collectCloudTrail } from '../../src/collect/cloudtrail/collect-cloudtrail.ts';
import { collect } from '../../src/collect/index.ts';
import type { UsageFacts } from '../../src/domain/collected.ts';
import { EVER } from '../collect/support.ts';
import { hasSharedData, sharedData } from '../support/shared-data.ts';

const ACCOUNTS = Number(process.env.GENERATED_ACCOUNTS ?? 4);
/** More roles only take longer: what is compared of the others is their facts. */
const ROLES = 4;
const SAMPLE = fileURLToPath(new URL('../../samples/cloudtrail', import.meta.url));
const catalog = loadCatalog();
const options: AnalyzeOptions = {
  window: EVER,
  scope: 'all',
  extent: 'sensitive',
  regions: null,
  agents: [],
};
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'paredown-paths-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Everything may be done by the first roles that are in the log: then there is a verdict on each sensitive action. */
async function grantsFor(logs: string, usage: UsageFacts): Promise<string> {
  const arns = [...new Set(usage.activity.map(({ principalArn }) => principalArn))].filter(
    (arn): arn is string => arn?.includes(':role/') === true,
  );
  arns.splice(ROLES);
  const PolicyDocument = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  };
  const RoleDetailList = arns.map((Arn, index) => ({
    Path: '/',
    RoleName: Arn.split('/').at(-1),
    RoleId: `AROA${String(index).padStart(16, '0')}`,
    Arn,
    CreateDate: '2020-01-01T00:00:00Z',
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
    InstanceProfileList: [],
    RolePolicyList: [{ PolicyName: 'all', PolicyDocument }],
    AttachedManagedPolicies: [],
    Tags: [],
  }));
  const path = `${logs}-grants.json`;
  await writeFile(
    path,
    JSON.stringify({ UserDetailList: [], GroupDetailList: [], RoleDetailList, Policies: [] }),
  );
  return path;
}

/** Verdicts and facts by each way from the same files, which are left as they were. */
async function everyWay(logs: string) {
  const { usage: parsed } = await collectCloudTrail([logs], EVER, { reader: 'parse' });
  const grants = await grantsFor(logs, parsed);
  const judge = async (folder: string) => {
    const collected = await collect({
      authorizationDetails: [grants],
      lastAccessed: [],
      cloudTrail: [logs],
      trails: [],
      window: EVER,
      cache: { folder, from: 0 },
    });
    return { usage: collected.usage, analysis: analyze(collected, catalog, options) };
  };
  const cold = await judge(`${logs}-cache`);
  const warm = await judge(`${logs}-cache`);
  const entries = await readdir(logs, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const half = files.sort().filter((_, index) => index % 2 === 1);
  const aside = await mkdtemp(join(dirname(logs), 'aside-'));
  for (const [index, file] of half.entries()) await rename(file, join(aside, String(index)));
  if (files.length > half.length) await judge(`${logs}-half`);
  for (const [index, file] of half.entries()) await rename(join(aside, String(index)), file);
  const partial = await judge(`${logs}-half`);
  return { cold, warm, partial, parsed };
}

async function expectSame(logs: string): Promise<void> {
  const { cold, warm, partial, parsed } = await everyWay(logs);
  expect(cold.analysis.principals.length).toBeGreaterThan(0);
  expect(warm).toEqual(cold);
  expect(partial).toEqual(cold);
  // Names of IAM are resolved to ARNs after the facts; the rest of the facts is what JSON.parse gives.
  expect({ ...cold.usage, activity: null, sessionActivity: null }).toEqual({
    ...parsed,
    activity: null,
    sessionActivity: null,
  });
}

describe('verdicts are the same read cold, from the cache and half from the cache', () => {
  it('of the sample', async () => {
    const logs = join(scratch, 'sample');
    await cp(SAMPLE, logs, { recursive: true, preserveTimestamps: true });
    await expectSame(logs);
  });

  it.skipIf(!hasSharedData).each(['ct-stratus-detonation', 'ct-flaws-slice-umccr'])('of %s', async (name) => {
    const logs = join(scratch, name);
    await cp(sharedData(name), logs, { recursive: true, preserveTimestamps: true });
    await expectSame(logs);
  });

  it(`of ${ACCOUNTS} generated accounts`, { timeout: 60_000 + ACCOUNTS * 30_000 }, async () => {
    for (let account = 0; account < ACCOUNTS; account += 1) {
      const logs = join(scratch, `account-${account}`);
      generateLog(logs, 90, 8, account % 2 === 0 ? 'typical' : 'spread', 0, account);
      await expectSame(logs);
    }
  });
});
