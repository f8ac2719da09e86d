import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { AWS_CALLS } from '../../src/collect/aws/aws-calls.ts';
import { ownPolicy } from '../../src/collect/aws/own-policy.ts';
import { loadCatalog } from '../../src/collect/catalog-files.ts';
import { PROBES } from '../../src/collect/doctor/probes.ts';
import { parsePolicy } from '../../src/iam/index.ts';

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));

/** Every SDK command and paginator that the source names. */
function commandsUsed(): string[] {
  const texts = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(SOURCES, path), 'utf8'))
    .filter((text) => text.includes('@aws-sdk/client-'));
  const used = texts.flatMap((text) =>
    [...text.matchAll(/\b([A-Z]\w+)Command\(|\bpaginate([A-Z]\w+)\(/g)].map(
      ([, command, page]) => command ?? page ?? '',
    ),
  );
  return [...new Set(used)].sort();
}

const ALL = {
  partition: 'aws',
  logs: { bucket: 'my-trail', prefix: 'ROLE/AWSLogs/' },
  athena: {
    workgroup: 'audit',
    table: { database: 'logs', table: 'trail' },
    output: { bucket: 'results', prefix: 'x/' },
  },
  roleName: 'audit/paredown',
};

describe('the table of calls to AWS', () => {
  const operations = AWS_CALLS.map(({ operation }) => operation);

  it('has every SDK command that the source sends', () => {
    const used = commandsUsed();
    expect(used.length).toBeGreaterThan(20);
    expect(used.filter((command) => !operations.includes(command))).toEqual([]);
  });

  it('has each call once, and says how it is tried', () => {
    const keys = AWS_CALLS.map(({ service, operation }) => `${service}:${operation}`);
    expect(new Set(keys).size).toBe(keys.length);
    const tried = AWS_CALLS.filter(({ purpose }) => purpose !== 'identity' && purpose !== 'logs');
    expect(Object.keys(PROBES).sort()).toEqual(
      tried.map(({ service, operation }) => `${service}:${operation}`).sort(),
    );
  });

  it('tries nothing that is more than a read', () => {
    const catalog = loadCatalog();
    const levels = AWS_CALLS.flatMap(({ service, operation, needs: [first] }): readonly string[] => {
      const probe = PROBES[`${service}:${operation}`];
      const isSent = probe !== undefined && 'send' in probe;
      return isSent && first !== undefined
        ? (catalog.action(first.action)?.accessLevels ?? ['unknown action'])
        : [];
    });
    expect(levels.length).toBeGreaterThan(15);
    expect([...new Set(levels)].sort()).toEqual(['List', 'Read']);
  });
});

describe('the policy of the tool itself', () => {
  const catalog = loadCatalog();
  const needs = AWS_CALLS.flatMap((call) => call.needs);

  it('names actions that there are, as they are spelt', () => {
    expect(needs.filter(({ action }) => catalog.action(action)?.name !== action)).toEqual([]);
  });

  it('says * only where the service knows no resource', () => {
    const wide = needs.filter(({ resources }) => resources.includes('*'));
    expect(wide.length).toBeGreaterThan(5);
    expect(wide.filter(({ action }) => (catalog.action(action)?.resourceArns.length ?? 1) > 0)).toEqual([]);
  });

  it('writes only to the place of Athena results', () => {
    const isWrite = (action: string) =>
      catalog.action(action)?.accessLevels.some((level) => level !== 'List' && level !== 'Read') === true;
    expect([...new Set(needs.map(({ action }) => action).filter(isWrite))].sort()).toEqual([
      'athena:StartQueryExecution',
      'athena:StopQueryExecution',
      's3:AbortMultipartUpload',
      's3:PutObject',
      'sts:AssumeRole',
    ]);
  });

  it('is a policy, with every place filled in', () => {
    const policy = ownPolicy(ALL);
    expect(() => parsePolicy(policy)).not.toThrow();
    const statements = policy.Statement as readonly {
      Sid: string;
      Action: string[];
      Resource: string | string[];
    }[];
    expect(statements.flatMap(({ Resource }) => Resource).join(' ')).not.toMatch(
      /OUTPUT|WORKGROUP|BUCKET|DATABASE|TABLE|arn:\*/,
    );
    expect(statements.find(({ Action }) => Action.includes('glue:GetPartitions'))?.Resource).toEqual([
      'arn:aws:glue:*:*:catalog',
      'arn:aws:glue:*:*:database/logs',
      'arn:aws:glue:*:*:table/logs/trail',
    ]);
    expect(statements.find(({ Action }) => Action.includes('s3:PutObject'))?.Resource).toBe(
      'arn:aws:s3:::results/x/*',
    );
    expect(statements.find(({ Sid }) => Sid === 'Logs2')).toEqual({
      Sid: 'Logs2',
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: 'arn:aws:s3:::my-trail/ROLE/AWSLogs/*',
    });
    expect(statements.find(({ Action }) => Action.includes('sts:AssumeRole'))?.Resource).toBe(
      'arn:aws:iam::*:role/audit/paredown',
    );
    expect(new Set(statements.map(({ Sid }) => Sid)).size).toBe(statements.length);
    expect(statements.every(({ Sid }) => /^[A-Za-z0-9]+$/.test(Sid))).toBe(true);
  });

  it('leaves out what was not named, and knows other partitions', () => {
    const text = JSON.stringify(ownPolicy({ partition: 'aws-us-gov' }));
    expect(text).not.toMatch(/"s3:|"athena:|"sts:|"glue:/);
    expect(text).toContain('arn:aws-us-gov:cloudtrail:*:*:trail/*');
  });
});
