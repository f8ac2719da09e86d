import type { Diagnosis, ExaminedTrail, Shortfall } from '../../domain/diagnosis.ts';
import { AWS_CALLS, type AwsCallRow } from '../aws/aws-calls.ts';
import { nameOfCall } from './try-calls.ts';

type Found = Omit<Diagnosis, 'shortfalls' | 'costs'>;

interface ShortfallRow {
  /** What is missing, one text each; none when nothing is. */
  readonly find: (found: Found) => readonly string[];
  readonly unknowable: string;
  readonly remedy: string;
  /** A run can do without it. */
  readonly isOptional?: true;
}

/** Purposes that a run cannot do without. */
const NEEDED: ReadonlySet<string> = new Set(['grants', 'last-accessed', 'credentials', 'trails', 'logs']);

/** As `collect --aws` counts: any account may ask for its organization, and only some for its control policies. */
function isNeeded({ purpose, operation }: AwsCallRow, { identity, managementAccount }: Found): boolean {
  if (purpose !== 'organization') return NEEDED.has(purpose);
  if (operation === 'DescribeOrganization') return true;
  // Only --org needs the accounts.
  return operation !== 'ListAccounts' && managementAccount === identity.account;
}

const ASK_AGAIN = 'Ask again; if it fails again, what AWS answered stands with the calls above.';
const ALLOW = 'Allow it; `paredown doctor --policy` prints what is needed.';
/** Organizations API reference, "API operations by account". */
const ASK_ELSEWHERE =
  'AWS answers it to the management account and delegated administrators only: run paredown there, or give --scps (and --accounts for --org).';

const recording = ({ trails }: Found): readonly ExaminedTrail[] =>
  trails.filter(({ isLogging }) => isLogging !== false);
const nameOf = ({ arn }: ExaminedTrail): string => arn.slice(arn.lastIndexOf('/') + 1);
const denied = ({ calls }: Found, call: string): boolean =>
  calls.some((tried) => tried.call === call && tried.outcome !== 'allowed' && tried.outcome !== 'not-tried');
const trailsWere = (found: Found): boolean => !denied(found, 'cloudtrail:DescribeTrails');

