import { AGENT_COMMANDS } from './agent-commands.ts';
import { ATHENA_COMMAND } from './athena-command.ts';
import type { Command, CommandOption } from './command.ts';
import { CONFIG_OPTION } from './config-option.ts';
import { DOCTOR_COMMAND } from './doctor-command.ts';
import {
  ANALYZE_OPTIONS,
  AWS_OPTIONS,
  COLLECT_OPTIONS,
  EVIDENCE_OPTIONS,
  JUDGING_OPTIONS,
  RUN_OPTIONS,
} from './options.ts';
import { PULL_REQUEST_OPTIONS } from './pull-request-options.ts';
import { REVIEW_COMMANDS } from './review-commands.ts';

/** Flags every command has. */
export const GLOBAL_OPTIONS: readonly CommandOption[] = [
  { flag: 'debug', kind: 'switch', describe: 'Show the stack trace of an error [or set PAREDOWN_DEBUG]' },
];

const ASSESSMENT = {
  name: 'assessment',
  describe: 'assessment.json of an earlier run, or the folder that holds it',
  required: true,
};

const BACKTEST_OPTIONS: readonly CommandOption[] = [
  {
    flag: 'split',
    kind: 'text',
    group: 'Result:',
    describe: 'DATE at which history is cut, or the fraction of it that comes before the cut [default: 0.67]',
  },
  {
    flag: 'windows',
    kind: 'texts',
    group: 'Result:',
    describe: 'Days of history that proposals are made from; repeatable [default: 30, 60, 90]',
  },
  {
    flag: 'targets',
    kind: 'texts',
    group: 'Result:',
    describe: 'Targets to try, of sensitive, used and scoped; repeatable [default: sensitive, used]',
  },
  { flag: 'json', kind: 'switch', group: 'Result:', describe: 'Print JSON instead of a table' },
];

/** Every command there is. Handlers load on demand, so that --help and a typo answer at once. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'run',
    describe: 'Judge every permission, propose tighter policies, prove them and write the report',
    positionals: [],
    options: [...RUN_OPTIONS, CONFIG_OPTION],
    examples: [
      'paredown run --authorization-details account.json --cloudtrail ./AWSLogs --last-accessed ./last-accessed',
    ],
    load: async () => (await import('./run.ts')).run,
  },
  {
    name: 'collect',
    describe: 'Collect the evidence from AWS, read-only, into a snapshot that every later step reads offline',
    positionals: [],
    options: [...COLLECT_OPTIONS, CONFIG_OPTION],
    examples: [
      'paredown collect --aws --snapshot q3',
      'paredown collect --aws --org --role-name paredown-audit --external-id 7f3a --snapshot q3',
      'paredown run --from-snapshot q3',
    ],
    load: async () => (await import('./collect.ts')).collect,
  },
  {
    name: 'analyze',
    describe: 'Judge only: print the assessment as JSON, without proposals and without writing files',
    positionals: [],
    options: [...ANALYZE_OPTIONS, CONFIG_OPTION],
    examples: [
      'paredown analyze --authorization-details account.json --cloudtrail ./AWSLogs > assessment.json',
    ],
    load: async () => (await import('./analyze.ts')).analyze,
  },
  {
    name: 'report',
    describe: 'Write the report again from an assessment.json, without the evidence',
    positionals: [ASSESSMENT],
    options: [
      {
        flag: 'out',
        kind: 'text',
        describe: 'DIR the report is written to [default: where the assessment is]',
      },
      { flag: 'decisions', kind: 'text', describe: 'FILE: the answers of reviewers, to be shown in it' },
    ],
    examples: ['paredown report paredown-out/assessment.json --out review'],
    load: async () => (await import('./report.ts')).report,
  },
  {
    name: 'explain',
    describe: 'Tell who grants an action to a principal, who saw it used, and why it is kept or removed',
    positionals: [
      { name: 'principal', describe: 'ARN or name of a role or user', required: true },
      { name: 'action', describe: 'IAM action, e.g. iam:PassRole', required: true },
    ],
    options: [
      {
        flag: 'assessment',
        kind: 'text',
        describe: `FILE|DIR: assessment.json of a run [default: paredown-out]`,
      },
    ],
    examples: ['paredown explain deployer iam:PassRole'],
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'backtest',
    describe:
      'Learn on the first part of the log, replay the rest: how many calls proposals would have denied',
    positionals: [],
    options: [
      ...EVIDENCE_OPTIONS,
      ...JUDGING_OPTIONS.filter(({ key }) => key !== 'window'),
      ...AWS_OPTIONS,
      CONFIG_OPTION,
      ...BACKTEST_OPTIONS,
    ],
    examples: ['paredown backtest --authorization-details account.json --cloudtrail ./AWSLogs'],
    load: async () => (await import('./backtest.ts')).backtest,
  },
  {
    name: 'pr',
    describe: 'Show or make pull requests of the verified proposals, in the files that hold the policies',
    positionals: [
      {
        name: 'do',
        describe: 'plan: print what would happen, without the network; open: do it',
        required: true,
        choices: ['plan', 'open'],
      },
      ASSESSMENT,
    ],
    options: PULL_REQUEST_OPTIONS,
    examples: [
      'paredown pr plan paredown-out --repo ../infrastructure',
      'paredown pr open paredown-out --repo ../infrastructure --to local',
      'paredown pr open paredown-out --to github',
    ],
    load: async () => (await import('./pr.ts')).pr,
  },
  {
    name: 'rollback',
    describe: 'Propose the policies of a principal as they were before; shows the plan unless --to is given',
    positionals: [
      {
        name: 'principal',
        describe: 'ARN or name of a role or user, or the ARN of a shared policy',
        required: true,
      },
    ],
    options: [
      {
        flag: 'assessment',
        kind: 'text',
        describe: 'FILE|DIR: assessment.json of the run that proposed it [default: paredown-out]',
      },
      ...PULL_REQUEST_OPTIONS,
    ],
    examples: ['paredown rollback deployer --repo ../infrastructure --to git'],
    load: async () => (await import('./rollback.ts')).rollback,
  },
  {
    name: 'cache',
    describe: 'Remove what was kept of logs for later runs',
    positionals: [{ name: 'do', describe: 'clear', required: true, choices: ['clear'] }],
    options: [
      {
        flag: 'cache-dir',
        kind: 'text',
        describe: 'DIR it is kept in [default: the cache directory of the user]',
      },
    ],
    examples: ['paredown cache clear'],
    load: async () => (await import('./cache.ts')).cache,
  },
  DOCTOR_COMMAND,
  ATHENA_COMMAND,
  ...AGENT_COMMANDS,
  ...REVIEW_COMMANDS,
  {
    name: 'schema',
    describe: 'Print a JSON Schema',
    positionals: [
      {
        name: 'of',
        describe: 'assessment.json (default) or paredown.yaml',
        required: false,
        choices: ['assessment', 'config'],
      },
    ],
    options: [],
    examples: ['paredown schema config > paredown.schema.json'],
    load: async () => (await import('./schema.ts')).schema,
  },
];
