import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventHistory, Unreadable } from '../../../domain/collected.ts';
import { SourceError, UserError } from '../../../domain/errors.ts';
import type { Sources } from '../../sources.ts';
import { Journal } from './journal.ts';
import { readSnapshotFile, SNAPSHOT_NAME } from './read-snapshot-file.ts';
import type { SnapshotFile } from './snapshot-schema.ts';

/** What a snapshot gives a run: documents as if the user had named them, and what they lack. */
export interface SnapshotEvidence
  extends Pick<
    Sources,
    | 'authorizationDetails'
    | 'lastAccessed'
    | 'cloudTrail'
    | 'trails'
    | 'publicKeys'
    | 'credentialReports'
    | 'serviceSpecificCredentials'
    | 'accessKeys'
    | 'loginProfiles'
    | 'scps'
  > {
  readonly missing: readonly Unreadable[];
  /** What AWS keeps from the account and nobody asked for. */
  readonly doneWithout: readonly Unreadable[];
  readonly eventHistory: readonly EventHistory[];
  readonly asOf: string;
}

/**
 * The evidence of a finished snapshot, without AWS.
 * @throws UserError when the folder is no snapshot or a document is not what was collected; SourceError (exit code 4)
 *   when the collection did not end
 */
export function openSnapshot(folder: string): SnapshotEvidence {
  const file = readSnapshotFile(folder);
  if (file === null && new Journal(folder).exists) {
    throw new SourceError(
      folder,
      'the collection was interrupted. Run the same `paredown collect --aws` again; it goes on where it stopped.',
      4,
    );
  }
  if (file === null) {
    throw new UserError(
      `${folder} has no ${SNAPSHOT_NAME}. Name a folder that \`paredown collect --aws\` made.`,
    );
  }
  for (const { path, sha256 } of file.documents) {
    const place = join(folder, path);
    const found = existsSync(place) ? createHash('sha256').update(readFileSync(place)).digest('hex') : null;
    if (found === sha256) continue;
    throw new UserError(
      `${place} is ${found === null ? 'missing' : 'not what was collected'}. Collect again: what is intact is not fetched again.`,
    );
  }
  return snapshotEvidence(file, folder);
}

export function snapshotEvidence(file: SnapshotFile, folder: string): SnapshotEvidence {
  const paths = file.documents.map(({ path }) => path);
  const documents = (pattern: RegExp): readonly string[] => {
    const found = paths.flatMap((path) => pattern.exec(path)?.[1] ?? []);
    return [...new Set(found)].sort().map((path) => join(folder, path));
  };
  const gaps = (isOptional: boolean): readonly Unreadable[] =>
    file.gaps
      .filter(({ optional }) => optional === isOptional)
      .map(({ kind, path, call, account, region, principalArn, reason }) => ({
        kind,
        location: path,
        reason: `${call}: ${reason}`,
        account,
        region,
        day: null,
        call,
        ...(principalArn !== null && { principalArn }),
      }));
  return {
    authorizationDetails: documents(/^(accounts\/\d+\/authorization-details\.json)$/),
    lastAccessed: documents(/^(accounts\/\d+\/last-accessed)\//),
    cloudTrail: documents(/^(accounts\/\d+\/CloudTrail)\//),
    trails: documents(/^(accounts\/\d+\/trails)\//),
    publicKeys: documents(/^(accounts\/\d+\/public-keys)\//),
    credentialReports: documents(/^(accounts\/\d+\/credential-report\.json)$/),
    serviceSpecificCredentials: documents(/^(accounts\/\d+\/service-specific-credentials)\//),
    accessKeys: documents(/^(accounts\/\d+\/access-keys)\//),
    loginProfiles: documents(/^(accounts\/\d+\/login-profiles)\//),
    scps: documents(/^(organization\/control-policies\.json)$/),
    missing: gaps(false),
    doneWithout: gaps(true),
    eventHistory: file.eventHistory,
    asOf: file.asOf,
  };
}
