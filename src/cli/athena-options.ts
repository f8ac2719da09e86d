import { USD_PER_TERABYTE } from '../domain/athena-price.ts';
import type { OptionSpec } from './option-spec.ts';

export const DEFAULT_DATABASE = 'default';
export const DEFAULT_WORKGROUP = 'primary';
export const DEFAULT_REUSE_MINUTES = 60;

/** CloudTrail logs that Athena reads, where they are too many for one machine. */
export const ATHENA_OPTIONS = [
  {
    key: 'athena',
    flag: 'athena',
    kind: 'text',
    group: 'Athena:',
    describe:
      'TABLE|DATABASE.TABLE of CloudTrail logs in Athena, instead of --cloudtrail; `paredown athena ddl` prints one',
  },
  {
    key: 'athenaDatabase',
    flag: 'athena-database',
    kind: 'text',
    group: 'Athena:',
    describe: `Database of the table [default: ${DEFAULT_DATABASE}]`,
  },
  {
    key: 'athenaWorkgroup',
    flag: 'athena-workgroup',
    kind: 'text',
    group: 'Athena:',
    describe: `Workgroup that asks and pays [default: ${DEFAULT_WORKGROUP}]`,
  },
  {
    key: 'athenaOutput',
    flag: 'athena-output',
    kind: 'text',
    group: 'Athena:',
    describe: "s3://BUCKET/PREFIX/ for Athena's result files [default: that of the workgroup]",
  },
  {
    key: 'athenaReuse',
    flag: 'athena-reuse',
    kind: 'text',
    group: 'Athena:',
    describe: `Minutes for which Athena may give an earlier answer again, which costs nothing; 0 asks anew [default: ${DEFAULT_REUSE_MINUTES}]`,
  },
  {
    key: 'athenaPricePerTb',
    flag: 'athena-price-per-tb',
    kind: 'text',
    group: 'Athena:',
    describe: `US dollars that Athena charges in the region for a terabyte scanned [default: ${USD_PER_TERABYTE.toFixed(2)}, the price of most regions]`,
  },
  {
    key: 'maxCost',
    flag: 'max-cost',
    kind: 'text',
    group: 'Athena:',
    describe:
      'US dollars that the queries may cost together; what would cost more is not asked and stays unknown [default: no limit]',
  },
] as const satisfies readonly OptionSpec[];
