/** One setting of `run` and `analyze`: a flag, an environment variable and a key of paredown.yaml under one name. */
export interface OptionSpec {
  /** Key in paredown.yaml. */
  readonly key: string;
  /** Flag without the dashes; `PAREDOWN_` + this in capitals is the environment variable. */
  readonly flag: string;
  /** `texts` may be given several times. */
  readonly kind: 'text' | 'texts' | 'switch';
  readonly choices?: readonly string[];
  readonly group: 'Evidence:' | 'Judging:' | 'Result:';
  readonly describe: string;
}

export const SCOPES = ['agents', 'all'] as const;
export const FAIL_ON = ['critical', 'high', 'medium', 'low', 'none'] as const;
/** The targets of the domain that proposals exist for. */
export const OFFERED_TARGETS = ['sensitive', 'used'] as const;
export const PROPOSAL_FORMS = ['replace', 'deny-overlay'] as const;

export const DEFAULT_WINDOW_DAYS = 90;
export const DEFAULT_OUT = 'paredown-out';
export const CONFIG_FILE = 'paredown.yaml';

export const EVIDENCE_OPTIONS = [
  {
    key: 'authorizationDetails',
    flag: 'authorization-details',
    kind: 'texts',
    group: 'Evidence:',
    describe:
      'FILE|DIR: who may do what, as `aws iam get-account-authorization-details` prints it; repeat for more accounts',
  },
  {
    key: 'lastAccessed',
    flag: 'last-accessed',
    kind: 'texts',
    group: 'Evidence:',
    describe: 'FILE|DIR: output of `aws iam get-service-last-accessed-details`; repeatable',
  },
  {
    key: 'cloudTrail',
    flag: 'cloudtrail',
    kind: 'texts',
    group: 'Evidence:',
    describe: 'DIR|GLOB: CloudTrail logs (.json, .json.gz), in the S3 layout or any other; repeatable',
  },
  {
    key: 'scps',
    flag: 'scps',
    kind: 'texts',
    group: 'Evidence:',
    describe:
      'FILE|DIR: service control policies, [{id, name, targets, content}] or describe-policy output with its Targets; repeatable',
  },
  {
    key: 'trails',
    flag: 'trails',
    kind: 'texts',
    group: 'Evidence:',
    describe: 'FILE: what the trails log, as describe-trails and get-event-selectors print it; repeatable',
  },
  {
    key: 'credentialReport',
    flag: 'credential-report',
    kind: 'texts',
    group: 'Evidence:',
    describe:
      'FILE: output of `aws iam get-credential-report`, or its CSV: age and last use of keys; repeatable',
  },
  {
    key: 'serviceSpecificCredentials',
    flag: 'service-specific-credentials',
    kind: 'texts',
    group: 'Evidence:',
    describe: 'FILE: output of `aws iam list-service-specific-credentials`: long-term API keys; repeatable',
  },
  {
    key: 'cache',
    flag: 'cache',
    kind: 'switch',
    group: 'Evidence:',
    describe:
      'Keep what was read of large logs for the next run; --no-cache reads and keeps nothing [default: true]',
  },
  {
    key: 'cacheDir',
    flag: 'cache-dir',
    kind: 'text',
    group: 'Evidence:',
    describe: 'DIR to keep it in [default: the cache directory of the user]',
  },
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
    choices: OFFERED_TARGETS,
    group: 'Result:',
    describe:
      'What proposals remove: unused sensitive actions, or everything not used, unknown or guarded [default: sensitive]',
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
];
export const RUN_OPTIONS: readonly OptionSpec[] = [
  ...ANALYZE_OPTIONS,
  ...PROPOSAL_OPTIONS,
  ...REPORT_OPTIONS,
];

/** Every setting there is, for checking the environment and paredown.yaml. */
export type SettingKey = (
  | typeof EVIDENCE_OPTIONS
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
