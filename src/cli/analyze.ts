import { decide } from '../main.ts';
import { settingsWithAws } from './collect.ts';
import type { Handler } from './command.ts';
import { exitCode } from './exit-code.ts';
import { progressListener } from './progress-line.ts';
import { coverageLines, exceptionLines } from './summary-lines.ts';

/** `paredown analyze`: verdicts and findings to stdout, in the form of assessment.json without recommendations. */
export const analyze: Handler = async ({ flags }, io) => {
  const settings = await settingsWithAws(flags, io);
  const assessment = await decide(settings, 'judge', progressListener(io));
  const code = exitCode(assessment, settings);
  io.print(JSON.stringify(assessment, null, 2));
  for (const line of [...exceptionLines(assessment), ...coverageLines(assessment, code)]) io.say(line);
  return code;
};
