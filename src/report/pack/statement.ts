import type { Assessment } from '../assessment-schema.ts';
import { compareBy } from '../view/severity.ts';
import { printJson } from '../view/visible.ts';
import type { FileDigest } from './file-digest.ts';
import { MANIFEST } from './manifest.ts';

export const STATEMENT = 'pack/statement.intoto.json';

/** What the predicate is, for a program that meets a signed statement; `pack/README.md` describes its fields. */
export const PREDICATE_TYPE = 'urn:paredown:evidence-pack:1';

/** What the statement says of the run beside the hashes. */
export type Predicate = Pick<Assessment, 'tool' | 'asOf' | 'window' | 'target' | 'catalog' | 'inputs'>;

export const predicateOf = ({ tool, asOf, window, target, catalog, inputs }: Predicate): Predicate => ({
  tool,
  asOf,
  window,
  target,
  catalog,
  inputs,
});

/**
 * The text of an in-toto Statement v1 (github.com/in-toto/attestation, spec/v1/statement.md) over every file of the
 * folder, the manifest included: the one file to sign.
 */
export function statement(predicate: Predicate, files: readonly FileDigest[]): string {
  return printJson({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [...files]
      .sort(compareBy(({ path }) => path))
      .map(({ path, sha256 }) => ({ name: path, digest: { sha256 } })),
    predicateType: PREDICATE_TYPE,
    predicate: { ...predicateOf(predicate), manifest: MANIFEST },
  });
}
