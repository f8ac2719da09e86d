import { blocksOf, type FileText } from '../../src/domain/file-text.ts';
import { readTemplates } from '../../src/publish/template-files.ts';
import { type Assessment, report } from '../../src/report/index.ts';

/** A text that is short enough for one string. */
export const wholeText = (text: FileText): string =>
  Buffer.concat(Array.from(blocksOf(text), (block) => Buffer.from(block))).toString('utf8');

/** The files of a report by path, each as one string. */
export const reportTexts = (assessment: Assessment): ReadonlyMap<string, string> =>
  new Map([...report(assessment, readTemplates())].map(([path, text]) => [path, wholeText(text)]));
