import type { OptionSpec } from './option-spec.ts';

export const DEFAULT_SNAPSHOT = 'paredown-snapshot';

/** Where a finished snapshot stands for AWS. */
export const SNAPSHOT_OPTIONS = [
  {
    key: 'fromSnapshot',
    flag: 'from-snapshot',
    kind: 'text',
    group: 'Evidence:',
    describe: 'DIR that `paredown collect --aws` filled: all evidence in it is read, without AWS',
  },
  {
    key: 'eventHistory',
    flag: 'event-history',
    kind: 'switch',
    group: 'Evidence:',
    describe:
      'With --aws or --from-snapshot: CloudTrail event history as the log, which has no data events [default: unless --cloudtrail is given]',
  },
] as const satisfies readonly OptionSpec[];

/** How evidence is collected from AWS. */
export const AWS_OPTIONS = [
  {
    key: 'aws',
    flag: 'aws',
    kind: 'switch',
    group: 'AWS:',
    describe: 'Collect the evidence from AWS, read-only, into a snapshot folder',
  },
  {
    key: 'snapshot',
    flag: 'snapshot',
    kind: 'text',
    group: 'AWS:',
    describe:
      'DIR of the snapshot; an interrupted collection goes on there [default: paredown-snapshot; of a command that judges: beside the folder of results, paredown-out-snapshot]',
  },
  {
    key: 'fresh',
    flag: 'fresh',
    kind: 'switch',
    group: 'AWS:',
    describe: 'Fetch everything anew [default: what was fetched in the last 24 hours stays]',
  },
  {
    key: 'accounts',
    flag: 'accounts',
    kind: 'texts',
    group: 'AWS:',
    describe: 'Account ids, 111122223333,444455556666; repeatable [default: the account of the credentials]',
  },
  {
    key: 'org',
    flag: 'org',
    kind: 'switch',
    group: 'AWS:',
    describe: 'All active accounts of the organization',
  },
  {
    key: 'roleName',
    flag: 'role-name',
    kind: 'text',
    group: 'AWS:',
    describe: 'Role to assume in accounts other than that of the credentials; the run id is its session name',
  },
  {
    key: 'externalId',
    flag: 'external-id',
    kind: 'text',
    group: 'AWS:',
    describe: 'External id that the trust policy of the role asks for',
  },
  {
    key: 'profile',
    flag: 'profile',
    kind: 'text',
    group: 'AWS:',
    describe: 'Profile of the AWS configuration files [default: AWS_PROFILE and the usual chain]',
  },
] as const satisfies readonly OptionSpec[];
