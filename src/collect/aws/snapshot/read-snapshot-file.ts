import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../domain/errors.ts';
import { errorCode } from '../../files/error-code.ts';
import { type SnapshotFile, snapshotFile } from './snapshot-schema.ts';

export const SNAPSHOT_NAME = 'snapshot.json';

/**
 * snapshot.json of a folder; null when there is none.
 * @throws UserError for one that this version cannot read
 */
export function readSnapshotFile(folder: string): SnapshotFile | null {
  const path = join(folder, SNAPSHOT_NAME);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(`${path} is not valid JSON. Collect again into another folder.`);
  }
  const file = snapshotFile.safeParse(value);
  if (file.success) return file.data;
  const [issue] = file.error.issues;
  throw new UserError(
    `${path} is no snapshot that this version reads (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}). Collect again into another folder.`,
  );
}
