import { dirname, join } from 'node:path';
import { publish } from '../main.ts';
import type { Handler } from './command.ts';
import { answersOf, parseDecisions } from './decisions-file.ts';
import { readAssessment } from './read-assessment.ts';
import { fileOrIn, readText } from './read-text.ts';

/** `paredown report`: shows an earlier decision again, from its checkpoint. */
export const report: Handler = async ({ positionals, flags }, io) => {
  const path = fileOrIn(positionals.assessment ?? '', 'assessment.json');
  const assessment = readAssessment(path);
  const given = typeof flags.decisions === 'string' ? flags.decisions : null;
  const decisions =
    given === null ? undefined : answersOf(parseDecisions(readText(given, 'decisions'), given), given);
  const out = typeof flags.out === 'string' ? flags.out : dirname(path);
  await publish(assessment, dirname(path), out, decisions);
  io.say(`The report is in ${out}: open ${join(out, 'report.html')}`);
  return 0;
};
