import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { JsonObject } from '../../src/domain/json.ts';
import { authorizationDetails } from './authorization-details.ts';
import { slots } from './calendar.ts';
import { lastAccessedReports } from './last-accessed.ts';
import { createLedger } from './ledger.ts';
import { createLogWriter } from './log-files.ts';
import { plainEvents, produce } from './produce.ts';
import { trailsDocument } from './trails.ts';
import { ACCOUNTS, PRODUCTION } from './world.ts';

export interface GenerateOptions {
  readonly out: string;
  readonly seed: string;
  /** About how many events; null for the sample as it is committed. */
  readonly events: number | null;
  /** Log files per trail, account, region and day; null chooses it so that a file holds at most a few thousand. */
  readonly filesPerDay: number | null;
}

export interface Generated {
  readonly records: number;
  readonly files: number;
  readonly bytes: number;
}

export const SEED = 'larkfield-1';
/** The folders and files this generator writes, and replaces as a whole. */
export const OUTPUTS = ['authorization-details', 'cloudtrail', 'last-accessed', 'trails.json'] as const;

/** Places a day's events fall into: two accounts, two regions, and the second trail. */
const PLACES = 5;
const DAYS = 92;
const EVENTS_PER_FILE = 2_500;

/**
 * Writes the organisation: log, authorization details, last-accessed reports and trails. Same options, same content.
 * Memory is bounded by the events of one slot.
 */
export function generate(options: GenerateOptions): Generated {
  const { out, seed } = options;
  for (const output of OUTPUTS) rmSync(join(out, output), { recursive: true, force: true });
  const scale = options.events === null ? 1 : options.events / plainEvents(seed);
  const filesPerDay =
    options.filesPerDay ?? Math.max(1, Math.ceil((options.events ?? 0) / (DAYS * PLACES * EVENTS_PER_FILE)));
  const ledger = createLedger();
  // What is committed is packed as small as it goes; a large log is wanted soon.
  const log = createLogWriter(join(out, 'cloudtrail'), seed, options.events === null ? 9 : 6);
  for (const slot of slots(filesPerDay)) log.write(slot, produce(seed, slot, scale, ledger));
  log.writeSiblings();
  for (const account of ACCOUNTS) {
    const name = account === PRODUCTION ? 'production' : 'development';
    putJson(
      join(out, 'authorization-details', `${account}-${name}.json`),
      authorizationDetails(seed, account, ledger),
    );
  }
  for (const [name, report] of lastAccessedReports(seed, ledger))
    putJson(join(out, 'last-accessed', name), report);
  putJson(join(out, 'trails.json'), trailsDocument());
  return { ...log.totals };
}

/** Two spaces to an indent is this repository's; the AWS CLI's four would only make the files larger. */
function putJson(file: string, content: JsonObject): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}
