import { UserError } from '../domain/errors.ts';
import { examineAws, policyForTool } from '../main/doctor.ts';
import type { FlagValue, Handler } from './command.ts';
import { diagnosisText } from './doctor-text.ts';
import { resolveSettings } from './settings.ts';

const textOf = (value: FlagValue): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/** `paredown doctor`: what evidence AWS has, who may read it, and what cannot be known. Only reads. */
export const doctor: Handler = async ({ flags }, io) => {
  if (flags.json === true && flags.policy === true) {
    throw new UserError('--json and --policy exclude each other: the policy is JSON already.');
  }
  const {
    'athena-workgroup': workgroup,
    'athena-output': output,
    'athena-database': database,
    ...others
  } = flags;
  // For a run these go with a table; here a workgroup is looked at by itself.
  const { aws, window, cloudTrail, athena } = resolveSettings(
    flags.athena === undefined ? others : flags,
    io,
  );
  const request = {
    environment: io.environment,
    ...(aws.profile !== undefined && { profile: aws.profile }),
    window,
    cloudTrail,
    workgroup: textOf(workgroup) ?? athena?.workgroup ?? null,
    table: athena?.table ?? null,
    database: textOf(database) ?? athena?.database ?? null,
    athenaOutput: textOf(output) ?? athena?.output ?? null,
    roleName: aws.role?.name ?? null,
  };
  if (flags.policy === true) {
    io.print(JSON.stringify(policyForTool(request), null, 2));
    for (const line of leftOut(request)) io.say(line);
    return 0;
  }
  const diagnosis = await examineAws(request);
  io.print(flags.json === true ? JSON.stringify(diagnosis, null, 2) : diagnosisText(diagnosis));
  const isBlind = diagnosis.calls.some(
    ({ call, outcome }) => call === 'iam:GetAccountAuthorizationDetails' && outcome === 'denied',
  );
  if (isBlind) return 5;
  return diagnosis.shortfalls.some(({ isGap }) => isGap) ? 4 : 0;
};

/** What the policy lacks because nobody named its place. */
function leftOut(request: {
  readonly cloudTrail: readonly string[];
  readonly athenaOutput: string | null;
  readonly roleName: string | null;
}): readonly string[] {
  return [
    ...(request.cloudTrail.some((place) => place.startsWith('s3://'))
      ? []
      : [
          'Without reading logs from S3: name the place with --cloudtrail s3://BUCKET/PREFIX/ to include it.',
        ]),
    ...(request.athenaOutput === null
      ? [
          'Without Athena: name --athena-workgroup, --athena-output s3://BUCKET/PREFIX/ and --cloudtrail to include it.',
        ]
      : []),
    ...(request.roleName === null
      ? ['Without other accounts: name --role-name to include sts:AssumeRole.']
      : []),
    'A log encrypted with a KMS key also needs kms:Decrypt on that key.',
  ];
}
