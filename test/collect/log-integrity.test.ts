import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { LogCoverage } from '../../src/analyze/log-coverage.ts';
import type { Collected } from '../../src/domain/collected.ts';
import type { LogIntegrity } from '../../src/domain/log-integrity.ts';
import { digestsOf, otherKeysJson, publicKeysJson } from '../support/digests.ts';
import { ACCOUNT, collectFrom, folderOf, gzipped, logOf, recordOf } from './support.ts';

const WINDOW = { start: '2026-01-10T00:00:00Z', end: '2026-01-17T00:00:00Z', days: 7 };
const DAY = '2026-01-15';
const FOLDER = `AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/2026/01/15`;
const logKey = (n: number): string =>
  `${FOLDER}/${ACCOUNT}_CloudTrail_eu-west-1_20260115T10${n}5Z_${n}aB.json.gz`;
const logs = [1, 2, 3].map((n) => ({
  key: logKey(n),
  content: logOf(recordOf(`event-${n}`, { eventTime: `2026-01-15T10:2${n}:00Z` })),
}));
const [one, two, three] = logs as [(typeof logs)[0], (typeof logs)[0], (typeof logs)[0]];

/** Three logs, named by the first two of three hourly digests: the last one has nobody after it to prove it. */
async function delivered(): Promise<{ folder: string; digests: ReturnType<typeof digestsOf> }> {
  const digests = digestsOf(DAY, [[one, two], [three], []]);
  const folder = await folderOf({
    ...Object.fromEntries(logs.map(({ key, content }) => [key, gzipped(content)])),
    ...Object.fromEntries(digests.map(({ key, file }) => [key, file])),
    'keys.txt': '',
  });
  return { folder, digests };
}

async function check(
  folder: string,
  keys: string | null = publicKeysJson(),
  window = WINDOW,
): Promise<{ collected: Collected; place: LogIntegrity }> {
  const publicKeys = keys === null ? [] : [join(await folderOf({ 'keys.json': keys }), 'keys.json')];
  const collected = await collectFrom({ cloudTrail: [folder], publicKeys, window });
  const [place, ...others] = collected.usage?.integrity ?? [];
  if (place === undefined || others.length > 0) throw new Error('expected one place');
  return { collected, place };
}

const none = { verified: 0, matching: 0, unlisted: 0, changed: 0, missing: 0, unreadable: 0 };
const noDigest = { signed: 0, unsigned: 0, changed: 0, missing: 0, unreadable: 0 };

