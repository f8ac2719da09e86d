import type { FileText } from '../domain/file-text.ts';
import type { Assessment } from './assessment-schema.ts';
import { digestOf } from './pack/file-digest.ts';
import { NO_EVIDENCE, type PackEvidence, packFiles } from './pack/pack-files.ts';
import type { Templates } from './reporter.ts';
import { REPORTERS } from './reporters.ts';
import { viewModel } from './view/view-model.ts';
import { visibleAssessment } from './view/visible.ts';

/**
 * Every file of the out folder by its path in it, `/` between segments. Pure: same assessment and templates, same
 * bytes. Shows what was decided and decides nothing.
 *
 * @param evidence what of the evidence the caller writes beside these files; the manifest lists it
 */
export function report(
  assessment: Assessment,
  templates: Templates,
  evidence: PackEvidence = NO_EVIDENCE,
): ReadonlyMap<string, FileText> {
  const files = new Map(reportFiles(assessment, templates));
  const digests = [...files].map(([path, text]) => digestOf(path, text));
  return new Map([...files, ...packFiles(assessment, digests, evidence)]);
}

/**
 * The same one by one, each made when it is asked for, and without those that hold hashes of the others (`packFiles`):
 * of a large organisation all together do not fit into memory.
 */
export function* reportFiles(
  assessment: Assessment,
  templates: Templates,
): Generator<readonly [path: string, text: FileText], void, undefined> {
  const shown = visibleAssessment(assessment);
  const source = { assessment, shown, view: viewModel(shown), templates };
  const paths = new Set<string>();
  for (const reporter of Object.values(REPORTERS)) {
    for (const [path, text] of reporter(source)) {
      if (paths.has(path)) throw new Error(`Two reporters write ${path}.`);
      paths.add(path);
      yield [path, text];
    }
  }
}
