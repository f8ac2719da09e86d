import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectCredentials } from '../../src/collect/credentials/collect-credentials.ts';
import { readCredentialReport } from '../../src/collect/credentials/credential-report.ts';
import { csvRows } from '../../src/collect/credentials/csv-rows.ts';
import { readServiceSpecific } from '../../src/collect/credentials/service-specific.ts';
import { UserError } from '../../src/domain/errors.ts';

const HEADER =
  'user,arn,user_creation_time,password_enabled,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service';
const ANA = 'arn:aws:iam::111122223333:user/ana';
const ROW = `ana,${ANA},2024-01-01T00:00:00+00:00,true,true,2025-01-10T06:00:00+00:00,2026-06-30T06:00:00+00:00,us-east-1,s3,false,N/A,N/A,N/A,N/A`;
const ROOT = `<root_account>,arn:aws:iam::111122223333:root,2020-01-01T00:00:00+00:00,not_supported,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A`;
const CSV = [HEADER, ROOT, ROW].join('\n');
const KEY = {
  userArn: ANA,
  key: 1,
  active: true,
  lastRotated: '2025-01-10T06:00:00Z',
  lastUsed: '2026-06-30T06:00:00Z',
  lastUsedService: 's3',
};

describe('a credential report', () => {
  it.each([
    ['as the CSV itself', CSV],
    ['with Windows line ends', CSV.replaceAll('\n', '\r\n')],
    ['as the command prints it', JSON.stringify({ Content: Buffer.from(CSV).toString('base64') })],
  ])('is read %s', (_, text) => {
    expect(readCredentialReport(text, 'report')).toEqual({
      accessKeys: [KEY],
      passwords: [{ userArn: ANA, lastChanged: null }],
    });
  });

  it('tells passwords with their last use and whether a second factor is there', () => {
    const header = `${HEADER},password_last_used,password_last_changed,mfa_active`;
    const rows = [
      `${ROOT},2026-01-01T00:00:00+00:00,not_supported,true`,
      `${ROW},2026-06-01T06:00:00+00:00,2025-01-10T06:00:00+00:00,true`,
      `${ROW.replaceAll('ana', 'new')},no_information,2025-01-10T06:00:00+00:00,FALSE`,
      `${ROW.replaceAll('ana', 'bot').replace('00,true', '00,FALSE')},N/A,N/A,false`,
    ];
    const { passwords } = readCredentialReport([header, ...rows].join('\n'), 'report');
    const lastChanged = '2025-01-10T06:00:00Z';
    expect(passwords).toEqual([
      { userArn: ANA, lastChanged, lastUsed: '2026-06-01T06:00:00Z', mfa: true },
      { userArn: ANA.replace('ana', 'new'), lastChanged, lastUsed: null, mfa: false },
    ]);
  });

  it('keeps an inactive key that exists, and tells one never used', () => {
    const row = ROW.replace('true,true,', 'true,false,').replace(
      '2026-06-30T06:00:00+00:00,us-east-1,s3',
      'N/A,N/A,N/A',
    );
    expect(readCredentialReport(`${HEADER}\n${row}`, 'report').accessKeys).toEqual([
      { ...KEY, active: false, lastUsed: null, lastUsedService: null },
    ]);
  });

  it.each([
    ['{"Content": "bm90IGEgcmVwb3J0"}', 'not a report in base64'],
    ['{"a": 1}', 'has no Content'],
    ['{', 'not valid JSON'],
    ['name,arn\nx,y', 'lacks the column user'],
    [`${HEADER}\nana,${ANA}`, 'line 2 has 2 fields instead of 14'],
  ])('that is none is refused with the reason: %s', (text, message) => {
    expect(() => readCredentialReport(text, 'report')).toThrow(UserError);
    expect(() => readCredentialReport(text, 'report')).toThrow(message);
  });
});

