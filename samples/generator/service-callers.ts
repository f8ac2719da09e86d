import type { Slot } from './calendar.ts';
import { moment, share } from './calendar.ts';
import type { Prng } from './prng.ts';
import { prng } from './prng.ts';
import type { Entry, Frame } from './records.ts';
import { frameRecord } from './records.ts';
import type { Region } from './world.ts';
import { ACCOUNTS, arn, BUCKETS, bucketArn, PRODUCTION, REGIONS } from './world.ts';

/** One kind of call an AWS service makes for itself: nobody's use of a permission. */
interface ServiceCall {
  readonly service: string;
  readonly source: string;
  readonly name: string;
  readonly perDay: number;
  readonly only?: { readonly account: string; readonly region: Region };
  readonly details: (account: string, region: Region) => Partial<Frame>;
}

const FUNCTION_TYPE = 'AWS::Lambda::Function';

const SERVICE_CALLS: readonly ServiceCall[] = [
  {
    service: 'cloudtrail.amazonaws.com',
    source: 's3',
    name: 'GetBucketAcl',
    perDay: 0.15,
    details: () => ({
      request: {
        bucketName: 'larkfield-cloudtrail',
        Host: 'larkfield-cloudtrail.s3.us-east-1.amazonaws.com',
        acl: '',
      },
      resources: [{ type: 'AWS::S3::Bucket', ARN: bucketArn('larkfield-cloudtrail') }],
    }),
  },
  {
    service: 'delivery.logs.amazonaws.com',
    source: 'kms',
    name: 'GenerateDataKey',
    perDay: 0.12,
    details: (account, region) => ({
      request: { keySpec: 'AES_256', keyId: arn('kms', region, account, 'alias/aws/s3') },
    }),
  },
  {
    service: 's3.amazonaws.com',
    source: 'lambda',
    name: 'Invoke',
    perDay: 0.6,
    only: { account: PRODUCTION, region: 'us-east-1' },
    details: (account, region) => {
      const name = arn('lambda', region, account, 'function:parcel-thumbnailer');
      return {
        request: { functionName: name, invocationType: 'Event', sourceArn: bucketArn(BUCKETS.photos) },
        resources: [{ accountId: account, type: FUNCTION_TYPE, ARN: name }],
        data: true,
      };
    },
  },
];

/** What AWS services do by themselves in a slot; scales like the routines. */
export function serviceCallers(seed: string, slot: Slot, scale: number): Entry[] {
  return ACCOUNTS.flatMap((account) =>
    REGIONS.flatMap((region) =>
      SERVICE_CALLS.flatMap((call) => {
        if (call.only !== undefined && (call.only.account !== account || call.only.region !== region))
          return [];
        const random = prng(seed, 'service', call.service, account, region, slot.day, slot.index);
        const expected = call.perDay * share('steady', slot) * scale;
        const times = Math.floor(expected) + (random.chance(expected % 1) ? 1 : 0);
        return Array.from({ length: times }, () => serviceEntry(call, account, region, slot, random));
      }),
    ),
  );
}

function serviceEntry(call: ServiceCall, account: string, region: Region, slot: Slot, random: Prng): Entry {
  const details = call.details(account, region);
  const record = frameRecord(
    {
      userIdentity: { type: 'AWSService', invokedBy: call.service },
      time: moment('steady', slot, random.next),
      source: call.source,
      name: call.name,
      account,
      region,
      global: false,
      address: call.service,
      userAgent: call.service,
      readOnly: true,
      request: null,
      response: null,
      ...details,
    },
    random,
  );
  const data = details.data === true;
  return {
    account,
    region,
    record,
    dataType: data ? FUNCTION_TYPE : null,
    resource: data ? arn('lambda', region, account, 'function:parcel-thumbnailer') : null,
  };
}
