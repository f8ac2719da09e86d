import { beforeAll, expect, test } from 'vitest';
import { collect } from '../../src/collect/index.ts';
import type { Collected } from '../../src/domain/collected.ts';
import { UserError } from '../../src/domain/errors.ts';
import { packFacts, packOptions, unpackFacts, unpackOptions } from '../../src/pack/index.ts';

let collected: Collected;

beforeAll(async () => {
  collected = await collect({
    authorizationDetails: ['samples/authorization-details'],
    lastAccessed: ['samples/last-accessed'],
    cloudTrail: ['samples/cloudtrail/AWSLogs/111122223333'],
    trails: ['samples/trails.json'],
    window: { start: '2026-07-02T00:00:00Z', end: '2026-09-30T00:00:00Z', days: 90 },
  });
});

test('facts come back as they were, whatever else Collected holds', () => {
  const later = { ...collected, someday: { id: 'o-1' }, rows: [{ a: 1 }, { a: 2 }] } as Collected;
  expect(unpackFacts(packFacts(later))).toEqual(later);
});

test('no source is not an empty source', () => {
  const none = { ...collected, usage: null, trails: null };
  expect(unpackFacts(packFacts(none))).toEqual(none);
  const empty = { ...collected, trails: [], unreadable: [] };
  expect(unpackFacts(packFacts(empty))).toEqual(empty);
});

test('equal facts are equal bytes, each document once', () => {
  const files = packFacts(collected);
  expect([...packFacts(unpackFacts(files))]).toEqual([...files]);
  const lines = (files.get('pack/facts/documents.jsonl') ?? '').trimEnd().split('\n');
  expect(new Set(lines).size).toBe(lines.length);
});

test('what is missing, cut or damaged is named', () => {
  const files = packFacts(collected);
  const broken = (path: string, text: string | null) => {
    const copy = new Map(files);
    if (text === null) copy.delete(path);
    else copy.set(path, text);
    return () => unpackFacts(copy);
  };
  const activity = files.get('pack/facts/activity.jsonl') ?? '';
  for (const [attempt, message] of [
    [broken('pack/facts/header.json', null), /header.json is missing/],
    [broken('pack/facts/policies.jsonl', null), /lack pack\/facts\/policies.jsonl/],
    [broken('pack/facts/activity.jsonl', activity.slice(0, -20)), /activity.jsonl:\d+ is not JSON/],
    [
      broken('pack/facts/activity.jsonl', activity.slice(activity.indexOf('\n') + 1)),
      /lack .*activity-2.jsonl/,
    ],
    [broken('pack/facts/activity.jsonl', activity + activity), /more lines of activity/],
    [broken('pack/facts/header.json', '{"factsVersion": 99}'), /version 99/],
  ] as const) {
    expect(attempt).toThrow(UserError);
    expect(attempt).toThrow(message);
  }
});

test('the question comes back, and another version is refused', () => {
  const question = { scope: 'all', regions: null, packs: [] };
  expect(unpackOptions(packOptions(question))).toEqual(question);
  expect(() => unpackOptions(undefined)).toThrow(/is missing/);
  expect(() => unpackOptions('{')).toThrow(/not JSON/);
  expect(() => unpackOptions('{"optionsVersion": 2}')).toThrow(/version 2/);
});