describe('log files against digest files', () => {
  it.each(['pkcs1', 'spki'] as const)('are verified by signed digests, keys as %s', async (type) => {
    const { folder } = await delivered();
    const { collected, place } = await check(folder, publicKeysJson(type));
    expect(place).toEqual({
      account: ACCOUNT,
      region: 'eu-west-1',
      status: 'verified',
      files: { ...none, verified: 3 },
      digests: { ...noDigest, signed: 2, unsigned: 1 },
      problems: [],
    });
    expect(collected.unreadable).toEqual([]);
    expect(collected.inputs).toContainEqual(expect.objectContaining({ kind: 'public-keys', records: 1 }));
    expect(collected.usage?.accounting.files).toEqual({ seen: 7, used: 3, excluded: 4, unreadable: 0 });
  });

  it('match without keys: hashes agree and no signature was checked', async () => {
    const { folder } = await delivered();
    const { place } = await check(folder, null);
    expect(place).toMatchObject({
      status: 'matching',
      files: { ...none, matching: 3 },
      digests: { ...noDigest, unsigned: 3 },
    });
  });

  it('are recognised unpacked and in another folder', async () => {
    const digests = digestsOf(DAY, [[one], []]);
    const folder = await folderOf({
      [`logs/${basename(one.key, '.gz')}`]: one.content,
      ...Object.fromEntries(digests.map(({ key, file }) => [key, file])),
    });
    const { place } = await check(folder);
    expect(place.files).toEqual({ ...none, verified: 1 });
  });

  it('were changed: the calls still count as use, and the day is a gap', async () => {
    const { folder } = await delivered();
    const forged = logOf(
      recordOf('event-2', { eventName: 'DeleteBucket', eventTime: '2026-01-15T10:22:00Z' }),
    );
    await writeFile(join(folder, two.key), gzipped(forged));
    const { collected, place } = await check(folder);
    expect(place).toMatchObject({
      status: 'failed',
      files: { ...none, verified: 2, changed: 1 },
      problems: [{ name: basename(two.key, '.gz'), problem: 'log file was changed since its delivery' }],
    });
    expect(collected.unreadable).toEqual([
      expect.objectContaining({
        kind: 'cloudtrail',
        location: join(folder, two.key),
        reason: expect.stringContaining('SHA-256'),
        account: ACCOUNT,
        region: 'eu-west-1',
        day: DAY,
      }),
    ]);
    expect(collected.usage?.activity.map(({ eventName }) => eventName)).toContain('DeleteBucket');
  });

  it('compressed anew are the same: the hash is of the content', async () => {
    const { folder } = await delivered();
    await writeFile(join(folder, two.key), gzipSync(two.content, { level: 1 }));
    expect((await check(folder)).place.status).toBe('verified');
  });

  it('are missing inside the window: a gap of their day', async () => {
    const { folder } = await delivered();
    await rm(join(folder, one.key));
    await rm(join(folder, two.key));
    const { collected, place } = await check(folder);
    expect(place).toMatchObject({ status: 'failed', files: { ...none, verified: 1, missing: 2 } });
    expect(place.problems.map(({ name }) => name)).toEqual([one, two].map(({ key }) => basename(key, '.gz')));
    expect(collected.unreadable).toEqual([
      {
        kind: 'cloudtrail',
        location: one.key,
        reason: 'missing here, though a CloudTrail digest file names it (and 1 more of that day)',
        account: ACCOUNT,
        region: 'eu-west-1',
        day: DAY,
      },
    ]);
  });

  it('missing outside the window are no gap', async () => {
    const { folder } = await delivered();
    await rm(join(folder, one.key));
    const later = { start: '2026-01-15T10:30:01Z', end: '2026-01-17T00:00:00Z', days: 2 };
    const { collected, place } = await check(folder, publicKeysJson(), later);
    expect(place.files.missing).toBe(0);
    expect(collected.unreadable).toEqual([]);
  });

  it('that cannot be read are not missing', async () => {
    const { folder } = await delivered();
    await writeFile(join(folder, two.key), gzipped(two.content).subarray(0, 40));
    const { collected, place } = await check(folder);
    expect(place).toMatchObject({ status: 'partial', files: { ...none, verified: 2, unreadable: 1 } });
    expect(collected.unreadable.map(({ reason }) => reason)).toEqual([
      'is gzip that ends too early (truncated)',
    ]);
  });

  it('that no digest names are not verified', async () => {
    const { folder } = await delivered();
    await writeFile(join(folder, logKey(4)), gzipped(logOf(recordOf('event-4'))));
    expect((await check(folder)).place).toMatchObject({
      status: 'partial',
      files: { ...none, verified: 3, unlisted: 1 },
    });
  });

  it('without any digest: nothing is claimed', async () => {
    const folder = await folderOf({ [one.key]: gzipped(one.content) });
    const { usage } = await collectFrom({ cloudTrail: [folder], window: WINDOW });
    expect(usage?.integrity).toEqual([]);
  });
});

