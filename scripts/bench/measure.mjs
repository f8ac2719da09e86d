// One measure of scripts/bench.ts, on the compiled program: prints its milliseconds and the peak memory of this process.
import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';

const EVER = { start: '2000-01-01T00:00:00Z', end: '2100-01-01T00:00:00Z', days: 36525 };

function logFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Reads and inflates in two threads, output sized from the trailer; nothing else. */
async function floor(folder) {
  const files = logFiles(folder);
  const share = (n) => files.filter((_, index) => index % 2 === n);
  await Promise.all(
    [0, 1].map(
      (n) =>
        new Promise((resolve, reject) => {
          const worker = new Worker(new URL(import.meta.url), { workerData: share(n) });
          worker.on('exit', resolve).on('error', reject);
        }),
    ),
  );
}

/** The query everyone would write first: explicit columns, grouped. */
async function readJson(folder) {
  const { DuckDBInstance, LIST, listValue, VARCHAR } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { preserve_insertion_order: 'false' });
  const connection = await instance.connect();
  await connection.runAndReadAll(
    `SELECT coalesce(r.userIdentity.sessionContext.sessionIssuer.arn, r.userIdentity.arn) AS principal,
       r.recipientAccountId AS account, r.eventSource AS source, r.eventName AS name, r.errorCode AS code,
       r.eventTime::DATE AS day, r.requestParameters::VARCHAR AS parameters,
       min(r.eventTime), max(r.eventTime), count(*)
     FROM (SELECT unnest(Records) AS r FROM read_json($files, format='unstructured', records=true, auto_detect=false,
       maximum_object_size=268435456, columns={Records:'STRUCT(eventTime TIMESTAMP, eventSource VARCHAR,
         eventName VARCHAR, errorCode VARCHAR, recipientAccountId VARCHAR, requestParameters JSON,
         userIdentity STRUCT(arn VARCHAR, sessionContext STRUCT(sessionIssuer STRUCT(arn VARCHAR))))[]'}))
     GROUP BY ALL`,
    { files: listValue(logFiles(folder)) },
    { files: LIST(VARCHAR) },
  );
}

async function ingest(folder, options) {
  const { collectCloudTrail } = await import('../../dist/collect/cloudtrail/collect-cloudtrail.js');
  return () => collectCloudTrail([folder], EVER, options);
}

if (!isMainThread) {
  for (const file of workerData) {
    const stored = readFileSync(file);
    gunzipSync(stored, { chunkSize: stored.readUInt32LE(stored.length - 4) + 1 });
  }
} else {
  const [, , measure, folder, place] = process.argv;
  const [cacheFolder, kept] = place.split(':');
  const cache = { folder: cacheFolder, from: 0 };
  let run;
  if (measure === 'floor') run = () => floor(folder);
  else if (measure === 'read_json') run = () => readJson(folder);
  else if (measure === 'parse') run = await ingest(folder, { reader: 'parse' });
  else run = await ingest(folder, { cache });
  if (measure === 'one-percent-new') {
    // A cache of all files but the last ones, filled before the clock starts.
    const aside = `${folder}-aside`;
    mkdirSync(aside, { recursive: true });
    const newer = logFiles(folder).slice(Number(kept));
    for (const [index, file] of newer.entries()) renameSync(file, join(aside, String(index)));
    cache.folder = `${cacheFolder}-most`;
    await run();
    for (const [index, file] of newer.entries()) renameSync(join(aside, String(index)), file);
  }
  const [start, used] = [performance.now(), process.cpuUsage()];
  await run();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(used);
  const cpuMs = (user + system) / 1000;
  process.stdout.write(JSON.stringify({ ms, cpuMs, rssMb: process.resourceUsage().maxRSS / 1024 }));
}
