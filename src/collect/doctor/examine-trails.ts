import type { ListRegionsCommandInput } from '@aws-sdk/client-account';
import type { Trail } from '@aws-sdk/client-cloudtrail';
import pLimit from 'p-limit';
import type { ExaminedTrail } from '../../domain/diagnosis.ts';
import { asSourceError, awsError, describeAwsError } from '../aws/aws-error.ts';
import type { AwsSession } from '../aws/aws-session.ts';
import { readTrailParts, TrailParts } from '../trails/trail-parts.ts';
import { trailsOf } from '../trails/trails-of.ts';

const AT_ONCE = 6;

export interface ExaminedTrails {
  readonly trails: readonly ExaminedTrail[];
  /** Regions that answered. */
  readonly regions: readonly string[];
  readonly problems: readonly string[];
}

/** Every trail that the regions tell of, with what it records; a trail of one region is told only there. */
export async function examineTrails(
  session: AwsSession,
  regions: readonly string[],
): Promise<ExaminedTrails> {
  const limit = pLimit(AT_ONCE);
  const problems: string[] = [];
  const attempt = async <T>(what: string, ask: () => Promise<T>): Promise<T | null> => {
    try {
      return await limit(ask);
    } catch (error) {
      problems.push(`${what}: ${describeAwsError(awsError(error))}`);
      return null;
    }
  };
  const { DescribeTrailsCommand, GetTrailStatusCommand, GetEventSelectorsCommand } = await import(
    '@aws-sdk/client-cloudtrail'
  );
  const described = new Map<string, Trail>();
  const answered: string[] = [];
  await Promise.all(
    regions.map(async (region) => {
      const answer = await attempt(`trails of ${region}`, async () =>
        (await session.cloudTrail(region)).send(new DescribeTrailsCommand({ includeShadowTrails: true })),
      );
      if (answer === null) return;
      answered.push(region);
      for (const trail of answer.trailList ?? [])
        if (trail.TrailARN !== undefined) described.set(trail.TrailARN, trail);
    }),
  );
  const trails = await Promise.all(
    [...described].map(async ([arn, trail]): Promise<ExaminedTrail> => {
      const client = await session.cloudTrail(trail.HomeRegion ?? arn.split(':')[3] ?? 'us-east-1');
      const [status, selectors] = await Promise.all([
        attempt(`status of ${arn}`, () => client.send(new GetTrailStatusCommand({ Name: arn }))),
        attempt(`event selectors of ${arn}`, () =>
          client.send(new GetEventSelectorsCommand({ TrailName: arn })),
        ),
      ]);
      const parts = new TrailParts();
      readTrailParts({ trailList: [trail] }, arn, parts);
      if (selectors !== null) {
        const { EventSelectors, AdvancedEventSelectors } = selectors;
        readTrailParts({ TrailARN: arn, EventSelectors, AdvancedEventSelectors }, arn, parts);
      }
      const [read] = trailsOf(parts).trails;
      return {
        arn,
        homeRegion: trail.HomeRegion ?? '',
        multiRegion: trail.IsMultiRegionTrail ?? false,
        organization: trail.IsOrganizationTrail ?? false,
        globalServiceEvents: trail.IncludeGlobalServiceEvents ?? false,
        isLogging: status?.IsLogging ?? null,
        loggingSince: timeOf(status?.StartLoggingTime),
        latestDelivery: timeOf(status?.LatestDeliveryTime),
        deliveryError: status?.LatestDeliveryError || null,
        validation: trail.LogFileValidationEnabled ?? false,
        bucket: trail.S3BucketName ?? null,
        prefix: trail.S3KeyPrefix === undefined || trail.S3KeyPrefix === '' ? '' : `${trail.S3KeyPrefix}/`,
        management: read?.management ?? null,
        data: read?.data ?? [],
        selectorsKnown: selectors !== null || trail.HasCustomEventSelectors === false,
      };
    }),
  );
  return {
    trails: trails.sort((a, b) => (a.arn < b.arn ? -1 : 1)),
    regions: answered.sort(),
    problems: problems.sort(),
  };
}

/** Regions to ask for trails: those enabled in the account, when it may be asked; else those of the settings. */
export async function regionsToAsk(
  session: AwsSession,
  fallback: readonly string[],
): Promise<readonly string[]> {
  const { paginateListRegions } = await import('@aws-sdk/client-account');
  try {
    const client = await session.accountManagement();
    const found: string[] = [];
    const input: ListRegionsCommandInput = { RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'] };
    for await (const page of paginateListRegions({ client, stopOnSameToken: true }, input)) {
      found.push(...(page.Regions ?? []).flatMap(({ RegionName }) => RegionName ?? []));
    }
    return found.length === 0 ? fallback : found.sort();
  } catch (error) {
    if (awsError(error).kind === 'credentials') throw asSourceError('account:ListRegions', error);
    return fallback;
  }
}

function timeOf(date: Date | undefined): string | null {
  return date === undefined ? null : `${date.toISOString().slice(0, 19)}Z`;
}
