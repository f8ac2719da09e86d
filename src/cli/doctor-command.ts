import { AWS_OPTIONS } from './aws-options.ts';
import type { Command } from './command.ts';
import { CONFIG_OPTION } from './config-option.ts';
import { EVIDENCE_OPTIONS, JUDGING_OPTIONS } from './options.ts';

const SHARED: readonly string[] = [
  'cloudTrail',
  'athena',
  'athenaDatabase',
  'athenaWorkgroup',
  'athenaOutput',
  'asOf',
  'window',
  'profile',
  'roleName',
];

export const DOCTOR_COMMAND: Command = {
  name: 'doctor',
  describe:
    'Look at what evidence AWS has and who may read it, without changing anything; exit 4 when some is missing',
  positionals: [],
  options: [
    ...[...EVIDENCE_OPTIONS, ...JUDGING_OPTIONS, ...AWS_OPTIONS].filter(({ key }) => SHARED.includes(key)),
    CONFIG_OPTION,
    { flag: 'json', kind: 'switch', group: 'Result:', describe: 'Print JSON instead of text' },
    {
      flag: 'policy',
      kind: 'switch',
      group: 'Result:',
      describe: 'Print the least IAM policy that paredown itself needs, as JSON; asks nobody',
    },
  ],
  examples: [
    'paredown doctor',
    'paredown doctor --policy --cloudtrail s3://my-trail/ > paredown-policy.json',
  ],
  load: async () => (await import('./doctor.ts')).doctor,
};
