import { expect, it } from 'vitest';
import { BatchBuilder } from '../../src/collect/cloudtrail/batch-builder.ts';
import { parseLog } from '../../src/collect/cloudtrail/parse-log.ts';
import { StagingDatabase } from '../../src/collect/cloudtrail/staging-database.ts';
import { queryFacts } from '../../src/collect/cloudtrail/usage-facts.ts';
import { NOWHERE } from '../support/staged-rows.ts';
import { logOf, recordOf, sessionIdentity } from './support.ts';

const WINDOW = { start: '2026-01-10T06:00:00Z', end: '2026-01-20T18:00:00Z', days: 10 };

/** A file of `count` events of a few kinds, days before, in and after the window; some of the last file again. */
function file(number: number, count: number): Buffer {
  const records = Array.from({ length: count }, (_, at) => {
    const id = at < 5 && number > 0 ? (number - 1) * count + count - 1 - at : number * count + at;
    return recordOf(`00000000-0000-4000-8000-${String(id).padStart(12, '0')}`, {
      eventTime: new Date(Date.UTC(2026, 0, 8 + (id % 15), id % 24)).toISOString().replace('.000', ''),
      eventName: id % 4 === 0 ? 'PutObject' : 'GetBucketPolicy',
      userIdentity: id % 7 === 0 ? { type: 'Root', accountId: '111122223333' } : sessionIdentity(),
      ...(id % 11 === 0 && { sharedEventID: `00000000-0000-4000-9000-${String(id).padStart(12, '0')}` }),
    });
  });
  return Buffer.from(logOf(...records));
}

async function factsOf(mostIds?: number) {
  const database = await StagingDatabase.open(WINDOW, mostIds);
  try {
    for (const number of [0, 1, 2]) {
      const batch = new BatchBuilder();
      batch.endFile(parseLog(file(number, 60), 'sha', NOWHERE, batch));
      database.append(batch.build(), Int32Array.of(number));
      database.addFile(number, 0, `file-${number}`, NOWHERE, 60);
    }
    await database.seal();
    const rows: unknown[] = [];
    for (const query of ['totals', 'inputs'])
      await database.query(query, {}, (row) => {
        rows.push({ ...row });
      });
    return { rows, ...(await queryFacts(database)) };
  } finally {
    await database.close();
  }
}

it('gives the same facts when there are too many events to tell which may have come twice', async () => {
  const counted = await factsOf();
  expect(counted.rows[0]).toMatchObject({ staged: 180, distinct_events: 170 });
  expect(counted.activity.length).toBeGreaterThan(20);
  expect(new Set(counted.leftovers.map(({ reason }) => reason))).toEqual(
    new Set(['outside-window', 'nobodys-use']),
  );
  for (const mostIds of [0, 1, 90, 169]) expect(await factsOf(mostIds)).toEqual(counted);
});
