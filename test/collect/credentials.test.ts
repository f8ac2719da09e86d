import { describe, expect, it } from 'vitest';
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
    expect(readCredentialReport(text, 'report')).toEqual([KEY]);
  });

  it('keeps an inactive key that exists, and tells one never used', () => {
    const row = ROW.replace('true,true,', 'true,false,').replace(
      '2026-06-30T06:00:00+00:00,us-east-1,s3',
      'N/A,N/A,N/A',
    );
    expect(readCredentialReport(`${HEADER}\n${row}`, 'report')).toEqual([
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
