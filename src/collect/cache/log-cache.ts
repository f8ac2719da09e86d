import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { LogFile } from '../cloudtrail/log-tasks.ts';
import type { StagedBatch } from '../cloudtrail/staged-batch.ts';
import { isS3 } from '../s3/s3-location.ts';
import { codeFingerprint } from './code-fingerprint.ts';

/** Hash of the rest of the file, in its first bytes. */
const HASH_BYTES = 32;
const NAME = /\.batch$/;

interface Kept {
  /** Of each file of the batch. */
  readonly identities: readonly string[];
  readonly batch: StagedBatch;
}

/**
 * Staged batches of earlier runs over the same inputs. A batch counts when its bytes are what was written, by this very
 * code; a file of it when path, size and time of change are the same. Anything else is as if it were not there, and what
 * no file is left of is removed. Batches are written beside and renamed, so runs at the same time see whole ones or none.
 */
export class LogCache {
  readonly #folder: string;
  #isWritable = true;

  /** `inputs` as the user typed them. */
  constructor(folder: string, inputs: readonly string[]) {
    const places = inputs.map((input) => (isS3(input) ? input : `${input}\n${resolve(input)}`)).sort();
    const key = createHash('sha256').update(places.join('\n')).digest('hex').slice(0, 32);
    this.#folder = join(folder, codeFingerprint(), key);
  }

  /** The kept batches that hold any of the files, one at a time, with the file each of their files is; null: not to be used. */
  *batches(files: readonly LogFile[]): Generator<{ batch: StagedBatch; files: (LogFile | null)[] }> {
    const wanted = new Map(files.map((file) => [identityOf(file), file]));
    for (const name of this.#names()) {
      const kept = this.#read(name);
      const found = (kept?.identities ?? []).map((identity, index) => {
        const file = wanted.get(identity);
        // What could not be opened may be open now.
        if (file === undefined || kept?.batch.files[index]?.sha256 == null) return null;
        wanted.delete(identity);
        return file;
      });
      if (kept === null || found.every((file) => file === null)) this.#remove(join(this.#folder, name));
      else yield { batch: kept.batch, files: found };
    }
  }

  /** Keeps a batch; a cache that cannot be written is no error, only no help next time. */
  keep(batch: StagedBatch, files: readonly LogFile[]): void {
    if (!this.#isWritable) return;
    const kept: Kept = { identities: files.map(identityOf), batch };
    const content = serialize(kept);
    const hash = createHash('sha256').update(content).digest();
    const path = join(this.#folder, `${hash.toString('hex')}.batch`);
    const beside = `${path}.${randomBytes(6).toString('hex')}.part`;
    try {
      // Names of people and resources are in it: nobody else's business.
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      writeFileSync(beside, Buffer.concat([hash, content]), { mode: 0o600 });
      renameSync(beside, path);
    } catch {
      this.#isWritable = false;
      this.#remove(beside);
    }
  }

  #names(): string[] {
    try {
      return readdirSync(this.#folder)
        .filter((name) => NAME.test(name))
        .sort();
    } catch {
      return [];
    }
  }

  #read(name: string): Kept | null {
    try {
      const bytes = readFileSync(join(this.#folder, name));
      const content = bytes.subarray(HASH_BYTES);
      const hash = createHash('sha256').update(content).digest();
      return hash.equals(bytes.subarray(0, HASH_BYTES)) ? (deserialize(content) as Kept) : null;
    } catch {
      return null;
    }
  }

  #remove(path: string): void {
    try {
      rmSync(path, { force: true });
    } catch {
      // Left where it is, it is found wanting again.
    }
  }
}

/** What tells that a file is the one that was read. Its location decides account and region, where records do not. */
function identityOf({ file, hashed }: LogFile): string {
  return `${file.location}\n${file.size}\n${file.modified}\n${file.etag ?? ''}${hashed ? '\nhashed' : ''}`;
}
