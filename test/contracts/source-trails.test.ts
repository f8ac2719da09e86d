import { describe, expect, it } from 'vitest';
import { collectFrom, folderOf } from '../collect/support.ts';

const ARN = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main';
const DESCRIPTION = {
  Name: 'main',
  S3BucketName: 'logs',
  IncludeGlobalServiceEvents: true,
  IsMultiRegionTrail: true,
  HomeRegion: 'eu-west-1',
  TrailARN: ARN,
  HasCustomEventSelectors: true,
  IsOrganizationTrail: false,
};
const ALL = { read: true, write: true };

async function trailsOf(...values: unknown[]) {
  const folder = await folderOf(
    Object.fromEntries(values.map((value, index) => [`${index}.json`, JSON.stringify(value)])),
  );
  const { trails, unreadable } = await collectFrom({ trails: [folder] });
  return { trails: trails ?? [], unreadable: unreadable.map(({ reason }) => reason) };
}

async function selectionOf(selectors: object) {
  const { trails } = await trailsOf({ trailList: [DESCRIPTION] }, { TrailARN: ARN, ...selectors });
  return { management: trails[0]?.management, data: trails[0]?.data };
}

const field = (Field: string, rest: object) => ({ Field, ...rest });
const advanced = (...fields: object[]) => ({
  AdvancedEventSelectors: [{ Name: 'x', FieldSelectors: fields }],
});
const DATA = field('eventCategory', { Equals: ['Data'] });
const OBJECTS = field('resources.type', { Equals: ['AWS::S3::Object'] });

describe('trail descriptions', () => {
  it('are joined from several outputs, in one file or apart', async () => {
    const selectors = { TrailARN: ARN, EventSelectors: [{ ReadWriteType: 'All' }] };
    const status = { TrailARN: ARN, IsLogging: true, StartLoggingTime: '2025-01-01T00:00:00+00:00' };
    const expected = {
      arn: ARN,
      account: '111122223333',
      homeRegion: 'eu-west-1',
      multiRegion: true,
      organization: false,
      globalServiceEvents: true,
      isLogging: true,
      loggingSince: '2025-01-01T00:00:00Z',
      management: { ...ALL, excludedSources: [] },
      data: [],
    };
    const { TrailARN: _, ...embedded } = status;
    for (const values of [
      [{ trailList: [DESCRIPTION] }, selectors, status],
      [{ trailList: [DESCRIPTION, DESCRIPTION], eventSelectors: [selectors], status: [status] }],
      [[DESCRIPTION, selectors, status]],
      [{ Trail: { ...DESCRIPTION, Status: embedded } }, selectors],
    ]) {
      expect(await trailsOf(...values)).toEqual({ trails: [expected], unreadable: [] });
    }
  });

  it('without custom selectors log all management events and no data', async () => {
    const { trails, unreadable } = await trailsOf({
      trailList: [{ ...DESCRIPTION, HasCustomEventSelectors: false }],
    });
    expect(trails).toMatchObject([
      { management: { ...ALL, excludedSources: [] }, data: [], isLogging: null },
    ]);
    expect(unreadable).toEqual([]);
  });

  it('prove nothing where a part is missing or contradicts another', async () => {
    const selectors = (ReadWriteType: string) => ({ TrailARN: ARN, EventSelectors: [{ ReadWriteType }] });
    const bare = await trailsOf({ trailList: [DESCRIPTION] });
    expect(bare.trails).toMatchObject([{ management: null, data: [] }]);
    expect(bare.unreadable).toEqual([expect.stringMatching(/no get-event-selectors output/)]);
    const alone = await trailsOf(selectors('All'));
    expect(alone.trails).toMatchObject([{ multiRegion: false, management: ALL }]);
    expect(alone.unreadable).toEqual([expect.stringMatching(/no describe-trails output/)]);
    const torn = await trailsOf({ trailList: [DESCRIPTION] }, selectors('All'), selectors('ReadOnly'));
    expect(torn.trails).toMatchObject([{ management: null, data: [] }]);
    expect(torn.unreadable).toEqual([expect.stringMatching(/event selectors that differ/)]);
    const nameless = await trailsOf(
      { trailList: [{ ...DESCRIPTION, HasCustomEventSelectors: false }] },
      { IsLogging: true },
    );
    expect(nameless.trails).toMatchObject([{ isLogging: null }]);
    expect(nameless.unreadable).toEqual([expect.stringMatching(/names no trail/)]);
  });

  it('cannot be something else', async () => {
    await expect(trailsOf({ Records: [] })).rejects.toThrow(/looks like a CloudTrail log.*describe-trails/);
    await expect(trailsOf({ trailList: [{ ...DESCRIPTION, IsMultiRegionTrail: 'yes' }] })).rejects.toThrow(
      /0\.json: IsMultiRegionTrail:/,
    );
  });
});

