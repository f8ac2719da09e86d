import type { Trail } from '@aws-sdk/client-cloudtrail';
import { MalformedAnswer } from '../aws-error.ts';
import type { AccountWork } from './account-work.ts';
import { allPages, ask, FailedCall } from './ask.ts';
import { inParallel } from './in-parallel.ts';

const CONCURRENCY = 4;

interface Described {
  readonly trailList: readonly Trail[];
}

/**
 * What the trails of an account record, as describe-trails, get-trail-status, get-event-selectors and list-public-keys
 * print it: every region is asked, because a trail of one region is told only there.
 */
export async function fetchTrails(
  work: AccountWork,
  regions: readonly string[],
  window: { readonly start: string; readonly end: string },
): Promise<void> {
  await inParallel(regions, CONCURRENCY, async (region) => {
    const path = work.path('trails', region, 'describe-trails.json');
    await work.fetch({ kind: 'trails', path, region }, () => describe(work, region));
  });
  const described = regions
    .map((region) => work.path('trails', region, 'describe-trails.json'))
    .filter((path) => work.snapshot.has(path))
    .flatMap((path) => (work.snapshot.read(path) as Described).trailList);
  const trails = [...new Map(described.map((trail) => [trail.TrailARN ?? '', trail]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, trail]) => trail);
  await inParallel(trails, CONCURRENCY, (trail) => fetchTrail(work, trail));
  const validated = trails.filter(({ LogFileValidationEnabled }) => LogFileValidationEnabled === true);
  const signing = regions.filter((region) =>
    validated.some(
      ({ IsMultiRegionTrail, HomeRegion }) => IsMultiRegionTrail === true || HomeRegion === region,
    ),
  );
  await inParallel(signing, CONCURRENCY, async (region) => {
    const path = work.path('public-keys', `${region}.json`);
    await work.fetch({ kind: 'public-keys', path, region }, () => publicKeys(work, region, window));
  });
}

async function describe(work: AccountWork, region: string): Promise<unknown> {
  const { DescribeTrailsCommand } = await import('@aws-sdk/client-cloudtrail');
  const client = await work.session.cloudTrail(region);
  const command = new DescribeTrailsCommand({ includeShadowTrails: true });
  const { trailList } = await ask('cloudtrail:DescribeTrails', client.send(command), ['trailList']);
  const nameless = trailList.find(
    ({ TrailARN, HomeRegion }) => TrailARN === undefined || HomeRegion === undefined,
  );
  if (nameless !== undefined) {
    throw new FailedCall(
      'cloudtrail:DescribeTrails',
      new MalformedAnswer('a trail has no TrailARN or HomeRegion'),
    );
  }
  return { trailList };
}

/** Status and selectors are told in the home region, by ARN. */
async function fetchTrail(work: AccountWork, { TrailARN: arn = '', HomeRegion = '' }: Trail): Promise<void> {
  const { GetTrailStatusCommand, GetEventSelectorsCommand } = await import('@aws-sdk/client-cloudtrail');
  const client = await work.session.cloudTrail(HomeRegion);
  const name = arn.replace(/[^\w.-]+/g, '_');
  const wanted = (what: string) =>
    ({ kind: 'trails', path: work.path('trails', HomeRegion, `${name}.${what}.json`) }) as const;
  await work.fetch(wanted('status'), async () => {
    const command = new GetTrailStatusCommand({ Name: arn });
    const { $metadata: _, ...status } = await ask('cloudtrail:GetTrailStatus', client.send(command), [
      'IsLogging',
    ]);
    return { TrailARN: arn, ...status };
  });
  await work.fetch(wanted('event-selectors'), async () => {
    const call = 'cloudtrail:GetEventSelectors';
    const command = new GetEventSelectorsCommand({ TrailName: arn });
    const { $metadata: _, ...selectors } = await ask(call, client.send(command), []);
    if (selectors.EventSelectors === undefined && selectors.AdvancedEventSelectors === undefined) {
      throw new FailedCall(call, new MalformedAnswer('the answer has no selectors'));
    }
    return { ...selectors, TrailARN: arn };
  });
}

async function publicKeys(
  work: AccountWork,
  region: string,
  { start, end }: { readonly start: string; readonly end: string },
): Promise<unknown> {
  const { ListPublicKeysCommand } = await import('@aws-sdk/client-cloudtrail');
  const call = 'cloudtrail:ListPublicKeys';
  const client = await work.session.cloudTrail(region);
  const PublicKeyList: unknown[] = [];
  await allPages(
    call,
    (NextToken) => {
      const input = {
        StartTime: new Date(start),
        EndTime: new Date(end),
        ...(NextToken !== undefined && { NextToken }),
      };
      return ask(call, client.send(new ListPublicKeysCommand(input)), ['PublicKeyList']);
    },
    ({ NextToken }) => (NextToken === '' ? undefined : NextToken),
    (page) => {
      for (const { Value, ...key } of page.PublicKeyList) {
        PublicKeyList.push({ ...key, Value: Buffer.from(Value ?? []).toString('base64') });
      }
    },
  );
  return { PublicKeyList };
}
