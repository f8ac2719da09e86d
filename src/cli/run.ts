import { join } from 'node:path';
import { decide, publish } from '../main.ts';
import type { Handler } from './command.ts';
import { exitCode } from './exit-code.ts';
import { progressListener } from './progress-line.ts';
import { resolveSettings } from './settings.ts';
import { coverageLines, summaryLines } from './summary-lines.ts';

/** `paredown run`: the whole pipeline, evidence in, folder out. */
export const run: Handler = async ({ flags }, io) => {
  const settings = resolveSettings(flags, io);
  const assessment = await decide(settings, 'propose', progressListener(io));
  await publish(assessment, settings.out);
  const code = exitCode(assessment, settings);
  for (const line of [...summaryLines(assessment), ...coverageLines(assessment, code)]) io.say(line);
  io.say(`The report is in ${settings.out}: open ${join(settings.out, 'report.html')}`);
  return code;
};
