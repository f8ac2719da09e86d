import type { AccountWork } from './account-work.ts';
import { allPages, ask } from './ask.ts';

const CALL = 'account:ListRegions';

/** Where global services log (CloudTrail User Guide, "About global service events"). */
const GLOBAL_REGIONS: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

export interface EnabledRegions {
  readonly regions: readonly string[];
  /** Why others are not known; null when these are all. */
  readonly failure: string | null;
}

export const globalRegion = (partition: string): string => GLOBAL_REGIONS[partition] ?? 'us-east-1';

/** The regions to ask: those named and the one of the global services, else all that are enabled in the account. */
export async function regionsOf(
  work: AccountWork,
  partition: string,
  named: readonly string[] | null,
  failureOf: (path: string) => string | null,
): Promise<EnabledRegions> {
  const global = globalRegion(partition);
  if (named !== null) return { regions: [...new Set([...named, global])].sort(), failure: null };
  const path = work.path('regions.json');
  const found = await work.fetch({ kind: 'cloudtrail', path }, () => listRegions(work));
  // Looking into regions that may not be enabled would leave what does not belong there.
  if (!found) return { regions: [global], failure: failureOf(path) };
  const { Regions } = work.snapshot.read(path) as {
    readonly Regions: readonly { readonly RegionName: string }[];
  };
  return {
    regions: [...new Set([...Regions.map(({ RegionName }) => RegionName), global])].sort(),
    failure: null,
  };
}

/** `aws account list-regions`, those that are or were just enabled: one that is being disabled was in use too. */
async function listRegions(work: AccountWork): Promise<unknown> {
  const { ListRegionsCommand } = await import('@aws-sdk/client-account');
  const client = await work.session.accountManagement();
  const Regions: unknown[] = [];
  await allPages(
    CALL,
    (NextToken) => {
      const command = new ListRegionsCommand({
        MaxResults: 50,
        RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT', 'ENABLING', 'DISABLING'],
        ...(NextToken !== undefined && { NextToken }),
      });
      return ask(CALL, client.send(command), ['Regions']);
    },
    ({ NextToken }) => (NextToken === '' ? undefined : NextToken),
    (page) => Regions.push(...page.Regions),
  );
  return { Regions };
}
