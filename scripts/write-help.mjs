// What yargs prints as the help, for the program to show without loading yargs: see src/cli/written-help.ts.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { COMMANDS } from '../dist/cli/commands.js';
import { parseArguments } from '../dist/cli/parse-arguments.js';
import { helpPath, OVERVIEW, WRITTEN_WIDTHS } from '../dist/cli/written-help.js';

for (const width of WRITTEN_WIDTHS) {
  for (const topic of [OVERVIEW, ...COMMANDS.map(({ name }) => name)]) {
    // The version is no part of it.
    const { text } = await parseArguments([topic, '--help'], '', width);
    const path = join('dist', 'cli', helpPath(topic, width));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${text}\n`);
  }
}
