import { AthenaClient, CreateWorkGroupCommand, ListQueryExecutionsCommand } from '@aws-sdk/client-athena';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AthenaQueries } from '../../src/collect/athena/athena-client.ts';
import { bytesCutoff } from '../../src/collect/athena/table-metadata.ts';
import { type Moto, motoCommand, NO_MOTO, startMoto } from '../support/moto.ts';

/**
 * The course of a query against moto's Athena, through the SDK's own client. moto 5.2 executes nothing (it hands out
 * results that were queued), gives all rows in one page whatever MaxResults says, knows no ClientRequestToken (the same
 * request twice is two executions), no reuse of results, no AthenaError, no bytes scanned and no GetTableMetadata: pages,
 * tokens, failures and cost are held to the stand-in in athena.test.ts, and the queries themselves to Trino.
 */
describe.skipIf(motoCommand === null)(`Athena of moto (${motoCommand === null ? NO_MOTO : 'there'})`, () => {
  let moto: Moto;
  let client: AthenaClient;
  const place = {
    database: 'default',
    workgroup: 'audit',
    output: null,
    reuseMinutes: 60,
    usdPerTerabyte: 5,
  };
  const query = {
    name: 'coverage',
    sql: '-- paredown coverage\nSELECT account FROM logs WHERE day >= ?',
    parameters: { from_day: '2026/01/01' },
    values: ["'2026/01/01'"],
  } as const;

  beforeAll(async () => {
    moto = await startMoto();
    client = new AthenaClient({
      endpoint: moto.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' },
    });
    await client.send(
      new CreateWorkGroupCommand({
        Name: 'audit',
        Configuration: {
          BytesScannedCutoffPerQuery: 20_000_000,
          ResultConfiguration: { OutputLocation: 's3://results/' },
        },
      }),
    );
  });
  afterAll(async () => {
    client?.destroy();
    await moto?.stop();
  });

  const tell = async (path: string, body: object) => {
    const { status } = await fetch(`${moto.endpoint}/moto-api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(status).toBeLessThan(300);
  };
  /** How many looks at an execution it takes until its state moves on. */
  const stateMovesAfter = (looks: number) =>
    tell('state-manager/set-transition', {
      model_name: 'athena::execution',
      transition: { progression: 'manual', times: looks },
    });
  const executions = async () =>
    (await client.send(new ListQueryExecutionsCommand({ WorkGroup: 'audit' }))).QueryExecutionIds ?? [];

  it('starts it in the workgroup, waits through its states, and reads its rows', async () => {
    await stateMovesAfter(1);
    const rows = [['account'], ['111122223333'], [null]].map((row) => ({
      Data: row.map((value) => (value === null ? {} : { VarCharValue: value })),
    }));
    await tell('static/athena/query-results', { results: [{ rows, column_info: [{ Name: 'account' }] }] });
    const { columns, rows: found, execution } = await new AthenaQueries(client, place).ask(query);
    expect(columns).toEqual(['account']);
    expect(found).toEqual([['111122223333'], [null]]);
    expect(await executions()).toEqual([execution.id]);
    expect(execution).toMatchObject({
      workgroup: 'audit',
      bytesScanned: 0,
      costUsd: 0.00005,
      isReused: false,
    });
    expect(await bytesCutoff(client, 'audit')).toBe(20_000_000);
  });

  it('takes an answer without the names of its columns for none', async () => {
    await stateMovesAfter(1);
    await expect(new AthenaQueries(client, place).ask(query)).rejects.toThrow(/do not begin with the names/);
  });

  it('stops it when it is cancelled, and asks nothing more', async () => {
    await stateMovesAfter(1_000);
    const before = await executions();
    const queries = new AthenaQueries(client, place);
    const asked = queries.ask(query).catch((error: unknown) => error);
    // The query is on its way, and nobody knows its id yet.
    await queries.cancel();
    expect(await asked).toMatchObject({ message: expect.stringMatching(/^it was cancelled/) });
    await expect(queries.ask(query)).rejects.toThrow('it was interrupted');
    expect((await executions()).length).toBe(before.length + 1);
  });

  it('names the workgroup that is not there', async () => {
    const elsewhere = { ...place, workgroup: 'nobody' };
    await expect(new AthenaQueries(client, elsewhere).ask(query)).rejects.toThrow(/WorkGroup/i);
  });
});
