import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/domain/errors.ts';
import {
  ACCOUNT,
  collectFrom,
  folderOf,
  gzipped,
  logOf,
  ROLE,
  ROLE_ID,
  recordOf,
  sessionIdentity,
  usageOf,
} from '../collect/support.ts';

const DAY = `AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/2026/01/15`;
const a = recordOf('a');
const b = recordOf('b', { eventName: 'GetBucketAcl' });

describe('CloudTrail logs', () => {
  it('become facts', async () => {
    const folder = await folderOf({ [`${DAY}/x.json.gz`]: gzipped(logOf(a, recordOf('a2'), b)) });
    const usage = await usageOf(folder);
    expect(usage.activity).toEqual([
      {
        principalArn: ROLE,
        principalId: ROLE_ID,
        account: ACCOUNT,
        region: 'eu-west-1',
        eventSource: 's3.amazonaws.com',
        eventName: 'GetBucketAcl',
        category: 'Management',
        features: [],
        outcome: 'allowed',
        resources: ['arn:aws:s3:::reports'],
        via: null,
        day: '2026-01-15',
        calls: 1,
        first: '2026-01-15T10:20:30Z',
        last: '2026-01-15T10:20:30Z',
      },
      expect.objectContaining({ eventName: 'GetBucketPolicy', calls: 2 }),
    ]);
    expect(usage.sessions).toEqual([
      {
        principalArn: ROLE,
        principalId: ROLE_ID,
        account: ACCOUNT,
        sessionName: 'build-7',
        sourceIdentity: null,
        accessKeyId: 'ASIAEXAMPLE',
        userAgentFamily: 'aws-cli',
        via: null,
        origin: null,
        tags: [],
        calls: 3,
        denied: 0,
        first: '2026-01-15T10:20:30Z',
        last: '2026-01-15T10:20:30Z',
      },
    ]);
    expect(usage.coverage).toEqual([
      {
        account: ACCOUNT,
        region: 'eu-west-1',
        day: '2026-01-15',
        category: 'Management',
        resourceType: null,
        events: 3,
        duplicates: 0,
        files: 1,
      },
    ]);
    expect(usage).toMatchObject({
      leftovers: [],
      accounting: {
        files: { seen: 1, used: 1, excluded: 0, unreadable: 0 },
        records: { seen: 3, distinct: 3, duplicates: 0, unreadable: 0 },
      },
      firstEvent: '2026-01-15T10:20:30Z',
      lastEvent: '2026-01-15T10:20:30Z',
    });
  });

  const text = (record: unknown) => JSON.stringify(record);
  it.each([
    ['a log file', text({ Records: [a, b] })],
    ['a bare list', text([a, b])],
    ['JSON Lines', `${text(a)}\n${text(b)}\n`],
    ['records one after the other', `${JSON.stringify(a, null, 2)}\n${JSON.stringify(b, null, 2)}`],
    ['log files one after the other', text({ Records: [a] }) + text({ Records: [b] })],
    ['a byte order mark', `\uFEFF${text({ Records: [a, b] })}`],
    [
      'lookup-events',
      text({ Events: [a, b].map((record) => ({ EventId: 'x', CloudTrailEvent: text(record) })) }),
    ],
    ['lookup-events as lines', [a, b].map((record) => text({ CloudTrailEvent: text(record) })).join('\n')],
    [
      'EventBridge events',
      text([a, b].map((detail) => ({ 'detail-type': 'AWS API Call via CloudTrail', detail }))),
    ],
    [
      'a CloudWatch subscription',
      text({ owner: ACCOUNT, logEvents: [a, b].map((record) => ({ message: text(record) })) }),
    ],
    ['filter-log-events', text({ events: [a, b].map((record) => ({ message: text(record) })) })],
    ['a CloudWatch export', [a, b].map((record) => `2026-01-15T10:20:31.000Z ${text(record)}`).join('\n')],
  ])('are read from %s', async (_, content) => {
    const folder = await folderOf({ 'x.json': content, 'z.json.gz': gzipped(content) });
    const usage = await usageOf(folder);
    expect(usage.accounting).toEqual({
      files: { seen: 2, used: 2, excluded: 0, unreadable: 0 },
      records: { seen: 4, distinct: 2, duplicates: 2, unreadable: 0 },
    });
    expect(usage.activity.map(({ eventName, calls }) => [eventName, calls])).toEqual([
      ['GetBucketAcl', 1],
      ['GetBucketPolicy', 1],
    ]);
  });

  it('may be gzip of several members, whatever the name', async () => {
    const content = Buffer.concat([gzipped('{"Records": ['), gzipped(`${JSON.stringify(a)}]}`)]);
    expect((await usageOf(await folderOf({ 'x.json': content }))).accounting.records.distinct).toBe(1);
  });

  const gz = gzipped(logOf(a));
  const flipped = Buffer.from(gz);
  flipped.writeUInt8((flipped.readUInt8(flipped.length - 6) + 1) % 256, flipped.length - 6);
  it.each([
    ['0 bytes', Buffer.alloc(0), 'is empty (0 bytes)'],
    ['truncated gzip', gz.subarray(0, gz.length - 20), 'is gzip that ends too early (truncated)'],
    ['gzip without its footer', gz.subarray(0, gz.length - 4), 'is gzip that ends too early (truncated)'],
    ['a wrong checksum', flipped, 'is damaged gzip (bad data, checksum or trailing bytes)'],
    [
      'trailing garbage',
      Buffer.concat([gz, Buffer.from('garbage')]),
      'is damaged gzip (bad data, checksum or trailing bytes)',
    ],
    ['trailing zeros', Buffer.concat([gz, Buffer.alloc(8)]), 'has bytes after the end of its gzip data'],
    ['gzip in gzip', gzipSync(gz), 'is gzip inside gzip, not JSON'],
    ['truncated JSON', logOf(a).slice(0, -10), 'is JSON that ends too early (truncated)'],
    ['broken JSON', '{"Records": [,]}', 'is not valid JSON'],
    [
      'invalid UTF-8',
      Buffer.concat([Buffer.from('{"Records": ["'), Buffer.from([0xff, 0xfe]), Buffer.from('"]}')]),
      'is not valid UTF-8',
    ],
    ['HTML', '<!DOCTYPE html><html>', 'is HTML or XML, not JSON'],
    ['a PNG', Buffer.from('89504e470d0a1a0a', 'hex'), 'is a PNG image, not JSON'],
    ['a policy in the place of a log', '{"Statement": []}', 'is a policy document, not a CloudTrail log'],
    [
      'a record of a DynamoDB stream',
      '{"eventName": "INSERT", "eventSource": "aws:dynamodb"}',
      'is an object with the keys eventName, eventSource, not a CloudTrail log',
    ],
  ])('with %s are a gap where their path says', async (_, content, reason) => {
    const folder = await folderOf({ [`${DAY}/bad.json.gz`]: content, [`${DAY}/good.json`]: logOf(a) });
    const { usage, unreadable } = await collectFrom({ cloudTrail: [folder] });
    expect(unreadable).toEqual([
      {
        kind: 'cloudtrail',
        location: `${folder}/${DAY}/bad.json.gz`,
        reason,
        account: ACCOUNT,
        region: 'eu-west-1',
        day: '2026-01-15',
      },
    ]);
    expect(usage?.accounting.files).toEqual({ seen: 2, used: 1, excluded: 0, unreadable: 1 });
    expect(usage?.accounting.records.distinct).toBe(1);
  });

  it('with bad records count them and use the others', async () => {
    const folder = await folderOf({
      'x.json': logOf(a, 7, { ...b, eventName: undefined }, null),
      'y.jsonl': `${JSON.stringify(b)}\n{"eventTime"\n`,
      'z.json': '{"Records": null}',
    });
    const { usage, unreadable } = await collectFrom({ cloudTrail: [folder] });
    expect(usage?.accounting.records).toEqual({ seen: 7, distinct: 2, duplicates: 0, unreadable: 5 });
    expect(usage?.leftovers).toEqual([
      { reason: 'unreadable', key: 'has Records that are no list', count: 1, example: `${folder}/z.json:1` },
      { reason: 'unreadable', key: 'is not an object', count: 2, example: `${folder}/x.json:2` },
      { reason: 'unreadable', key: 'is not valid JSON', count: 1, example: `${folder}/y.jsonl:2` },
      { reason: 'unreadable', key: 'lacks eventName', count: 1, example: `${folder}/x.json:3` },
    ]);
    expect(unreadable.map(({ location, reason }) => [location, reason])).toEqual([
      [`${folder}/x.json`, '3 of 4 records; record 2 is not an object'],
      [`${folder}/y.jsonl`, '1 of 2 records; record 2 is not valid JSON'],
      [`${folder}/z.json`, '1 of 1 records; record 1 has Records that are no list'],
    ]);
  });

  it('whose time another program moved are records that cannot be counted, not other files', async () => {
    const { eventTime, ...rest } = b;
    const folder = await folderOf({
      'x.json': logOf(a),
      'logstash.json': JSON.stringify({ ...rest, '@timestamp': eventTime }),
    });
    const { usage, unreadable } = await collectFrom({ cloudTrail: [folder] });
    expect(unreadable.map(({ location, reason }) => [location, reason])).toEqual([
      [`${folder}/logstash.json`, '1 of 1 records; record 1 lacks a valid eventTime'],
    ]);
    expect(usage?.excludedFiles).toEqual([]);
  });

  it('leave out what is no log and count it', async () => {
    const day = (kind: string) => `AWSLogs/${ACCOUNT}/${kind}/eu-west-1/2026/01/15/x.json.gz`;
    const folder = await folderOf({
      [day('CloudTrail')]: logOf(a),
      [day('CloudTrail-Digest')]: '{}',
      [day('CloudTrail-Insight')]: logOf(a),
      [day('CloudTrail-NetworkActivity')]: logOf(a),
      [day('CloudTrail-Aggregated')]: logOf(a),
      'event_history.csv': 'Event name,Event time',
      'details.json': '{"UserDetailList": []}',
      'README.md': '# logs',
    });
    const usage = await usageOf(folder);
    expect(usage.accounting.files).toEqual({ seen: 8, used: 1, excluded: 7, unreadable: 0 });
    expect(usage.accounting.records.seen).toBe(1);
    expect(usage.excludedFiles.map(({ reason, count }) => [reason, count])).toEqual([
      ['CSV export: it lacks the fields that tell who did what; export as JSON', 1],
      ['CloudTrail Insights events', 1],
      ['CloudTrail aggregated events', 1],
      ['CloudTrail digest', 1],
      ['CloudTrail network activity events', 1],
      ['JSON, but no CloudTrail log', 1],
      ['not named as a log (.json, .json.gz, .jsonl, .log, .gz)', 1],
    ]);
  });

  it.each([
    ['an empty folder', {}],
    ['a folder of other things', { 'README.md': 'x', 'details.json': '{"UserDetailList": []}' }],
  ])('must be there: %s is a mistake', async (_, files) => {
    const folder = await folderOf(files);
    await expect(usageOf(folder)).rejects.toThrow(UserError);
    await expect(usageOf(folder)).rejects.toThrow(/holds no CloudTrail log/);
  });

  it('must be in every place named: one good folder does not excuse a wrong one', async () => {
    const folder = await folderOf({ 'good/x.json': logOf(a), 'wrong.json': '{"UserDetailList": []}' });
    const cloudTrail = [join(folder, 'good'), join(folder, 'wrong.json')];
    await expect(collectFrom({ cloudTrail })).rejects.toThrow(/wrong\.json holds no CloudTrail log/);
  });

  it('may lie in files with hostile names, behind links that loop, and in globs', async () => {
    const name = `it's [a] "*"?\n--; DROP.json`;
    const folder = await folderOf({ [`in/${name}`]: logOf(a), 'in/[x].json': logOf(b) });
    await symlink(folder, join(folder, 'in/loop'));
    await symlink(join(folder, 'nowhere'), join(folder, 'in/broken.json'));
    const { usage, unreadable } = await collectFrom({ cloudTrail: [join(folder, 'in')] });
    expect(usage?.accounting.records.distinct).toBe(2);
    expect(unreadable).toMatchObject([
      { location: `${folder}/in/broken.json`, reason: 'cannot be opened (ENOENT)' },
    ]);
    expect((await usageOf(join(folder, 'in', name))).accounting.records.distinct).toBe(1);
    expect((await usageOf(join(folder, 'in/[x].json'))).accounting.records.distinct).toBe(1);
    expect((await usageOf(`${folder}/in/*DROP.json`)).accounting.records.distinct).toBe(1);
    expect((await usageOf(`${folder}/**/*.json`)).accounting.records.distinct).toBe(2);
  });

  it('with hostile values give them back as they are', async () => {
    const odd = `'; DROP TABLE staged; -- "\u0000\n<b>{{x}}`;
    const identity = sessionIdentity({ principalId: `${ROLE_ID}:${odd}` });
    const usage = await usageOf(
      await folderOf({ 'x.json': logOf(recordOf(odd, { eventName: odd, userIdentity: identity })) }),
    );
    expect(usage.activity).toMatchObject([{ eventName: odd }]);
    expect(usage.sessions).toMatchObject([{ sessionName: odd }]);
  });

  it('name inputs and files as the user typed them', async () => {
    const folder = await folderOf({ 'logs/x.json': logOf(a, 1) });
    const { inputs, unreadable } = await collectFrom({ cloudTrail: [`${folder}/logs/`] });
    expect(inputs).toMatchObject([{ kind: 'cloudtrail', location: `${folder}/logs/`, records: 1 }]);
    expect(unreadable).toMatchObject([{ location: `${folder}/logs/x.json` }]);
    const before = inputs[0]?.sha256;
    await writeFile(join(folder, 'logs/x.json'), logOf(b, 1));
    const after = await collectFrom({ cloudTrail: [`${folder}/logs/`] });
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(after.inputs[0]?.sha256).not.toBe(before);
  });
});
