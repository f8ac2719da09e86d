import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { accountDetails } from './account-details.ts';
import { CREDENTIAL_REPORT, credentialFiles, SERVICE_SPECIFIC } from './credential-files.ts';
import { type LogRecord, logRecords } from './log-records.ts';
import { ACCOUNT, REGION } from './names.ts';
import type { Scenario } from './schema.ts';
import { lastAccessedReports, trailDescriptions } from './witness-files.ts';

/** Paths as the command line would name them. */
export interface Inputs {
  readonly authorizationDetails: readonly string[];
  readonly lastAccessed: readonly string[];
  readonly cloudTrail: readonly string[];
  readonly trails: readonly string[];
  readonly scps: readonly string[];
  readonly credentialReports: readonly string[];
  readonly serviceSpecificCredentials: readonly string[];
}

/** How the same records are laid out: as a trail delivers them, or turned about in every way that must not matter. */
export type Layout = 'delivered' | 'jumbled';

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function logFile(folder: string, day: string, region: string): string {
  const stamp = day.replaceAll('-', '');
  const name = `${ACCOUNT}_CloudTrail_${region}_${stamp}T2355Z_ScenarioFile0001.json.gz`;
  return join(folder, 'AWSLogs', ACCOUNT, 'CloudTrail', region, ...day.split('-'), name);
}

function writeDelivered(folder: string, records: readonly LogRecord[]): void {
  const files = new Map<string, LogRecord[]>();
  for (const record of records) {
    const path = logFile(folder, record.eventTime.slice(0, 10), record.awsRegion);
    files.set(path, [...(files.get(path) ?? []), record]);
  }
  for (const [path, Records] of files) write(path, gzipSync(JSON.stringify({ Records })));
}

/** The same records backwards, each delivered twice, in two uncompressed files without a layout. */
function writeJumbled(folder: string, records: readonly LogRecord[]): void {
  const Records = [...records].reverse();
  write(join(folder, 'b.json'), JSON.stringify({ Records }));
  write(join(folder, 'a.json'), JSON.stringify({ Records: Records.toReversed() }));
}

function damage(folder: string, scenario: Scenario): void {
  for (const { day, region = REGION, how } of scenario.damage ?? []) {
    const path = logFile(folder, day, region);
    const bytes = readFileSync(path);
    write(path, how === 'truncated' ? bytes.subarray(0, Math.floor(bytes.length / 2)) : 'not a log');
  }
}

/** Writes the evidence of a scenario under `folder`, as its owner would have exported it. */
export function writeInputs(scenario: Scenario, folder: string, layout: Layout): Inputs {
  const account = join(folder, 'account.json');
  write(account, JSON.stringify(accountDetails(scenario)));

  const records = logRecords(scenario);
  const logs = join(folder, 'cloudtrail');
  if (records.length > 0) {
    if (layout === 'delivered') writeDelivered(logs, records);
    else writeJumbled(logs, records);
    damage(logs, scenario);
  }
  const reports = lastAccessedReports(scenario);
  reports.forEach((report, index) => {
    write(join(folder, 'last-accessed', `report-${index}.json`), JSON.stringify(report));
  });
  const trails = trailDescriptions(scenario);
  if (trails !== null) write(join(folder, 'trails.json'), JSON.stringify(trails));
  const credentials = credentialFiles(scenario);
  for (const [name, content] of Object.entries(credentials)) write(join(folder, name), content);
  const given = (name: string) => (name in credentials ? [join(folder, name)] : []);
  const { scps } = scenario;
  if (scps !== undefined) write(join(folder, 'scps.json'), JSON.stringify(scps));
  return {
    scps: scps === undefined ? [] : [join(folder, 'scps.json')],
    credentialReports: given(CREDENTIAL_REPORT),
    serviceSpecificCredentials: given(SERVICE_SPECIFIC),
    authorizationDetails: [account],
    lastAccessed: reports.length === 0 ? [] : [join(folder, 'last-accessed')],
    cloudTrail: records.length === 0 ? [] : [logs],
    trails: trails === null ? [] : [join(folder, 'trails.json')],
  };
}
