import { TARGETS } from '../domain/recommendation.ts';
import { ATHENA_OPTIONS } from './athena-options.ts';
import { AWS_OPTIONS, SNAPSHOT_OPTIONS } from './aws-options.ts';
import { EVIDENCE_OPTIONS as FILE_OPTIONS } from './evidence-options.ts';
import type { OptionSpec } from './option-spec.ts';

export { AWS_OPTIONS } from './aws-options.ts';
export type { OptionSpec } from './option-spec.ts';

export const SCOPES = ['agents', 'all'] as const;
export const FAIL_ON = ['critical', 'high', 'medium', 'low', 'none'] as const;
export const PROPOSAL_FORMS = ['replace', 'deny-overlay'] as const;

export const DEFAULT_WINDOW_DAYS = 90;
export const DEFAULT_OUT = 'paredown-out';
export const CONFIG_FILE = 'paredown.yaml';

/** Where evidence comes from, for every command that judges. */
export const EVIDENCE_OPTIONS = [
  ...FILE_OPTIONS,
  ...SNAPSHOT_OPTIONS,
  ...ATHENA_OPTIONS,
] as const satisfies readonly OptionSpec[];

export const JUDGING_OPTIONS = [
  {
    key: 'asOf',
    flag: 'as-of',
    kind: 'text',
    group: 'Judging:',
    describe:
      'DATE or TIME at which the window ends; a date means the start of that day, UTC [default: the time now]',
  },
  {
    key: 'window',
    flag: 'window',
    kind: 'text',
    group: 'Judging:',
    describe: `Days of history judged, 90 or 90d [default: ${DEFAULT_WINDOW_DAYS}]`,
  },
  {
    key: 'scope',
    flag: 'scope',
    kind: 'text',
    choices: SCOPES,
    group: 'Judging:',
    describe: 'Which principals are judged [default: agents]',
  },
  {
    key: 'regions',
    flag: 'regions',
    kind: 'texts',
    group: 'Judging:',
    describe:
      'Regions in use: non-use must be shown in every one of them [default: those the evidence mentions]',
  },
  {
    key: 'breakGlassTags',
    flag: 'break-glass-tags',
    kind: 'texts',
    group: 'Judging:',
    describe: 'Tags (key or key=value) that mark principals whose permissions are kept',
  },
] as const satisfies readonly OptionSpec[];

const REVIEW_OPTIONS = [
  {
    key: 'exceptions',
    flag: 'exceptions',
    kind: 'text',
    group: 'Judging:',
    describe: 'FILE: decisions to keep a permission, with owner, approver, reason, ticket and expiry',
  },
] as const satisfies readonly OptionSpec[];

/** What a report says beside the judgement. */
const REPORT_OPTIONS = [
  {
    key: 'decisions',
    flag: 'decisions',
    kind: 'text',
    group: 'Result:',
    describe: 'FILE: the answers of reviewers, as `paredown review init` scaffolds it',
  },
  {
    key: 'previous',
    flag: 'previous',
    kind: 'text',
    group: 'Result:',
    describe: 'DIR: result of the review before; the report then says what changed since',
  },
] as const satisfies readonly OptionSpec[];

const EXIT_OPTIONS = [
  {
    key: 'failOn',
    flag: 'fail-on',
    kind: 'text',
    choices: FAIL_ON,
    group: 'Result:',
    describe: 'Exit with 3 when a finding is at least this severe [default: none]',
  },
  {
    key: 'allowPartial',
    flag: 'allow-partial',
    kind: 'switch',
    group: 'Result:',
    describe: 'Exit with 0 although the evidence does not cover the whole window (else 4)',
  },
] as const satisfies readonly OptionSpec[];

const PROPOSAL_OPTIONS = [
  {
    key: 'target',
    flag: 'target',
    kind: 'text',
    choices: TARGETS,
    group: 'Result:',
    describe:
      'What proposals remove: unused sensitive actions; used: everything not used, unknown or guarded; scoped: and resources nobody used [default: sensitive]',
  },
  {
    key: 'proposalForm',
    flag: 'proposal-form',
    kind: 'text',
    choices: PROPOSAL_FORMS,
    group: 'Result:',
    describe:
      'replace: tighter policies; deny-overlay: policies stay, one more denies what is unused and is detached in one call [default: replace]',
  },
  {
    key: 'backtest',
    flag: 'backtest',
    kind: 'switch',
    group: 'Result:',
    describe:
      'Also cut the window in two and report what proposals made from its first part would have denied in the second [default: where the window is long enough]',
  },
  {
    key: 'awsValidate',
    flag: 'aws-validate',
    kind: 'switch',
    group: 'Result:',
    describe:
      'Also ask IAM Access Analyzer (ValidatePolicy, CheckNoNewAccess) about every proposal; needs AWS credentials',
  },
  {
    key: 'out',
    flag: 'out',
    kind: 'text',
    group: 'Result:',
    describe: `DIR the result is written to [default: ${DEFAULT_OUT}]`,
  },
] as const satisfies readonly OptionSpec[];

/** `analyze` judges and prints; `run` also proposes, and writes files. */
export const ANALYZE_OPTIONS: readonly OptionSpec[] = [
  ...EVIDENCE_OPTIONS,
  ...JUDGING_OPTIONS,
  ...REVIEW_OPTIONS,
  ...EXIT_OPTIONS,
  ...AWS_OPTIONS,
];
/** `collect` asks AWS for what a run of the same question needs. */
export const COLLECT_OPTIONS: readonly OptionSpec[] = [
  ...AWS_OPTIONS,
  ...EVIDENCE_OPTIONS.filter(({ key }) => key === 'cloudTrail' || key === 'eventHistory'),
  ...JUDGING_OPTIONS.filter(({ key }) => key !== 'breakGlassTags'),
  ...EXIT_OPTIONS.filter(({ key }) => key === 'allowPartial'),
];
export const RUN_OPTIONS: readonly OptionSpec[] = [
  ...ANALYZE_OPTIONS,
  ...PROPOSAL_OPTIONS,
  ...REPORT_OPTIONS,
];

/** Every setting there is, for checking the environment and paredown.yaml. */
export type SettingKey = (
  | typeof EVIDENCE_OPTIONS
  | typeof AWS_OPTIONS
  | typeof JUDGING_OPTIONS
  | typeof REVIEW_OPTIONS
  | typeof REPORT_OPTIONS
  | typeof EXIT_OPTIONS
  | typeof PROPOSAL_OPTIONS
)[number]['key'];

/** `as-of` -> `PAREDOWN_AS_OF`. */
export function environmentName(flag: string): string {
  return `PAREDOWN_${flag.toUpperCase().replaceAll('-', '_')}`;
}
