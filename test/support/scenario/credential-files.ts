import { ACCOUNT, arnOf } from './names.ts';
import type { Scenario } from './schema.ts';

export const CREDENTIAL_REPORT = 'credential-report.json';
export const SERVICE_SPECIFIC = 'service-specific-credentials.json';

const HEADER =
  'user,arn,user_creation_time,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active';

const time = (day: string | null) => (day === null ? 'N/A' : `${day}T06:00:00+00:00`);

/** What `get-credential-report` and `list-service-specific-credentials` print, by file name; none when not told. */
export function credentialFiles({
  accessKeys,
  serviceSpecificCredentials: listed,
}: Scenario): Readonly<Record<string, string>> {
  const rows = (accessKeys ?? []).map(({ user, active = true, rotated, used }) =>
    [
      user,
      arnOf({ user }),
      time(rotated),
      active,
      time(rotated),
      time(used),
      used === null ? 'N/A' : 'us-east-1',
      used === null ? 'N/A' : 's3',
      false,
    ].join(','),
  );
  return {
    ...(accessKeys !== undefined && {
      [CREDENTIAL_REPORT]: JSON.stringify({
        Content: Buffer.from([HEADER, ...rows].join('\n')).toString('base64'),
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
