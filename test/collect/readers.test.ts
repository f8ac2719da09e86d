import { describe, expect, it } from 'vitest';
import { readLogPath, reasonNotToRead } from '../../src/collect/cloudtrail/log-path.ts';
import { userAgentFamily } from '../../src/collect/cloudtrail/user-agent-family.ts';
import { isoSeconds, parseAwsTime } from '../../src/collect/files/aws-time.ts';
import { jsonValues } from '../../src/collect/files/json-values.ts';

describe('parseAwsTime', () => {
  it.each([
    ['2023-03-09T10:41:45Z', '2023-03-09T10:41:45Z'],
    ['2023-03-09 10:41:45+00:00', '2023-03-09T10:41:45Z'],
    ['2022-02-08 09:23:37+11:00', '2022-02-07T22:23:37Z'],
    ['2023-03-09T10:41:45.999Z', '2023-03-09T10:41:45Z'],
    ['2023-03-09', '2023-03-09T00:00:00Z'],
    [1572816243.173, '2019-11-03T21:24:03Z'],
    [
      {
        __class__: 'datetime',
        year: 2019,
        month: 3,
        day: 13,
        hour: 12,
        minute: 56,
        second: 11,
        microsecond: 1,
      },
      '2019-03-13T12:56:11Z',
    ],
  ])('reads %j', (value, expected) => {
    const time = parseAwsTime(value);
    expect(time === null ? null : isoSeconds(time)).toBe(expected);
  });

  it.each(['', 'yesterday', '2023-02-30T00:00:00Z', '2023-03-09T25:00:00Z', null, {}, [], -1, Number.NaN])(
    'refuses %j',
    (value) => {
      expect(parseAwsTime(value)).toBeNull();
    },
  );
});

describe('jsonValues', () => {
  const values = (text: string) => {
    const read = jsonValues(text);
    return read.kind === 'values' ? [read.values.map(({ value }) => value), read.brokenLines] : read.reason;
  };

  it.each([
    ['{"a": 1}', [[{ a: 1 }], []]],
    ['{"a":1}\n{"a":2}\n', [[{ a: 1 }, { a: 2 }], []]],
    ['{"a":1}\nnot json\n{"a":2}', [[{ a: 1 }, { a: 2 }], [2]]],
    ['{\n"a": "}{"\n}{\n"a": "\\"{"\n}', [[{ a: '}{' }, { a: '"{' }], []]],
    ['2026-01-01T00:00:00.000Z {"a":1}\n2026-01-01T00:00:01.000Z {"a":2}', [[{ a: 1 }, { a: 2 }], []]],
    ['{"a": [1, 2', 'is JSON that ends too early (truncated)'],
    ['{"a": "x', 'is JSON that ends too early (truncated)'],
    ['{\n"a": 1\n}\n{\n"a": ', 'is JSON that ends too early (truncated)'],
    ['hello', 'is not valid JSON'],
    ['{\n a: 1 }', 'is not valid JSON'],
    [' \n ', 'holds only white space'],
  ])('reads %j', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });
});

describe('readLogPath', () => {
  it.each([
    [
      'p/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/31/x.json.gz',
      '111122223333',
      'eu-west-1',
      '2026-01-31',
      null,
    ],
    [
      'AWSLogs/o-abc123/111122223333/CloudTrail/us-east-1/2026/01/31/x.json.gz',
      '111122223333',
      'us-east-1',
      '2026-01-31',
      null,
    ],
    [
      'flat/111122223333_CloudTrail_us-gov-west-1_20260131T1505Z_A6kvhMoVeCsc7v8U.json.gz',
      '111122223333',
      'us-gov-west-1',
      '2026-01-31',
      null,
    ],
    [
      'AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/01/31/x.json.gz',
      '111122223333',
      'us-east-1',
      '2026-01-31',
      'CloudTrail digest',
    ],
    [
      '111122223333_CloudTrail-Digest_us-east-1_mytrail_us-east-1_20260131T150500Z.json.gz',
      '111122223333',
      'us-east-1',
      '2026-01-31',
      'CloudTrail digest',
    ],
    [
      'AWSLogs/111122223333/CloudTrail-New/us-east-1/2026/01/31/x.json.gz',
      '111122223333',
      'us-east-1',
      '2026-01-31',
      'CloudTrail sibling CloudTrail-New',
    ],
    ['AWSLogs/111122223333/CloudTrail/us-east-1', '111122223333', 'us-east-1', null, null],
    ['logs/events.json', null, null, null, null],
  ])('reads %s', (location, account, region, day, sibling) => {
    expect(readLogPath(location)).toEqual({ account, region, day, sibling });
  });

  it.each([
    ['a/events.json.gz', null],
    ['000000.gz', null],
    ['a/.DS_Store', 'hidden file'],
    ['a/._x.json.gz', 'hidden file'],
    ['event_history.csv', 'CSV export: it lacks the fields that tell who did what; export as JSON'],
    ['logs.tar.gz', 'archive; unpack it to have it read'],
    ['README.md', 'not named as a log (.json, .json.gz, .jsonl, .log, .gz)'],
  ])('decides on %s by its name', (name, reason) => {
    expect(reasonNotToRead(name)).toBe(reason);
  });
});

describe('userAgentFamily', () => {
  it.each([
    ['aws-cli/2.15.0 Python/3.11', 'aws-cli'],
    ['[Boto3/1.26 md/Botocore#1.29]', 'Boto3'],
    ['claude-code/2.1.202 (cli)', 'claude-code'],
    ['aws-cli/1.32 exec-env/AmazonQ-For-CLI Version/1.0', 'AmazonQ-For-CLI'],
    ['APN/1.0 HashiCorp/1.0 Terraform/1.6.0 (+https://www.terraform.io) aws-sdk-go-v2/1.2', 'terraform'],
    ['Boto3/1.26 app/invoice-bot', 'app/invoice-bot'],
    ['aws-mcp.amazonaws.com', 'aws-mcp.amazonaws.com'],
    ['AWS Internal', 'AWS Internal'],
    ['Mozilla/5.0 (X11)', 'Mozilla'],
    ['<script>alert(1)</script>', 'scriptalert'],
    ['x'.repeat(1000), 'x'.repeat(64)],
    ['()', null],
    [null, null],
  ])('reads %j', (userAgent, family) => {
    expect(userAgentFamily(userAgent)).toBe(family);
  });
});
