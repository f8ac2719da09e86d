import { ACCOUNT, arnOf } from './names.ts';
import type { Scenario } from './schema.ts';

export const CREDENTIAL_REPORT = 'credential-report.json';
export const SERVICE_SPECIFIC = 'service-specific-credentials.json';

const COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_active',
] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], string | boolean>>;

const time = (day: string | null) => (day === null ? 'N/A' : `${day}T06:00:00+00:00`);

/** What `get-credential-report` and `list-service-specific-credentials` print, by file name; none when not told. */
export function credentialFiles(scenario: Scenario): Readonly<Record<string, string>> {
  const { accessKeys, passwords, serviceSpecificCredentials: listed } = scenario;
  return {
    ...((accessKeys !== undefined || passwords !== undefined) && {
      [CREDENTIAL_REPORT]: JSON.stringify({
        Content: Buffer.from(reportOf(scenario)).toString('base64'),
        ReportFormat: 'text/csv',
        GeneratedTime: '2026-07-01T00:00:00+00:00',
      }),
    }),
    ...(listed !== undefined && {
      [SERVICE_SPECIFIC]: JSON.stringify({
        ServiceSpecificCredentials: listed.map(
          ({ user, service, created, expires, active = true }, index) => ({
            UserName: user,
            Status: active ? 'Active' : 'Inactive',
            ServiceUserName: `${user}-at-${ACCOUNT}`,
            CreateDate: time(created),
            ...(expires === null ? {} : { ExpirationDate: time(expires) }),
            ServiceSpecificCredentialId: `ACCAEXAMPLE00000000${index}`,
            ServiceName: service,
          }),
        ),
      }),
    }),
  };
}

/** A row for each user; a password or key that is not told is not there. */
function reportOf({ accessKeys = [], passwords = [] }: Scenario): string {
  const rows = new Map<string, Row>();
  const add = (user: string, row: Row): void => {
    rows.set(user, { ...rows.get(user), ...row });
  };
  for (const { user, active = true, rotated, used } of accessKeys) {
    add(user, {
      user_creation_time: time(rotated),
      access_key_1_active: active,
      access_key_1_last_rotated: time(rotated),
      access_key_1_last_used_date: time(used),
      access_key_1_last_used_region: used === null ? 'N/A' : 'us-east-1',
      access_key_1_last_used_service: used === null ? 'N/A' : 's3',
    });
  }
  for (const { user, changed, used, mfa = false } of passwords) {
    add(user, {
      password_enabled: true,
      password_last_used: used === null ? 'no_information' : time(used),
      password_last_changed: time(changed),
      mfa_active: mfa,
    });
  }
  const absent: Row = {
    password_enabled: false,
    mfa_active: false,
    access_key_1_active: false,
    access_key_2_active: false,
  };
  const lines = [...rows].map(([user, row]) => {
    const told: Row = { ...absent, ...row, user, arn: arnOf({ user }) };
    return COLUMNS.map((column) => told[column] ?? 'N/A').join(',');
  });
  return [COLUMNS.join(','), ...lines].join('\n');
}