describe('basic event selectors', () => {
  it.each([
    [{ ReadWriteType: 'WriteOnly' }, { read: false, write: true, excludedSources: [] }],
    [
      { ExcludeManagementEventSources: ['kms.amazonaws.com'] },
      { ...ALL, excludedSources: ['kms.amazonaws.com'] },
    ],
    [{ IncludeManagementEvents: false }, null],
  ])('%j log management events as %j', async (selector, management) => {
    expect((await selectionOf({ EventSelectors: [selector] })).management).toEqual(management);
  });

  it.each([
    ['AWS::S3::Object', ['arn:aws:s3'], []],
    ['AWS::S3::Object', ['arn:aws:s3:::'], []],
    ['AWS::S3::Object', ['arn:aws:s3:::b/', 'arn:aws:s3:::a/x'], ['arn:aws:s3:::a/x*', 'arn:aws:s3:::b/*']],
    ['AWS::Lambda::Function', ['arn:aws:lambda'], []],
    ['AWS::Lambda::Function', ['arn:aws:lambda:r:1:function:f'], ['arn:aws:lambda:r:1:function:f']],
  ])('log %s of %j', async (Type, Values, resources) => {
    const { data } = await selectionOf({ EventSelectors: [{ DataResources: [{ Type, Values }] }] });
    expect(data).toEqual([{ resourceType: Type, resources, ...ALL, eventNames: [], undecidable: null }]);
  });

  it('without values log no data', async () => {
    const { data } = await selectionOf({
      EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: [] }] }],
    });
    expect(data).toEqual([]);
  });
});

describe('advanced event selectors', () => {
  it.each([
    [[], { ...ALL, excludedSources: [] }],
    [[field('readOnly', { Equals: ['false'] })], { read: false, write: true, excludedSources: [] }],
    [
      [field('eventSource', { NotEquals: ['rdsdata.amazonaws.com', 'kms.amazonaws.com'] })],
      { ...ALL, excludedSources: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'] },
    ],
    [[field('eventSource', { Equals: ['iam.amazonaws.com'] })], null],
    [[field('userIdentity.arn', { NotStartsWith: ['arn:aws:sts::1:'] })], null],
  ])('with %j log management events as %j', async (fields, management) => {
    const selectors = advanced(field('eventCategory', { Equals: ['Management'] }), ...fields);
    expect((await selectionOf(selectors)).management).toEqual(management);
  });

  it.each([
    [[], { resources: [], ...ALL, eventNames: [], undecidable: null }],
    [
      [field('resources.ARN', { StartsWith: ['arn:aws:s3:::b/'] })],
      { resources: ['arn:aws:s3:::b/*'], ...ALL, eventNames: [], undecidable: null },
    ],
    [
      [field('resources.ARN', { Equals: ['arn:aws:s3:::b/k'] }), field('readOnly', { Equals: ['true'] })],
      { resources: ['arn:aws:s3:::b/k'], read: true, write: false, eventNames: [], undecidable: null },
    ],
    [
      [field('eventName', { Equals: ['PutObject', 'DeleteObject'] })],
      { resources: [], ...ALL, eventNames: ['DeleteObject', 'PutObject'], undecidable: null },
    ],
    [
      [field('resources.ARN', { NotStartsWith: ['arn:aws:s3:::b/'] })],
      { resources: [], ...ALL, eventNames: [], undecidable: 'resources.ARN NotStartsWith arn:aws:s3:::b/' },
    ],
    [
      [field('eventName', { StartsWith: ['Put'] }), field('userIdentity.arn', { Equals: ['a'] })],
      {
        resources: [],
        ...ALL,
        eventNames: [],
        undecidable: 'eventName StartsWith Put; userIdentity.arn Equals a',
      },
    ],
    [
      [field('resources.ARN', { Equals: ['arn:a'], StartsWith: ['arn:b'] })],
      {
        resources: [],
        ...ALL,
        eventNames: [],
        undecidable: 'resources.ARN Equals arn:a and StartsWith arn:b',
      },
    ],
  ])('with %j log objects as %j', async (fields, expected) => {
    const { data } = await selectionOf(advanced(DATA, OBJECTS, ...fields));
    expect(data).toEqual([{ resourceType: 'AWS::S3::Object', ...expected }]);
  });

  it('of network activity log neither', async () => {
    expect(await selectionOf(advanced(field('eventCategory', { Equals: ['NetworkActivity'] })))).toEqual({
      management: null,
      data: [],
    });
  });
});
