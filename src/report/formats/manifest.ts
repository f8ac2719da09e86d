import type { Assessment } from '../assessment-schema.ts';
import { sha256 } from '../sha256.ts';
import { compareBy } from '../view/severity.ts';
import { printJson } from '../view/visible.ts';

/** SHA-256 and size in bytes (UTF-8) of every file, and what they were made from. Written last, lists all but itself. */
export function manifest(
  assessment: Assessment,
  files: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const { tool, asOf, window, target, catalog, inputs, summary } = assessment;
  const listed = [...files].map(([path, text]) => ({
    path,
    sha256: sha256(text),
    size: Buffer.byteLength(text, 'utf8'),
  }));
  return new Map([
    [
      MANIFEST,
      printJson({
        schemaVersion: 1,
        tool,
        asOf,
        window,
        target,
        arguments: assessment.arguments,
        catalog,
        inputs,
        counts: summary,
        files: listed.sort(compareBy(({ path }) => path)),
      }),
    ],
  ]);
}

export const MANIFEST = 'pack/manifest.json';
