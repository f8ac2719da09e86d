import { USD_PER_TERABYTE } from '../domain/athena-price.ts';
import { UserError } from '../domain/errors.ts';
import type { RunRequest } from '../main.ts';
import { DEFAULT_DATABASE, DEFAULT_REUSE_MINUTES, DEFAULT_WORKGROUP } from './athena-options.ts';

type AthenaSettings = NonNullable<RunRequest['athena']>;

/** What was given of each option; null = nothing. */
export interface GivenAthena {
  readonly table: string | null;
  readonly database: string | null;
  readonly workgroup: string | null;
  readonly output: string | null;
  readonly reuse: string | null;
  readonly pricePerTb: string | null;
  readonly maxCost: string | null;
  readonly profile: string | null;
}

/** A week (Athena API reference, ResultReuseByAgeConfiguration). */
const LONGEST_REUSE = 10_080;

/**
 * The Athena options together; null when no table is named.
 * @throws UserError that names the option
 */
export function athenaSettings(
  { profile, ...given }: GivenAthena,
  onInterrupt: AthenaSettings['onInterrupt'],
): AthenaSettings | null {
  const { table, database, workgroup, output, reuse, pricePerTb, maxCost } = given;
  if (table === null) {
    if (Object.values(given).every((value) => value === null)) return null;
    throw new UserError('Athena options need --athena, the table to ask.');
  }
  // Athena API reference, CreateWorkGroup: Name.
  if (workgroup !== null && !/^[a-zA-Z0-9._-]{1,128}$/.test(workgroup)) {
    throw new UserError(`--athena-workgroup: "${workgroup}" is no name of a workgroup.`);
  }
  if (output !== null && !/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/\S*)?$/.test(output)) {
    throw new UserError(`--athena-output: "${output}" is no folder in S3. Write s3://BUCKET/PREFIX/.`);
  }
  return {
    table,
    database: database ?? DEFAULT_DATABASE,
    workgroup: workgroup ?? DEFAULT_WORKGROUP,
    output,
    reuseMinutes: reuse === null ? DEFAULT_REUSE_MINUTES : minutes(reuse),
    usdPerTerabyte: pricePerTb === null ? USD_PER_TERABYTE : dollars(pricePerTb, '--athena-price-per-tb'),
    maxCost: maxCost === null ? null : dollars(maxCost, '--max-cost'),
    ...(profile !== null && { profile }),
    ...(onInterrupt !== undefined && { onInterrupt }),
  };
}

function minutes(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= LONGEST_REUSE) return Number(text);
  throw new UserError(`--athena-reuse: "${text}" is no number of minutes from 0 to ${LONGEST_REUSE}.`);
}

function dollars(text: string, flag: string): number {
  if (/^\d{1,9}(\.\d{1,6})?$/.test(text)) return Number(text);
  throw new UserError(`${flag}: "${text}" is no amount in US dollars. Write 5 or 2.50.`);
}
