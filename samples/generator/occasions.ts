import type { Slot } from './calendar.ts';
import {
  CLAUDE_DATA_TRAIL_STARTED,
  INVOICE_READER_RECREATED,
  millis,
  RELEASE_NOTES_CREATED,
} from './calendar.ts';
import type { CallId } from './calls.ts';
import { calls } from './calls.ts';
import { arnOf, identityOf, uniqueIdAt } from './identities.ts';
import type { Ledger } from './ledger.ts';
import { prng } from './prng.ts';
import type { Entry, Frame } from './records.ts';
import { callEntry, frameRecord } from './records.ts';
import { newSession, temporaryKey } from './sessions.ts';
import { arn, BUCKETS, bucketArn, DEVELOPMENT, PHOTO_KEY, PRODUCTION } from './world.ts';

/** What an administrator did once, and when. */
const ADMINISTRATION: readonly (readonly [string, CallId])[] = [
  ['2026-07-20T13:08:52Z', 'iam.CreateServiceSpecificCredential'],
  ['2026-08-12T09:30:40Z', 'iam.DeleteInvoiceReader'],
  [INVOICE_READER_RECREATED, 'iam.CreateInvoiceReader'],
  ['2026-08-16T10:40:55Z', 'cloudtrail.CreateTrail'],
  ['2026-08-16T10:41:31Z', 'cloudtrail.PutEventSelectors'],
  [CLAUDE_DATA_TRAIL_STARTED, 'cloudtrail.StartLogging'],
  [RELEASE_NOTES_CREATED, 'iam.CreateReleaseNotes'],
];

interface Oddity {
  readonly at: string;
  readonly account: string;
  readonly source: string;
  readonly name: string;
  readonly frame: (seed: string) => Pick<Frame, 'userIdentity' | 'address' | 'userAgent'> & Partial<Frame>;
  readonly dataType?: string;
  readonly resource?: string;
}

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';

/** A sign-in is not an API call that IAM authorised. */
const consoleLogin = (at: string, success: boolean): Oddity => ({
  at,
  account: PRODUCTION,
  source: 'signin',
  name: 'ConsoleLogin',
  frame: (seed) => {
    const user = identityOf(`${PRODUCTION}/ana.silva`);
    return {
      userIdentity: {
        type: 'IAMUser',
        principalId: uniqueIdAt(seed, user, millis(at)),
        arn: arnOf(user),
        accountId: PRODUCTION,
        userName: user.name,
      },
      address: '203.0.113.77',
      userAgent: BROWSER,
      eventType: 'AwsConsoleSignIn',
      response: { ConsoleLogin: success ? 'Success' : 'Failure' },
      additional: {
        LoginTo: 'https://console.aws.amazon.com/console/home',
        MobileVersion: 'No',
        MFAUsed: 'No',
      },
      ...(success ? {} : { error: { errorMessage: 'Failed authentication' } }),
    };
  },
});

/** AWS's own doing: it names no principal at all. */
const keyRotation = (at: string): Oddity => ({
  at,
  account: PRODUCTION,
  source: 'kms',
  name: 'RotateKey',
  frame: () => ({
    userIdentity: { accountId: PRODUCTION, invokedBy: 'AWS Internal' },
    address: 'AWS Internal',
    userAgent: 'AWS Internal',
    eventType: 'AwsServiceEvent',
    resources: [
      { accountId: PRODUCTION, type: 'AWS::KMS::Key', ARN: arn('kms', 'us-east-1', PRODUCTION, PHOTO_KEY) },
    ],
  }),
});

const rootCall = (at: string, source: string, name: string, eventType: string): Oddity => ({
  at,
  account: DEVELOPMENT,
  source,
  name,
  frame: () => ({
    userIdentity: {
      type: 'Root',
      principalId: DEVELOPMENT,
      arn: `arn:aws:iam::${DEVELOPMENT}:root`,
      accountId: DEVELOPMENT,
    },
    address: '203.0.113.12',
    userAgent: BROWSER,
    eventType,
    ...(source === 'signin'
      ? { response: { ConsoleLogin: 'Success' }, additional: { MFAUsed: 'Yes' } }
      : { readOnly: true }),
  }),
});

