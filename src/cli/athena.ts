import { UserError } from '../domain/errors.ts';
import { tableDdl } from '../main.ts';
import { DEFAULT_DATABASE } from './athena-options.ts';
import type { FlagValue, Handler } from './command.ts';
import { regionWarnings } from './regions.ts';
import { parseList } from './values.ts';

/** `paredown athena ddl`: prints; whoever may, runs it. */
export const athena: Handler = async ({ flags }, io) => {
  const needed = (flag: string, what: string): string => {
    const value = textOf(flags[flag]);
    if (value === null) throw new UserError(`Give --${flag}: ${what}.`);
    return value;
  };
  const regions = listOf(flags.regions);
  io.print(
    tableDdl({
      table: textOf(flags.table) ?? 'cloudtrail_logs',
      database: DEFAULT_DATABASE,
      bucket: needed('bucket', 'the S3 bucket the trail delivers to'),
      prefix: textOf(flags.prefix),
      organization: textOf(flags['org-id']),
      accounts: listOf(flags.accounts),
      regions,
      since: needed('since', 'the first day the table covers, yyyy-mm-dd'),
    }),
  );
  for (const warning of regionWarnings(regions)) io.say(`--regions: ${warning}`);
  return 0;
};

function textOf(value: FlagValue): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function listOf(value: FlagValue): readonly string[] {
  return Array.isArray(value) ? parseList(value.map(String)) : [];
}
