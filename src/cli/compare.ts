import { writeComparison } from '../main.ts';
import { compare as compareAssessments, comparisonJson } from '../report/index.ts';
import type { Handler } from './command.ts';
import { readAssessment } from './read-assessment.ts';

/** `paredown compare`: what changed between two reviews. */
export const compare: Handler = async ({ positionals, flags }, io) => {
  const [older, newer] = [positionals.old ?? '', positionals.new ?? ''].map((path) => readAssessment(path));
  if (older === undefined || newer === undefined)
    throw new Error('the command table asks for two assessments');
  const comparison = compareAssessments(older, newer);
  if (typeof flags.out === 'string') {
    writeComparison(comparison, flags.out);
    io.say(`The comparison is in ${flags.out}: compare.json, compare.html and compare.md`);
  } else {
    io.print(comparisonJson(comparison));
  }
  for (const note of comparison.notes) io.say(note);
  return 0;
};