/** A partner's account reads a thumbnail it was given: no principal of ours. */
const partnerRead = (at: string): Oddity => ({
  at,
  account: PRODUCTION,
  source: 's3',
  name: 'GetObject',
  dataType: 'AWS::S3::Object',
  resource: bucketArn(BUCKETS.thumbnails),
  frame: () => ({
    userIdentity: {
      type: 'AWSAccount',
      principalId: 'AROAPARTNER4EXAMPLE77:feed',
      accountId: '777788889999',
    },
    address: '192.0.2.201',
    userAgent: 'aws-sdk-go-v2/1.38.0 ua/2.1 os/linux lang/go#1.25.0',
    readOnly: true,
    data: true,
    request: { bucketName: BUCKETS.thumbnails, key: 'partner/latest.jpg' },
    resources: [
      { type: 'AWS::S3::Object', ARN: `${bucketArn(BUCKETS.thumbnails)}/partner/latest.jpg` },
      { accountId: PRODUCTION, type: 'AWS::S3::Bucket', ARN: bucketArn(BUCKETS.thumbnails) },
    ],
  }),
});

const ODDITIES: readonly Oddity[] = [
  consoleLogin('2026-07-06T08:02:17Z', true),
  consoleLogin('2026-08-03T08:10:44Z', true),
  consoleLogin('2026-09-07T07:58:03Z', false),
  consoleLogin('2026-09-07T07:58:31Z', true),
  keyRotation('2026-07-27T04:00:09Z'),
  keyRotation('2026-09-25T04:00:11Z'),
  rootCall('2026-09-02T15:20:10Z', 'signin', 'ConsoleLogin', 'AwsConsoleSignIn'),
  rootCall('2026-09-02T15:21:02Z', 'iam', 'GetAccountSummary', 'AwsApiCall'),
  partnerRead('2026-07-31T22:14:36Z'),
  partnerRead('2026-09-11T22:15:02Z'),
];

/** What happened once, in the slot it happened in; does not scale. */
export function occasions(seed: string, slot: Slot, ledger: Ledger): Entry[] {
  const inSlot = (at: string) => millis(at) >= slot.start && millis(at) < slot.end;
  const administration = ADMINISTRATION.filter(([at]) => inSlot(at)).map(([at, id]) => {
    const random = prng(seed, 'administration', at);
    const identity = identityOf(`${PRODUCTION}/AWSReservedSSO_PlatformAdmin_3f9a1c07be52d468`);
    const session = newSession(seed, identity, millis(at) - 900_000, {
      name: 'jonas.weber@larkfield.example',
      accessKeyId: temporaryKey(prng(seed, 'administration', slot.day)),
      userAgent: 'aws-cli/2.27.41 md/awscrt#0.26.1 ua/2.1 os/macos#25.0.0 md/arch#arm64 lang/python#3.13.4',
      address: '198.51.100.17',
      mfa: true,
    });
    const call = calls[id];
    ledger.note(identity, call.actions, 'us-east-1', millis(at));
    const context = {
      account: PRODUCTION,
      region: 'us-east-1',
      time: millis(at),
      random,
      subject: 'administration',
    } as const;
    return callEntry(call, session, context, { via: null });
  });
  const odd = ODDITIES.filter(({ at }) => inSlot(at)).map((oddity): Entry => {
    const record = frameRecord(
      {
        time: millis(oddity.at),
        source: oddity.source,
        name: oddity.name,
        account: oddity.account,
        region: 'us-east-1',
        global: oddity.source === 'iam' || oddity.source === 'signin',
        readOnly: false,
        request: null,
        response: null,
        ...oddity.frame(seed),
      },
      prng(seed, 'oddity', oddity.at, oddity.name),
    );
    return {
      account: oddity.account,
      region: 'us-east-1',
      record,
      dataType: oddity.dataType ?? null,
      resource: oddity.resource ?? null,
    };
  });
  return [...administration, ...odd];
}
