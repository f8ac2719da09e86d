import { describeJson } from '../files/describe-json.ts';
import { jsonValues } from '../files/json-values.ts';
import { decodeText } from '../files/read-text.ts';
import type { BatchBuilder } from './batch-builder.ts';
import type { LogPath } from './log-path.ts';
import { recordsOf } from './record-shapes.ts';
import { stageRecord } from './stage-record.ts';
import type { BadRecord, FileOutcome } from './staged-batch.ts';

/**
 * Stages a log file by JSON.parse: any shape of export, and the reference that the scanner is held to. A file that is
 * JSON but no CloudTrail log is excluded.
 */
export function parseLog(bytes: Buffer, sha256: string, path: LogPath, batch: BatchBuilder): FileOutcome {
  const text = decodeText(bytes);
  if (text === null) return { kind: 'unreadable', reason: 'is not valid UTF-8', sha256 };
  const json = jsonValues(text);
  if (json.kind === 'unreadable') return { ...json, sha256 };
  const bad: BadRecord[] = json.brokenLines.map((line) => ({ position: line, reason: 'is not valid JSON' }));
  const strangers: string[] = [];
  let known = 0;
  let staged = 0;
  let position = 0;
  for (const { value } of json.values) {
    const records = recordsOf(value);
    if (records === null) {
      position += 1;
      strangers.push(describeJson(value));
      bad.push({ position, reason: `is ${describeJson(value)}, not a CloudTrail record` });
      continue;
    }
    known += 1;
    for (const { record, account, problem } of records) {
      position += 1;
      const origin = { account: account ?? path.account, region: path.region };
      const result =
        problem === null ? stageRecord(record, origin) : { kind: 'unreadable' as const, reason: problem };
      if (result.kind === 'row') {
        batch.addRow(result.row, position);
        staged += 1;
      } else bad.push({ position, reason: result.reason });
    }
  }
  const [stranger] = strangers;
  if (known > 0 || stranger === undefined) return { kind: 'used', records: staged + bad.length, bad, sha256 };
  // Where only logs belong, something else is a log that went wrong.
  const reason = `is ${stranger}, not a CloudTrail log`;
  if (path.account !== null) return { kind: 'unreadable', reason, sha256 };
  return { kind: 'excluded', reason: 'JSON, but no CloudTrail log', sha256 };
}
