import { join } from 'node:path';
import { run as runInto } from '../main.ts';
import { settingsWithAws } from './collect.ts';
import type { Handler } from './command.ts';
import { exitCode } from './exit-code.ts';
import { progressListener } from './progress-line.ts';
import { stageTimes } from './stage-times.ts';
import {
  coverageLines,
  exceptionLines,
  integrityLines,
  previousLines,
  summaryLines,
} from './summary-lines.ts';

/** `paredown run`: the whole pipeline, evidence in, folder out. */
export const run: Handler = async ({ flags }, io) => {
  const settings = await settingsWithAws(flags, io);
  const times = stageTimes(io);
  const assessment = await runInto(settings, settings.out, progressListener(io), times.begin);
  const code = exitCode(assessment, settings);
  const lines = [
    ...summaryLines(assessment),
    ...previousLines(assessment),
    ...exceptionLines(assessment),
    ...integrityLines(assessment),
    ...coverageLines(assessment, code),
  ];
  for (const line of lines) io.say(line);
  times.end();
  io.say(`The report is in ${settings.out}: open ${join(settings.out, 'report.html')}`);
  return code;
};