/** What may be missing beside permissions, and what follows. */
const ROWS: readonly ShortfallRow[] = [
  {
    find: (found) => (trailsWere(found) && recording(found).length === 0 ? ['no trail that is logging'] : []),
    unknowable:
      'every use older than the event history (90 days), all data events, and use in regions nobody looks up',
    remedy: 'Create a trail of all regions, with management events and the data events that agents cause.',
  },
  {
    find: ({ trails }) =>
      trails
        .filter(({ isLogging }) => isLogging === false)
        .map((trail) => `trail ${nameOf(trail)} is switched off`),
    unknowable: 'what happened since it was switched off',
    remedy: 'Start logging again, or delete the trail if another one covers it.',
  },
  {
    find: ({ trails }) =>
      trails
        .filter(({ deliveryError }) => deliveryError !== null)
        .map((trail) => `trail ${nameOf(trail)} cannot deliver: ${trail.deliveryError}`),
    unknowable: 'what happened since the last delivery',
    remedy: 'Mend the policy of the bucket or its key.',
  },
  {
    find: (found) => {
      const trails = recording(found);
      return trails.length > 0 && !trails.some(({ multiRegion }) => multiRegion)
        ? ['no trail of all regions']
        : [];
    },
    unknowable:
      'use in the regions without a trail: regional permissions stay unknown unless --regions says which are in use',
    remedy: 'Make a trail one of all regions (update-trail --is-multi-region-trail).',
  },
  {
    find: (found) => {
      const trails = recording(found).filter(({ selectorsKnown }) => selectorsKnown);
      const whole = trails.some(({ management }) => management?.read === true && management.write === true);
      return trails.length > 0 && !whole ? ['no trail records both read and write management events'] : [];
    },
    unknowable: 'use of the read (or write) operations of every service: those permissions stay unknown',
    remedy: 'Record all management events (put-event-selectors, ReadWriteType All).',
  },
  {
    find: (found) =>
      recording(found)
        .filter(({ management }) => (management?.excludedSources.length ?? 0) > 0)
        .map((trail) => `trail ${nameOf(trail)} leaves out ${trail.management?.excludedSources.join(', ')}`),
    unknowable: 'use of these services: their permissions stay unknown unless another trail records them',
    remedy: 'Take the exclusion out of its selectors.',
  },
  {
    find: (found) => {
      const trails = recording(found).filter(({ selectorsKnown }) => selectorsKnown);
      return trails.length > 0 && trails.every(({ data }) => data.length === 0)
        ? ['no trail records data events']
        : [];
    },
    unknowable:
      'use of data-plane actions (s3:GetObject, lambda:InvokeFunction, dynamodb:GetItem, aws-external-anthropic:*...): they are kept',
    remedy:
      'Record the data events of the services that agents use; the report lists them by what they would settle.',
    isOptional: true,
  },
  {
    find: ({ trails }) =>
      trails
        .filter(({ validation }) => !validation)
        .map((trail) => `trail ${nameOf(trail)} delivers no digest files`),
    unknowable: 'whether its log files are as CloudTrail delivered them',
    remedy: 'Switch log file validation on (update-trail --enable-log-file-validation).',
    isOptional: true,
  },
  {
    find: ({ logs }) => logs.flatMap(({ problems }) => problems),
    unknowable: 'the log there: nothing in it counts as use, and nothing it covers as unused',
    remedy:
      'Allow s3:ListBucket and s3:GetObject on the bucket (and kms:Decrypt on its key), or give copied logs.',
  },
  {
    find: ({ logs }) =>
      logs.flatMap(({ location, days }) => {
        const longest = Math.max(0, ...days.map((place) => place.days));
        const of = days[0]?.of ?? 0;
        return days.length > 0 && longest < of
          ? [`${location} has ${longest} of the ${of} days of the window`]
          : [];
      }),
    unknowable:
      'the days before: what only the log could show stays unknown until it is as long as the window',
    remedy: 'Wait, choose a shorter --window, or give older logs beside.',
  },
  {
    find: ({ workgroup }) =>
      workgroup !== null && workgroup.problem !== null
        ? [`Athena workgroup ${workgroup.name}: ${workgroup.problem}`]
        : [],
    unknowable: 'a log that is too large to be read on this machine',
    remedy: 'Name a workgroup that you may use (--athena-workgroup), or read the log from S3.',
    isOptional: true,
  },
  {
    find: ({ workgroup }) =>
      workgroup !== null && workgroup.problem === null && workgroup.output === null
        ? [`Athena workgroup ${workgroup.name} has no place for results`]
        : [],
    unknowable: 'nothing by itself: a query needs a place for its results',
    remedy: 'Set the output location of the workgroup.',
    isOptional: true,
  },
];

/** What cannot be known, and why: from the calls that are refused, then from what the trails and buckets lack. */
export function shortfallsOf(found: Found): readonly Shortfall[] {
  const refused = found.calls.filter(({ outcome }) => outcome === 'denied' || outcome === 'failed');
  const byMeaning = new Map<string, Shortfall & { calls: string[] }>();
  for (const { call, outcome } of refused) {
    const row = AWS_CALLS.find((each) => nameOfCall(each) === call);
    const isGap = row !== undefined && isNeeded(row, found);
    const unknowable = row?.without ?? '';
    const isDenied = outcome === 'denied';
    const isElsewhere = row?.purpose === 'organization' && !isGap;
    const remedy = isDenied ? (isElsewhere ? ASK_ELSEWHERE : ALLOW) : ASK_AGAIN;
    const missing = isDenied ? 'permission for' : 'an answer to';
    const key = `${unknowable} ${remedy} ${isGap}`;
    const known = byMeaning.get(key) ?? { isGap, missing, unknowable, remedy, calls: [] };
    known.calls.push(call);
    byMeaning.set(key, known);
  }
  return [
    ...[...byMeaning.values()].map(({ calls, ...shortfall }) => ({
      ...shortfall,
      missing: `${shortfall.missing} ${calls.join(', ')}`,
    })),
    ...ROWS.flatMap(({ find, unknowable, remedy, isOptional }) =>
      find(found).map((missing) => ({ isGap: isOptional !== true, missing, unknowable, remedy })),
    ),
  ];
}
