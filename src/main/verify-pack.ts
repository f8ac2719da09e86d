import { loadCatalog } from '../collect/catalog-files.ts';
import { UserError } from '../domain/errors.ts';
import { bytesOf } from '../domain/file-bytes.ts';
import type { FileText } from '../domain/file-text.ts';
import { assess } from '../pipeline.ts';
import { type FolderFile, readFolder } from '../publish/read-folder.ts';
import { readTemplates } from '../publish/template-files.ts';
import {
  checkPack,
  digestOf,
  type FileDigest,
  isCompanion,
  type PackProblem,
  packFiles,
  reportFiles,
} from '../report/index.ts';
import { isEvidence, listed, unpackEvidence } from './evidence.ts';
import { firstDifference } from './first-difference.ts';
import { runTests } from './run-tests.ts';

export interface PackVerdict {
  /** Files of the pack, all of them looked at. */
  readonly files: number;
  /** What stands beside them and is no part of the pack (answers of reviewers, signatures): not looked at; sorted. */
  readonly companions: readonly string[];
  readonly problems: readonly PackProblem[];
  /** Of the `tests.json` files; not run when a hash is wrong. */
  readonly tests: { readonly passed: number; readonly unmet: number };
  /** Set when another version wrote the pack than the one that recomputed it. */
  readonly writtenBy: string | null;
}

/**
 * Checks an evidence pack: hashes, missing and extra files, statement and schema; with `recompute` also that the facts
 * lead to every other file of the folder, byte for byte.
 * @param version of this program
 * @throws UserError when the folder holds no pack, or no facts to recompute from
 */
export async function verifyPack(
  folder: string,
  options: { readonly recompute: boolean; readonly version: string },
): Promise<PackVerdict> {
  const files = readFolder(folder);
  const hashes = checkPack(files);
  const { problems: failed, ...tests } =
    hashes.length > 0 ? { passed: 0, unmet: 0, problems: [] } : runTests(files);
  const problems = [...hashes, ...failed];
  const companions = [...files.keys()].filter(isCompanion).sort();
  const looked = { files: files.size - companions.length, companions, tests };
  // A file whose hash is wrong is named already; deciding from it would only name its consequences.
  if (!options.recompute || problems.length > 0) {
    return { ...looked, problems, writtenBy: null };
  }
  const { differences, version } = await recompute(files);
  return { ...looked, problems: differences, writtenBy: version === options.version ? null : version };
}

async function recompute(files: ReadonlyMap<string, FolderFile>): Promise<{
  readonly differences: readonly PackProblem[];
  readonly version: string;
}> {
  const packed = new Map(
    [...files].filter(([path]) => isEvidence(path)).map(([path, file]) => [path, bytesOf(file)]),
  );
  if (packed.size === 0) {
    throw new UserError(
      'The folder holds no facts (pack/facts) to recompute from: the run that wrote it packed none.',
    );
  }
  const { collected, question } = unpackEvidence(packed);
  const catalog = loadCatalog({ packs: question.packs });
  const assessment = await assess(async () => collected, catalog, question, 'propose');
  const evidence = listed({ files: packed, queries: collected.usage?.queries ?? [] });
  const derived = new Map<string, FileDigest>();
  const differences: PackProblem[] = [];
  const compare = (path: string, text: FileText): void => {
    const digest = digestOf(path, text);
    derived.set(path, digest);
    const file = files.get(path);
    if (file === undefined) differences.push({ path, problem: 'is missing: recomputing writes it' });
    else if (digest.sha256 !== file.sha256) {
      const difference = firstDifference(file, text);
      differences.push({ path, problem: `is not what the facts lead to: ${difference}` });
    }
  };
  for (const [path, text] of reportFiles(assessment, readTemplates())) compare(path, text);
  for (const [path, text] of packFiles(assessment, [...derived.values()], evidence)) compare(path, text);
  const unexplained = [...files.keys()]
    .filter((path) => !derived.has(path) && !isEvidence(path) && !isCompanion(path))
    .map((path) => ({ path, problem: 'does not follow from the facts: recomputing does not write it' }));
  const all = [...differences, ...unexplained].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { differences: all, version: question.tool.version };
}
