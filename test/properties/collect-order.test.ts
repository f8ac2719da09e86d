import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folderOf, gzipped, logOf, recordOf, sessionIdentity, usageOf } from '../collect/support.ts';

/** Records that collide in everything there is to collide in. */
const record = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', undefined),
    eventName: fc.constantFrom('GetBucketPolicy', 'DeleteBucket', 'GetObject'),
    minute: fc.integer({ min: 0, max: 2 }),
    day: fc.integer({ min: 14, max: 16 }),
    errorCode: fc.constantFrom(undefined, 'AccessDenied', 'NoSuchKey', 'ExpiredToken'),
    account: fc.constantFrom('111122223333', '444455556666'),
    eventCategory: fc.constantFrom('Management', 'Data', 'Insight'),
    who: fc.constantFrom<object>(
      sessionIdentity(),
      sessionIdentity({ invokedBy: 'aws-mcp.amazonaws.com' }),
      { type: 'Root' },
      { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
    ),
    bucketName: fc.constantFrom('one', 'two'),
  })
  .map(({ id, minute, day, account, who, bucketName, ...rest }) =>
    recordOf('x', {
      ...rest,
      eventID: id,
      eventTime: `2026-01-${day}T10:0${minute}:00Z`,
      recipientAccountId: account,
      userIdentity: who,
      requestParameters: { bucketName },
    }),
  );

/** One delivery of some records: in which order, in how many files, in which form. */
interface Delivery {
  readonly order: readonly number[];
  readonly files: number;
  readonly pack: boolean;
  readonly lines: boolean;
}

const delivery: fc.Arbitrary<Delivery> = fc.record({
  order: fc.infiniteStream(fc.integer({ min: 0, max: 1_000_000 })).map((stream) => [...stream.take(40)]),
  files: fc.integer({ min: 1, max: 4 }),
  pack: fc.boolean(),
  lines: fc.boolean(),
});

async function factsOf(records: readonly unknown[], { order, files, pack, lines }: Delivery) {
  const shuffled = records
    .map((item, index) => ({ item, rank: order[index] ?? 0 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
  const groups = Array.from({ length: files }, (_, file) =>
    shuffled.filter((_, index) => index % files === file),
  );
  const folder = await folderOf(
    Object.fromEntries(
      groups.map((group, file) => {
        const text =
          lines && group.length > 1 ? group.map((item) => JSON.stringify(item)).join('\n') : logOf(...group);
        return [`f${file}.json`, pack ? gzipped(text) : text];
      }),
    ),
  );
  const { activity, sessions, coverage, leftovers, accounting } = await usageOf(folder);
  return {
    activity,
    sessions,
    coverage: coverage.map(({ files: _, duplicates: __, ...rest }) => rest),
    leftovers: leftovers.map(({ example: _, ...rest }) => rest),
    distinct: accounting.records.distinct,
  };
}

describe('the same events', () => {
  it('give the same facts in any order, doubled, compressed and grouped into files in any way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 14 }),
        fc.boolean(),
        delivery,
        delivery,
        async (records, doubled, one, other) => {
          const again = doubled ? [...records, ...records] : records;
          expect(await factsOf(again, other)).toEqual(await factsOf(records, one));
        },
      ),
      { numRuns: 25 },
    );
  });
});
