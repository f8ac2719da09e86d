import type { FileText } from '../domain/file-text.ts';
import type { Assessment } from './assessment-schema.ts';
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
  const shown = visibleAssessment(assessment);
  const source = { assessment, shown, view: viewModel(shown), templates };
  const files = new Map<string, FileText>();
  for (const reporter of Object.values(REPORTERS)) {
    for (const [path, text] of reporter(source)) {
      if (files.has(path)) throw new Error(`Two reporters write ${path}.`);
      files.set(path, text);
    }
  }
  for (const [path, text] of packFiles(assessment, files, evidence)) files.set(path, text);
  return files;
}
