import type { OptionSpec } from './option-spec.ts';

/** Where evidence comes from. */
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
    describe:
      'DIR|GLOB|s3://BUCKET/PREFIX/: CloudTrail logs (.json, .json.gz), in the S3 layout or any other; repeatable',
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
    key: 'publicKeys',
    flag: 'public-keys',
    kind: 'texts',
    group: 'Evidence:',
    describe:
      'FILE: output of `aws cloudtrail list-public-keys` of each region, to check the signatures of digest files; repeatable',
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
