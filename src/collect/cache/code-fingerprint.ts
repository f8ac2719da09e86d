import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** Folders of the code and the data that decide what a record is staged to. */
const FOLDERS = ['../cloudtrail/', '../files/', '../../catalog/'];

/**
 * A hash of the program that stages records, and of the engine that wrote the bytes: whatever another version kept is
 * not found. It is of the code itself, because a version number is one more thing to forget.
 */
export function codeFingerprint(): string {
  const hash = createHash('sha256').update(`${process.versions.v8} ${process.arch}\n`);
  for (const folder of FOLDERS) {
    const root = new URL(folder, import.meta.url);
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((name) => /\.(?:[jt]s|wasm)$/.test(name)).sort()) {
      hash.update(`${folder}${name}\n`).update(readFileSync(new URL(name, root)));
    }
  }
  return hash.digest('hex').slice(0, 32);
}
