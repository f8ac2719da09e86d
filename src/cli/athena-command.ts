import { DEFAULT_DATABASE } from './athena-options.ts';
import type { Command, CommandOption } from './command.ts';

const DDL_OPTIONS: readonly CommandOption[] = [
  { flag: 'bucket', kind: 'text', describe: 'S3 bucket the trail delivers to' },
  { flag: 'prefix', kind: 'text', describe: 'What stands before AWSLogs/ in it [default: nothing]' },
  { flag: 'org-id', kind: 'text', describe: 'Organization id, o-..., of an organization trail' },
  { flag: 'accounts', kind: 'texts', describe: 'Account ids whose logs the table covers; repeatable' },
  { flag: 'regions', kind: 'texts', describe: 'All regions the trail records; repeatable' },
  { flag: 'since', kind: 'text', describe: 'First day the table covers, yyyy-mm-dd' },
  {
    flag: 'table',
    kind: 'text',
    describe: `TABLE or DATABASE.TABLE [default: ${DEFAULT_DATABASE}.cloudtrail_logs]`,
  },
];

export const ATHENA_COMMAND: Command = {
  name: 'athena',
  describe: 'Print the statement that makes a table of CloudTrail logs in Athena, for run --athena',
  positionals: [{ name: 'do', describe: 'ddl', required: true, choices: ['ddl'] }],
  options: DDL_OPTIONS,
  examples: [
    'paredown athena ddl --bucket org-trail --org-id o-exampleorgid --accounts 111122223333 --regions eu-west-1,us-east-1 --since 2026-01-01',
  ],
  load: async () => (await import('./athena.ts')).athena,
};
