import { describeJson } from '../files/describe-json.ts';
import type { InputFile } from '../files/input-file.ts';
import { jsonValues } from '../files/json-values.ts';
import { readText } from '../files/read-text.ts';
import type { LogPath } from './log-path.ts';
import { recordsOf } from './record-shapes.ts';
import { stageRecord } from './stage-record.ts';
import type { StagedRow } from './staged-row.ts';

export interface BadRecord {
  /** 1-based, among all records of the file. */
  readonly position: number;
  readonly reason: string;
}

export type ReadLog = { readonly sha256: string | null } & (
  | {
      readonly kind: 'used';
      readonly rows: readonly { readonly row: StagedRow; readonly position: number }[];
      readonly bad: readonly BadRecord[];
    }
  | { readonly kind: 'excluded'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string }
);

/** Reads one log file whole: bytes, records, staged rows. A file that is JSON but no CloudTrail log is excluded. */
export async function readLog(file: InputFile, path: LogPath): Promise<ReadLog> {
  const text = await readText(file.path);
  const { sha256 } = text;
  if (text.kind === 'unreadable') return { kind: 'unreadable', reason: text.reason, sha256 };
  const json = jsonValues(text.text);
  if (json.kind === 'unreadable') return { ...json, sha256 };
  const rows: { row: StagedRow; position: number }[] = [];
  const bad: BadRecord[] = json.brokenLines.map((line) => ({ position: line, reason: 'is not valid JSON' }));
  const strangers: string[] = [];
  let known = 0;
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
      const staged =
        problem === null ? stageRecord(record, origin) : { kind: 'unreadable' as const, reason: problem };
      if (staged.kind === 'row') rows.push({ row: staged.row, position });
      else bad.push({ position, reason: staged.reason });
    }
  }
  const [stranger] = strangers;
  if (known > 0 || stranger === undefined) return { kind: 'used', rows, bad, sha256 };
  // Where only logs belong, something else is a log that went wrong.
  const reason = `is ${stranger}, not a CloudTrail log`;
  if (path.account !== null) return { kind: 'unreadable', reason, sha256 };
  return { kind: 'excluded', reason: 'JSON, but no CloudTrail log', sha256 };
}