describe('digest files', () => {
  it('changed are no proof, and a gap: logs they named may be gone', async () => {
    const { folder, digests } = await delivered();
    const [first] = digests;
    if (first === undefined) throw new Error('no digest');
    const text = gunzipSync(first.file).toString('utf8');
    const { logFiles, ...rest } = JSON.parse(text);
    await writeFile(
      join(folder, first.key),
      gzipped(JSON.stringify({ ...rest, logFiles: logFiles.slice(1) })),
    );
    await rm(join(folder, one.key));
    const { collected, place } = await check(folder, null);
    expect(place).toMatchObject({
      status: 'failed',
      files: { ...none, matching: 1, unlisted: 1 },
      digests: { ...noDigest, unsigned: 2, changed: 1 },
    });
    expect(collected.unreadable).toEqual([
      expect.objectContaining({
        location: join(folder, first.key),
        day: DAY,
        account: ACCOUNT,
        region: 'eu-west-1',
      }),
    ]);
  });

  it('signed by nobody we know are changed', async () => {
    const { folder } = await delivered();
    const { place } = await check(folder, otherKeysJson());
    expect(place).toMatchObject({ status: 'failed', digests: { ...noDigest, changed: 1, unsigned: 2 } });
    expect(place.problems[0]?.problem).toBe('digest file is not what CloudTrail signed');
  });

  it('renamed are changed', async () => {
    const { folder, digests } = await delivered();
    const last = digests.at(-1)?.key ?? '';
    await rename(join(folder, last), join(folder, dirname(last), basename(last).replace('T13', 'T14')));
    const { place } = await check(folder);
    expect(place.digests).toMatchObject({ changed: 1 });
    expect(place.problems[0]?.problem).toMatch(/was renamed: it calls itself/);
  });

  it('missing take the proof away, and are no gap', async () => {
    const { folder, digests } = await delivered();
    await rm(join(folder, digests[0]?.key ?? ''));
    const { collected, place } = await check(folder);
    expect(place).toMatchObject({
      status: 'partial',
      files: { ...none, verified: 1, unlisted: 2 },
      digests: { ...noDigest, signed: 1, unsigned: 1, missing: 1 },
    });
    expect(collected.unreadable).toEqual([]);
  });

  it('before the window are not missed', async () => {
    const { folder, digests } = await delivered();
    await rm(join(folder, digests[0]?.key ?? ''));
    await rm(join(folder, one.key));
    await rm(join(folder, two.key));
    const later = { start: '2026-01-15T11:00:00Z', end: '2026-01-17T00:00:00Z', days: 2 };
    const { place } = await check(folder, publicKeysJson(), later);
    expect(place).toMatchObject({ status: 'verified', files: { ...none, verified: 1 } });
  });

  it('that cannot be read are counted and named', async () => {
    const { folder, digests } = await delivered();
    await writeFile(join(folder, digests[2]?.key ?? ''), 'no digest');
    const { place } = await check(folder);
    expect(place.digests).toEqual({ ...noDigest, signed: 1, unsigned: 1, unreadable: 1 });
    expect(place.problems).toEqual([
      { name: basename(digests[2]?.key ?? '', '.gz'), problem: 'digest file is not valid JSON' },
    ]);
  });

  it('need keys that are keys', async () => {
    const { folder } = await delivered();
    const bad = JSON.stringify({ PublicKeyList: [{ Value: 'AAAA', Fingerprint: 'f' }] });
    await expect(check(folder, bad)).rejects.toThrow(/key f is no RSA public key/);
    await expect(check(folder, '{}')).rejects.toThrow(/PublicKeyList/);
  });
});

it('a log that is missing or changed keeps the log from proving non-use', async () => {
  const { folder } = await delivered();
  const gapsOf = (collected: Collected) =>
    new LogCoverage(collected, WINDOW, ['eu-west-1']).of(ACCOUNT).management.get('eu-west-1') ?? [];
  // How far the log goes is another gap, of the few minutes that these files are of.
  const of15th = (collected: Collected) =>
    gapsOf(collected).filter(
      ({ to, reason }) => to > `${DAY}T00:00:00Z` && !reason.startsWith('the log goes from'),
    );
  const whole = of15th((await check(folder)).collected).map(({ reason }) => reason);
  await rm(join(folder, one.key));
  const missing = of15th((await check(folder)).collected).map(({ reason }) => reason);
  expect(missing.filter((reason) => !whole.includes(reason))).toEqual([
    expect.stringMatching(/CloudTrail digest file names it$/),
  ]);
});

it('what a cache kept without a hash is read again when a digest asks for it', async () => {
  const folder = await folderOf({ [one.key]: gzipped(one.content) });
  const cache = { folder: await folderOf({}), from: 0 };
  await collectFrom({ cloudTrail: [folder], window: WINDOW, cache });
  for (const { key, file } of digestsOf(DAY, [[one], []])) {
    const { mkdir } = await import('node:fs/promises');
    await mkdir(dirname(join(folder, key)), { recursive: true });
    await writeFile(join(folder, key), file);
  }
  for (const run of ['first', 'from the cache']) {
    const { usage } = await collectFrom({ cloudTrail: [folder], window: WINDOW, cache });
    expect(usage?.integrity?.[0]?.files, run).toEqual({ ...none, matching: 1 });
  }
});
