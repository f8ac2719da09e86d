import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import { type FileBytes, textOf } from '../../domain/file-bytes.ts';
import { parseAssessment } from '../parse-assessment.ts';
import { list, record, text } from '../schema-parts.ts';
import { compareBy } from '../view/severity.ts';
import type { FileDigest } from './file-digest.ts';
import { MANIFEST } from './manifest.ts';
import { type Predicate, predicateOf, STATEMENT, statement } from './statement.ts';

/** A file as it stands in the folder. */
export interface PackFile extends FileDigest, FileBytes {
  /** False of a link or other special file. */
  readonly isRegular: boolean;
}

export interface PackProblem {
  readonly path: string;
  readonly problem: string;
}

/** What may stand in the folder without being part of the pack: what reviewers write, and signatures. */
const COMPANIONS: readonly RegExp[] = [
  /^(decisions|exceptions)\.yaml$/,
  /^pack\/statement\.intoto\.json\.(sig|asc|bundle|pem|crt|sigstore\.json)$/,
];

export const isCompanion = (path: string): boolean => COMPANIONS.some((companion) => companion.test(path));

const manifestSchema = z.looseObject({
  schemaVersion: z.literal(1),
  tool: record({ name: text, version: text }),
  files: list(record({ path: text, sha256: text, size: z.int() })),
});

/**
 * Everything that hashes can tell about a folder: each file of the manifest is there and is what it was, there is no
 * other, the statement is over the same files, and the assessment fits its schema. Sorted by path; empty = it agrees.
 * @throws UserError when the folder holds no pack
 */
export function checkPack(folder: ReadonlyMap<string, PackFile>): readonly PackProblem[] {
  const manifestFile = folder.get(MANIFEST);
  if (manifestFile === undefined) {
    if (folder.has(STATEMENT)) {
      return [{ path: MANIFEST, problem: 'is missing, so nothing can be checked against it' }];
    }
    throw new UserError(`There is no ${MANIFEST} in it: give the folder that \`paredown run\` wrote.`);
  }
  const parsed = manifestSchema.safeParse(parseJson(manifestFile));
  if (!parsed.success) {
    return [{ path: MANIFEST, problem: 'is not a manifest any more, so nothing can be checked against it' }];
  }
  const listed = parsed.data.files;
  const paths = new Set(listed.map(({ path }) => path));
  return [
    ...listed.flatMap((entry) => fileProblem(entry, folder.get(entry.path))),
    ...[...folder.keys()]
      .filter((path) => !paths.has(path) && path !== MANIFEST && path !== STATEMENT && !isCompanion(path))
      .map((path) => ({ path, problem: 'is not in the manifest' })),
    ...statementProblems(manifestFile, listed, folder.get(STATEMENT)),
    ...assessmentProblems(folder.get('assessment.json')),
  ].sort(compareBy(({ path }) => path));
}

function fileProblem(entry: FileDigest, file: PackFile | undefined): readonly PackProblem[] {
  const { path } = entry;
  if (file === undefined) return [{ path, problem: 'is missing' }];
  if (!file.isRegular)
    return [{ path, problem: 'is a link or another special file, and no file of a pack is' }];
  if (file.size !== entry.size) {
    return [{ path, problem: `has ${file.size} bytes; the manifest says ${entry.size}` }];
  }
  return file.sha256 === entry.sha256
    ? []
    : [{ path, problem: `was changed: its SHA-256 is ${file.sha256}; the manifest says ${entry.sha256}` }];
}

/** The statement follows from the manifest to the byte, so it needs no hash of its own. */
function statementProblems(
  manifestFile: PackFile,
  listed: readonly FileDigest[],
  file: PackFile | undefined,
): readonly PackProblem[] {
  if (file === undefined) return [{ path: STATEMENT, problem: 'is missing' }];
  const predicate = predicateOf(parseJson(manifestFile) as Predicate);
  if (textOf(file) === statement(predicate, [...listed, manifestFile])) return [];
  const said = statedHash(file, MANIFEST);
  return said === null || said === manifestFile.sha256
    ? [{ path: STATEMENT, problem: 'was changed: it is not the statement over the files of the manifest' }]
    : [
        {
          path: MANIFEST,
          problem: `was changed, or ${STATEMENT} was: its SHA-256 is ${manifestFile.sha256}; the statement says ${said}`,
        },
      ];
}

function statedHash(file: PackFile, path: string): string | null {
  const subjects = z
    .looseObject({
      subject: z.array(z.looseObject({ name: z.string(), digest: z.looseObject({ sha256: z.string() }) })),
    })
    .safeParse(parseJson(file));
  return subjects.data?.subject.find(({ name }) => name === path)?.digest.sha256 ?? null;
}

function assessmentProblems(file: PackFile | undefined): readonly PackProblem[] {
  if (file === undefined) return [];
  try {
    parseAssessment(file);
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ path: file.path, problem: error.message }];
  }
}

function parseJson(file: PackFile): unknown {
  try {
    return JSON.parse(textOf(file) ?? '');
  } catch {
    return null;
  }
}
