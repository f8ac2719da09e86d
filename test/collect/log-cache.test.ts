import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectCloudTrail } from '../../src/collect/cloudtrail/collect-cloudtrail.ts';
import { EVER, folderOf, gzipped, logOf, recordOf, usageOf } from './support.ts';

const id = (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`;

/** A folder of three logs, one that is none and one that is broken. */
async function logs(): Promise<string> {
  return folderOf({
    'a.json.gz': gzipped(logOf(recordOf(id(1)), recordOf('odd', { errorCode: 'AccessDenied' }))),
    'b.json': logOf(recordOf(id(2), { eventName: 'GetBucketAcl' }), { eventVersion: '3.0' }),
    'c.json': logOf(recordOf(id(1)), recordOf(id(3), { eventType: 'AwsServiceEvent' })),
    'other.json': '[1]',
    'cut.json.gz': gzipped(logOf(recordOf(id(4)))).subarray(0, 40),
  });
}

async function batchesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.batch')).map((name) => join(folder, name));
}

async function facts(folder: string, cache: string) {
  const { usage, inputs, unreadable } = await collectCloudTrail([folder], EVER, {
    cache: { folder: cache, from: 0 },
  });
  return { usage, inputs, unreadable };
}

describe('the cache of logs', () => {
  it('gives the same facts cold, warm, in part and by JSON.parse', async () => {
    const [folder, cache] = [await logs(), await folderOf({})];
    const parsed = await collectCloudTrail([folder], EVER, { reader: 'parse' });
    expect(await facts(folder, cache)).toEqual(parsed);
    expect(await batchesIn(cache)).toHaveLength(1);
    expect(await facts(folder, cache)).toEqual(parsed);
    await writeFile(join(folder, 'd.json'), logOf(recordOf(id(5))));
    await rm(join(folder, 'b.json'));
    const changed = await collectCloudTrail([folder], EVER, { reader: 'parse' });
    expect(await facts(folder, cache)).toEqual(changed);
    expect(await batchesIn(cache)).toHaveLength(2);
    expect(await facts(folder, cache)).toEqual(changed);
  });

  it('reads a file again when its size or its time of change is another', async () => {
    const [folder, cache] = [await logs(), await folderOf({})];
    await facts(folder, cache);
    await writeFile(join(folder, 'b.json'), logOf(recordOf(id(2), { eventName: 'PutBucketAcl' })));
    const renamed = await facts(folder, cache);
    expect(renamed.usage.activity.map(({ eventName }) => eventName)).toContain('PutBucketAcl');
    await writeFile(join(folder, 'b.json'), logOf(recordOf(id(2), { eventName: 'NewBucketAcl' })));
    await utimes(join(folder, 'b.json'), new Date(0), new Date(0));
    const again = await facts(folder, cache);
    expect(again.usage.activity.map(({ eventName }) => eventName)).toContain('NewBucketAcl');
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 5)],
    ['empty', () => Buffer.alloc(0)],
    ['one bit off', (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === 200 ? byte ^ 1 : byte)))],
    ['not of this program', () => Buffer.from('{"Records":[]}')],
  ])('rebuilds what is %s', async (_, damage) => {
    const [folder, cache] = [await logs(), await folderOf({})];
    const cold = await facts(folder, cache);
    const [batch = ''] = await batchesIn(cache);
    const good = await readFile(batch);
    await writeFile(batch, damage(good));
    expect(await facts(folder, cache)).toEqual(cold);
    expect(await Promise.all((await batchesIn(cache)).map((name) => readFile(name)))).toEqual([good]);
  });

  it('is of no harm to runs at the same time, nor when it cannot be written', async () => {
    const [folder, cache] = [await logs(), await folderOf({})];
    const runs = await Promise.all([facts(folder, cache), facts(folder, cache), facts(folder, cache)]);
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).toEqual(runs[0]);
    expect((await readdir(cache, { recursive: true })).filter((name) => name.endsWith('.part'))).toEqual([]);
    const blocked = join(await folderOf({ file: 'x' }), 'file');
    expect(await facts(folder, blocked)).toEqual(runs[0]);
  });

  it('keeps nothing of logs below its size, and nothing when it is not asked', async () => {
    const [folder, cache] = [await logs(), await folderOf({})];
    await mkdir(cache, { recursive: true });
    await collectCloudTrail([folder], EVER, { cache: { folder: cache, from: 1e6 } });
    await usageOf(folder);
    expect(await readdir(cache)).toEqual([]);
  });
});
