import type { Diagnosis } from '../../domain/diagnosis.ts';
import type { Window } from '../../domain/window.ts';
import { asSourceError } from '../aws/aws-error.ts';
import { AwsSession } from '../aws/aws-session.ts';
import { globalRegion } from '../aws/fetch/regions.ts';
import { parseS3, type S3Location } from '../s3/s3-location.ts';
import { estimateCosts } from './estimate-costs.ts';
import { examineLogs } from './examine-logs.ts';
import { examineTrails, regionsToAsk } from './examine-trails.ts';
import { examineWorkgroup } from './examine-workgroup.ts';
import { shortfallsOf } from './shortfalls.ts';
import { tryCalls } from './try-calls.ts';

export interface DiagnosisRequest {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly profile?: string;
  readonly window: Window;
  /** `s3://` places of logs; empty: those the trails deliver to. */
  readonly logs: readonly string[];
  readonly workgroup: string;
}

/**
 * Looks at what evidence there is in AWS and who may read it. Only reads: nothing is started, made or changed.
 *
 * @throws SourceError with exit code 5 when AWS does not accept the credentials
 */
export async function diagnose(request: DiagnosisRequest): Promise<Diagnosis> {
  const { environment, profile, window, logs: named, workgroup } = request;
  const places = named.map(parseS3);
  const session = new AwsSession({
    runId: 'paredown-doctor',
    environment,
    ...(profile !== undefined && { profile }),
  });
  try {
    const identity = await session.whoAmI().catch((error: unknown) => {
      throw asSourceError('AWS', error);
    });
    const region = await session.region();
    const context = { account: identity.account, partition: identity.partition, region };
    const calls = await tryCalls(session, context);
    const asked = await regionsToAsk(
      session,
      [...new Set([region, globalRegion(identity.partition)])].sort(),
    );
    const { trails, regions, problems } = await examineTrails(session, asked);
    const buckets = places.length > 0 ? places : bucketsOf(trails);
    const logs = await Promise.all(buckets.map((place) => examineLogs(session, place, window)));
    const { account, arn, partition } = identity;
    const found = {
      identity: { account, arn, partition },
      managementAccount: await managementAccountOf(session),
      region,
      window,
      regions,
      calls,
      trails,
      trailProblems: problems,
      logs,
      workgroup: await examineWorkgroup(session, workgroup, region),
    };
    return { ...found, costs: estimateCosts(logs, window), shortfalls: shortfallsOf(found) };
  } finally {
    await session.close();
  }
}

/** Who may read control policies is told by it; that it is refused is told by the calls that were tried. */
async function managementAccountOf(session: AwsSession): Promise<string | null> {
  const { DescribeOrganizationCommand } = await import('@aws-sdk/client-organizations');
  const client = await session.organizations();
  const answer = await client.send(new DescribeOrganizationCommand({})).catch(() => null);
  return answer?.Organization?.MasterAccountId ?? null;
}

/** Where the trails deliver, each place once. */
function bucketsOf(trails: Diagnosis['trails']): S3Location[] {
  const places = new Map<string, S3Location>();
  for (const { bucket, prefix } of trails) {
    if (bucket !== null) places.set(`${bucket}/${prefix}`, { bucket, prefix });
  }
  return [...places.values()];
}
