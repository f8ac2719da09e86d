import { z } from 'zod';
import type { AccessKey, ConsolePassword } from '../../domain/credentials.ts';
import { UserError } from '../../domain/errors.ts';
import { isoSeconds, parseAwsTime } from '../files/aws-time.ts';
import { csvRows } from './csv-rows.ts';

export const REPORT_EXPECTED =
  'the output of `aws iam get-credential-report`, or the CSV file that its Content decodes to';

/** GetCredentialReport: the CSV in base64 (IAM API reference). */
const envelope = z.object({ Content: z.string().min(1) });

/** Columns used, of the 22 that the IAM User Guide lists (id_credentials_getting-report). */
const COLUMNS = ['user', 'arn'] as const;
const KEYS = [1, 2] as const;

export interface CredentialReport {
  readonly accessKeys: readonly AccessKey[];
  readonly passwords: readonly ConsolePassword[];
}

/**
 * Access keys and passwords of a credential report, as JSON with the CSV in base64 or as the CSV itself.
 * @throws UserError that names the file and what is missing
 */
export function readCredentialReport(text: string, location: string): CredentialReport {
  const rows = csvRows(csvOf(text, location));
  const [header = [], ...users] = rows;
  const column = new Map(header.map((name, index) => [name.trim(), index]));
  const missing = [...COLUMNS, ...KEYS.map((key) => `access_key_${key}_active`)].filter(
    (name) => !column.has(name),
  );
  if (missing.length > 0) {
    throw new UserError(`${location} lacks the column ${missing[0]}. Expected ${REPORT_EXPECTED}.`);
  }
  const report = { accessKeys: [] as AccessKey[], passwords: [] as ConsolePassword[] };
  for (const [line, row] of users.entries()) {
    if (row.length !== header.length) {
      throw new UserError(
        `${location}: line ${line + 2} has ${row.length} fields instead of ${header.length}.`,
      );
    }
    const field = (name: string): string | undefined => row[column.get(name) ?? -1];
    report.accessKeys.push(...KEYS.flatMap((key) => accessKey(key, field)));
    report.passwords.push(...password(field));
  }
  return report;
}

/** The text of a column; undefined when the report has none of the name. */
type Field = (name: string) => string | undefined;

function accessKey(key: 1 | 2, field: Field): readonly AccessKey[] {
  const lastRotated = timeOf(field(`access_key_${key}_last_rotated`));
  const active = isTrue(field(`access_key_${key}_active`));
  // A key that does not exist is inactive and has `N/A` everywhere.
  if (!active && lastRotated === null) return [];
  return [
    {
      userArn: field('arn') ?? '',
      key,
      active,
      lastRotated,
      lastUsed: timeOf(field(`access_key_${key}_last_used_date`)),
      lastUsedService: told(field(`access_key_${key}_last_used_service`)),
    },
  ];
}

/** Of the root user the report says `not_supported`. */
function password(field: Field): readonly ConsolePassword[] {
  if (!isTrue(field('password_enabled'))) return [];
  const [used, mfa] = [field('password_last_used'), field('mfa_active')];
  return [
    {
      userArn: field('arn') ?? '',
      lastChanged: timeOf(field('password_last_changed')),
      ...(used !== undefined && { lastUsed: timeOf(used) }),
      ...(mfa !== undefined && { mfa: isTrue(mfa) }),
    },
  ];
}

const isTrue = (field: string | undefined): boolean => field?.toLowerCase() === 'true';

function csvOf(text: string, location: string): string {
  if (!text.trimStart().startsWith('{')) return text;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new UserError(`${location} is not valid JSON. Expected ${REPORT_EXPECTED}.`);
  }
  const report = envelope.safeParse(parsed);
  if (!report.success) throw new UserError(`${location} has no Content. Expected ${REPORT_EXPECTED}.`);
  const csv = Buffer.from(report.data.Content, 'base64').toString('utf8');
  if (!csv.startsWith('user,')) {
    throw new UserError(`${location}: Content is not a report in base64. Expected ${REPORT_EXPECTED}.`);
  }
  return csv;
}

/** `N/A` and `no_information`: never used or unknown; `not_supported`: a column of the root user. */
function told(field = ''): string | null {
  return ['', 'N/A', 'no_information', 'not_supported'].includes(field) ? null : field;
}

function timeOf(field: string | undefined): string | null {
  const value = told(field);
  const time = value === null ? null : parseAwsTime(value);
  return time === null ? null : isoSeconds(time);
}