describe('credentials of listings beside a report', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'paredown-credentials-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('take the word of the login profile whether there is a password, and the rest from the report', async () => {
    const write = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const arn = (name: string) => ANA.replace('ana', name);
    const profile = (name: string, LoginProfile: object | null) =>
      write(`${name}.json`, JSON.stringify({ Arn: arn(name), LoginProfile }));
    const row = (name: string) => `${ROW.replaceAll('ana', name)},2026-06-01T06:00:00+00:00,false`;
    const report = [`${HEADER},password_last_used,mfa_active`, row('ana'), row('gone'), row('unlisted')];
    const { credentials, inputs } = await collectCredentials(
      {
        reports: [write('report.csv', report.join('\n'))],
        serviceSpecific: [],
        accessKeys: [],
        loginProfiles: [
          profile('ana', { UserName: 'ana', CreateDate: '2025-02-02T00:00:00Z' }),
          profile('gone', null),
          profile('made-since', { UserName: 'made-since', CreateDate: '2026-06-30T00:00:00Z' }),
        ],
      },
      [],
    );
    const used = { lastUsed: '2026-06-01T06:00:00Z', mfa: false };
    expect(credentials.passwords).toEqual([
      { userArn: ANA, lastChanged: '2025-02-02T00:00:00Z', ...used },
      { userArn: arn('made-since'), lastChanged: '2026-06-30T00:00:00Z' },
      { userArn: arn('unlisted'), lastChanged: null, ...used },
    ]);
    expect(inputs.map(({ kind, records }) => [kind, records])).toEqual([
      ['credential-report', 3],
      ['user-credentials', 1],
      ['user-credentials', 0],
      ['user-credentials', 1],
    ]);
  });

  it('refuse a login profile that does not say whose it is', async () => {
    const path = join(folder, 'profile.json');
    writeFileSync(path, JSON.stringify({ LoginProfile: null }));
    const sources = { reports: [], serviceSpecific: [], accessKeys: [], loginProfiles: [path] };
    await expect(collectCredentials(sources, [])).rejects.toThrow(/profile\.json.*Arn/s);
  });
});

it('CSV rows keep quoted commas, quotes and line breaks', () => {
  expect(csvRows('a,"b, ""c""\nd",e\n\n1,2,3')).toEqual([
    ['a', 'b, "c"\nd', 'e'],
    ['1', '2', '3'],
  ]);
});

describe('a listing of service-specific credentials', () => {
  const user = (account: string) => ({
    arn: `arn:aws:iam::${account}:user/bot`,
    uniqueId: `AIDA${account}`,
    type: 'user' as const,
    name: 'bot',
    path: '/',
    account,
    createDate: null,
    tags: [],
    attachments: [],
    permissionsBoundary: null,
    trustPolicy: null,
    trustProblem: null,
    groups: [],
    instanceProfiles: [],
    lastUsed: null,
  });
  const listing = (more: object) => ({
    ServiceSpecificCredentials: [
      {
        UserName: 'bot',
        Status: 'Active',
        CreateDate: '2026-01-05T00:00:00+00:00',
        ServiceSpecificCredentialId: 'ACCA1',
        ServiceName: 'bedrock.amazonaws.com',
        ...more,
      },
    ],
  });

  it('finds the account by the generated name, else by the only user of the name', () => {
    const told = readServiceSpecific(listing({ ServiceCredentialAlias: 'bot-at-999988887777' }), 'list', []);
    const found = readServiceSpecific(listing({ Status: 'Inactive' }), 'list', [user('111122223333')]);
    expect([...told, ...found].map(({ account, active, expires }) => [account, active, expires])).toEqual([
      ['999988887777', true, null],
      ['111122223333', false, null],
    ]);
  });

  it.each([
    [listing({}), [], 'have no user bot'],
    [listing({}), [user('111122223333'), user('444455556666')], 'several accounts have a user bot'],
    [{ Users: [] }, [], 'has no ServiceSpecificCredentials'],
    [listing({ CreateDate: 'soon' }), [user('111122223333')], 'CreateDate'],
  ])('is refused where it leaves something open (%#)', (value, users, message) => {
    expect(() => readServiceSpecific(value, 'list', users)).toThrow(message);
  });
});
