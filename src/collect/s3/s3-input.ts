import { createHash, randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Window } from '../../domain/window.ts';
import { asSourceError, awsError, describeAwsError } from '../aws/aws-error.ts';
import { AwsSession } from '../aws/aws-session.ts';
import { DIGEST, readLogPath } from '../cloudtrail/log-path.ts';
import type { InputFile } from '../files/input-file.ts';
import type { InputListing } from '../files/list-input.ts';
import { Bucket, type S3Object } from './bucket.ts';
import { listTrailLogs } from './list-trail-logs.ts';
import { parseS3 } from './s3-location.ts';

const DOWNLOADS_AT_ONCE = 16;
const MOST_ATTEMPTS = 3;
const BROKEN_OFF: ReadonlySet<string> = new Set(['network', 'timeout', 'malformed']);

interface Remote {
  readonly bucket: Bucket;
  readonly object: S3Object;
}

/**
 * Log files in buckets. Listed like a folder; a file is there to be opened between `fetch` and `release`, so that the
 * disk holds a few tasks and not the log. Digest files are small and needed first: they are fetched with the listing
 * and kept for the next run.
 */
export class S3Input {
  readonly #session: AwsSession;
  readonly #spool: string;
  readonly #keptDigests: string | null;
  readonly #remotes = new Map<string, Remote>();
  readonly #limit = pLimit(DOWNLOADS_AT_ONCE);
  readonly #discard: () => void;

  /** @param cache folder that outlives the run; null: nothing is kept */
  constructor(
    environment: Readonly<Record<string, string | undefined>>,
    profile: string | undefined,
    cache: string | null,
  ) {
    const named = profile === undefined ? {} : { profile };
    this.#session = new AwsSession({ runId: 'paredown', environment, ...named });
    this.#spool = mkdtempSync(join(tmpdir(), 'paredown-s3-'));
    this.#keptDigests = cache === null ? null : join(cache, 's3-digests');
    this.#discard = () => rmSync(this.#spool, { recursive: true, force: true });
    process.once('exit', this.#discard);
  }

  /**
   * What the window needs of `s3://bucket/prefix/`, as a folder.
   *
   * @throws SourceError with exit code 5 when the credentials do not work; UserError when there is nothing of the kind
   */
  async list(typed: string, window: Window): Promise<InputListing> {
    const place = parseS3(typed);
    const bucket = new Bucket(place.bucket, await this.#session.s3(await this.#session.region()));
    const { objects, passedOver } = await listTrailLogs(bucket, place, window);
    const listed = objects.map((object): { object: S3Object; file: InputFile } => ({
      object,
      file: {
        location: `s3://${place.bucket}/${object.key}`,
        relative: object.key.slice(place.prefix.length),
        path: join(this.#spool, nameFor(place.bucket, object)),
        size: object.size,
        modified: object.modified,
        etag: object.etag,
      },
    }));
    for (const { object, file } of listed) this.#remotes.set(file.location, { bucket, object });
    const isDigest = ({ location }: InputFile): boolean => readLogPath(location).sibling === DIGEST;
    const files = await Promise.all(
      listed.map(async ({ object, file }) =>
        isDigest(file) ? this.#digest(typed, bucket, object, file) : file,
      ),
    );
    this.#prune(typed, files);
    return { typed, kind: 'folder', files, passedOver };
  }

  /** Brings files to their paths; the reasons of those that could not be had, by location. */
  async fetch(files: readonly InputFile[]): Promise<ReadonlyMap<string, string>> {
    const failures = new Map<string, string>();
    await Promise.all(
      files.map(async ({ location, path }) => {
        const remote = this.#remotes.get(location);
        if (remote === undefined) return;
        try {
          const { bytes } = await this.#get(remote);
          writeFileSync(path, bytes, { mode: 0o600 });
        } catch (error) {
          failures.set(location, this.#reason(location, error));
        }
      }),
    );
    return failures;
  }

  release(files: readonly InputFile[]): void {
    for (const { location, path } of files) if (this.#remotes.has(location)) rmSync(path, { force: true });
  }

  async close(): Promise<void> {
    process.off('exit', this.#discard);
    this.#discard();
    await this.#session.close();
  }

  /** A digest file where it can be opened, with its signature. */
  async #digest(typed: string, bucket: Bucket, object: S3Object, file: InputFile): Promise<InputFile> {
    const folder = this.#digestFolder(typed);
    const path = join(folder, nameFor(bucket.name, object));
    try {
      const known = readIfThere(`${path}.signature`);
      if (known !== null && readIfThere(path) !== null)
        return { ...file, path, ...(known !== '' && { signature: known }) };
      const { bytes, signature } = await this.#get({ bucket, object });
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      write(path, bytes);
      write(`${path}.signature`, signature ?? '');
      return { ...file, path, ...(signature !== null && { signature }) };
    } catch (error) {
      return { ...file, problem: this.#reason(file.location, error) };
    }
  }

  /** Asks again where an answer broke off: the SDK's own retries end where the body begins. */
  #get({ bucket, object }: Remote): ReturnType<Bucket['get']> {
    const ask = async (attempt: number): ReturnType<Bucket['get']> => {
      try {
        return await bucket.get(object.key, object.etag);
      } catch (error) {
        if (attempt === MOST_ATTEMPTS || !BROKEN_OFF.has(awsError(error).kind)) throw error;
        return ask(attempt + 1);
      }
    };
    return this.#limit(() => ask(1));
  }

  #digestFolder(typed: string): string {
    const key = createHash('sha256').update(typed).digest('hex').slice(0, 32);
    return join(this.#keptDigests ?? this.#spool, key);
  }

  /** Removes kept digests that the listing no longer has. */
  #prune(typed: string, files: readonly InputFile[]): void {
    const folder = this.#digestFolder(typed);
    const wanted = new Set(files.flatMap(({ path }) => [path, `${path}.signature`]));
    for (const name of namesIn(folder))
      if (!wanted.has(join(folder, name))) rmSync(join(folder, name), { force: true });
  }

  #reason(location: string, error: unknown): string {
    const info = awsError(error);
    if (info.kind === 'credentials') throw asSourceError(location, error);
    return info.code === 'PreconditionFailed'
      ? 'was replaced while the log was being read; run again'
      : `could not be downloaded: ${describeAwsError(info)}`;
  }
}

/** By content: another object under the same key has another ETag. */
function nameFor(bucket: string, { key, etag }: S3Object): string {
  return createHash('sha256').update(`${bucket}\n${key}\n${etag}`).digest('hex');
}

/** Written beside and renamed, so that an interrupted run leaves whole files or none. */
function write(path: string, content: string | Uint8Array): void {
  const beside = `${path}.${randomBytes(6).toString('hex')}.part`;
  writeFileSync(beside, content, { mode: 0o600 });
  renameSync(beside, path);
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
