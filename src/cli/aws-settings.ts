import { UserError } from '../domain/errors.ts';
import type { AwsOrder } from '../main.ts';
import { readTextIfPresent } from './read-text.ts';
import { parseInstant } from './values.ts';

/** What to collect from AWS and where to; the question itself is the run's. */
export type AwsSettings = Omit<AwsOrder, 'runId' | 'startedAt'> & { readonly isAsked: boolean };

const ACCOUNT = /^\d{12}$/;
/** Path and name of a role (IAM API reference, CreateRole). */
const ROLE = /^[\w+=,.@/-]{1,512}$/;

/**
 * Checks what the AWS options say together.
 * @throws UserError that names the option
 */
export function awsSettings(given: AwsSettings): AwsSettings {
  const { accounts = [], organization, role, isAsked } = given;
  const wrong = accounts.find((account) => !ACCOUNT.test(account));
  if (wrong !== undefined) {
    throw new UserError(`--accounts: "${wrong}" is no account id. Write its 12 digits, in quotes in YAML.`);
  }
  if (accounts.length > 0 && organization === true) {
    throw new UserError('--accounts and --org exclude each other. Give one of them.');
  }
  if (isAsked && role === undefined && (organization === true || accounts.length > 1)) {
    throw new UserError('Several accounts need --role-name, the role to assume in each of them.');
  }
  if (role !== undefined && !ROLE.test(role.name)) {
    throw new UserError(`--role-name: "${role.name}" is no name of a role. Give the name, not the ARN.`);
  }
  return given;
}

/** When a snapshot was taken, which is then the default end of the window; null when there is none to read. */
export function snapshotTime(folder: string | null): string | null {
  const text = folder === null ? null : readTextIfPresent(`${folder}/snapshot.json`, 'snapshot');
  if (text === null) return null;
  try {
    const { asOf } = JSON.parse(text) as { readonly asOf?: unknown };
    return parseInstant(String(asOf));
  } catch {
    // Whoever reads the evidence says what is wrong with it.
    return null;
  }
}
