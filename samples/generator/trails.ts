import type { JsonObject } from '../../src/domain/json.ts';
import { CLAUDE_DATA_TRAIL_STARTED, EXPORTED_AT, millis } from './calendar.ts';
import { cliTime } from './ledger.ts';
import type { Entry } from './records.ts';
import { bucketArn, MANAGEMENT_ACCOUNT, ORGANIZATION_ID, PRODUCTION, RECORDED_BUCKETS } from './world.ts';

export type TrailName = 'larkfield-organization' | 'production-claude-data';

const FUNCTION_PREFIX = `arn:aws:lambda:us-east-1:${PRODUCTION}:function:`;

/** Which trail wrote a record, if any did: the selectors below, decided in one place. */
export function recordedBy(entry: Entry): TrailName | null {
  const { dataType, resource } = entry;
  if (dataType === null) return 'larkfield-organization';
  if (dataType === 'AWS::S3::Object') {
    return RECORDED_BUCKETS.some((bucket) => resource === bucketArn(bucket))
      ? 'larkfield-organization'
      : null;
  }
  if (dataType === 'AWS::Lambda::Function') {
    return resource?.startsWith(FUNCTION_PREFIX) === true ? 'larkfield-organization' : null;
  }
  if (dataType === 'AWS::AWSExternalAnthropic::Workspace') {
    const logged = entry.account === PRODUCTION && entry.record.eventTime >= CLAUDE_DATA_TRAIL_STARTED;
    return logged ? 'production-claude-data' : null;
  }
  return null;
}

/** Folder a trail delivers into: an organisation trail has the organisation's id in it. */
export const trailFolder = (trail: TrailName): string =>
  trail === 'larkfield-organization' ? `AWSLogs/${ORGANIZATION_ID}` : 'AWSLogs';

const selector = (
  name: string,
  ...fields: readonly (readonly [string, string, readonly string[]])[]
): JsonObject => ({
  Name: name,
  FieldSelectors: fields.map(([Field, operator, values]) => ({ Field, [operator]: values })),
});

const data = (type: string, ...more: readonly (readonly [string, string, readonly string[]])[]) =>
  [
    ['eventCategory', 'Equals', ['Data']] as const,
    ['resources.type', 'Equals', [type]] as const,
    ...more,
  ] as const;

const trailArn = (account: string, name: TrailName) =>
  `arn:aws:cloudtrail:us-east-1:${account}:trail/${name}`;

const trail = (account: string, name: TrailName, organization: boolean): JsonObject => ({
  Name: name,
  S3BucketName: 'larkfield-cloudtrail',
  IncludeGlobalServiceEvents: organization,
  IsMultiRegionTrail: true,
  HomeRegion: 'us-east-1',
  TrailARN: trailArn(account, name),
  LogFileValidationEnabled: true,
  HasCustomEventSelectors: true,
  HasInsightSelectors: organization,
  IsOrganizationTrail: organization,
});

/** get-trail-status does not say which trail it is about; whoever saves it beside others adds the ARN. */
const status = (arn: string, started: string): JsonObject => ({
  TrailARN: arn,
  IsLogging: true,
  LatestDeliveryTime: cliTime(millis(EXPORTED_AT) - 240_000),
  StartLoggingTime: cliTime(millis(started)),
  LatestDigestDeliveryTime: cliTime(millis(EXPORTED_AT) - 2_400_000),
  TimeLoggingStarted: started,
  TimeLoggingStopped: '',
});

interface TrailDescription {
  readonly trail: JsonObject;
  readonly selectors: readonly JsonObject[];
  readonly started: string;
  readonly arn: string;
}

const TRAILS: readonly TrailDescription[] = [
  {
    arn: trailArn(MANAGEMENT_ACCOUNT, 'larkfield-organization'),
    trail: trail(MANAGEMENT_ACCOUNT, 'larkfield-organization', true),
    selectors: [
      selector('Management events', ['eventCategory', 'Equals', ['Management']]),
      selector(
        'Parcel photos and thumbnails',
        ...data('AWS::S3::Object', [
          'resources.ARN',
          'StartsWith',
          RECORDED_BUCKETS.map((b) => `${bucketArn(b)}/`),
        ]),
      ),
      selector(
        'Functions of production',
        ...data('AWS::Lambda::Function', ['resources.ARN', 'StartsWith', [FUNCTION_PREFIX]]),
      ),
    ],
    started: '2023-09-14T09:00:12Z',
  },
  {
    arn: trailArn(PRODUCTION, 'production-claude-data'),
    trail: trail(PRODUCTION, 'production-claude-data', false),
    selectors: [selector('Claude workspaces', ...data('AWS::AWSExternalAnthropic::Workspace'))],
    started: CLAUDE_DATA_TRAIL_STARTED,
  },
];

/** What describe-trails, get-event-selectors and get-trail-status print, in one document. */
export const trailsDocument = (): JsonObject => ({
  trailList: TRAILS.map(({ trail }) => trail),
  eventSelectors: TRAILS.map(({ arn, selectors }) => ({ TrailARN: arn, AdvancedEventSelectors: selectors })),
  statuses: TRAILS.map(({ arn, started }) => status(arn, started)),
});
