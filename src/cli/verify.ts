import { verifyPack } from '../main.ts';
import type { Handler } from './command.ts';

const MISMATCH = 7;
const MOST_LISTED = 20;

/** `paredown verify`: whether a folder is still what a run wrote, and follows from its facts. */
export const verify: Handler = async ({ positionals, flags }, io) => {
  const folder = positionals.folder ?? '';
  const recompute = flags.recompute === true;
  const { files, companions, problems, tests, writtenBy } = await verifyPack(folder, {
    recompute,
    version: io.version,
  });
  if (problems.length === 0) {
    const how = recompute ? 'every hash matches, and recomputing gives the same bytes' : 'every hash matches';
    io.say(`${folder}: ${files} files, ${how}.`);
    if (companions.length > 0) io.say(`Not checked, for no part of the pack: ${companions.join(', ')}.`);
    for (const line of testLines(tests)) io.say(line);
    return 0;
  }
  io.say(`${folder} is not what was written:`);
  for (const { path, problem } of problems.slice(0, MOST_LISTED)) io.say(`  ${path} ${problem}`);
  if (problems.length > MOST_LISTED) io.say(`  and ${problems.length - MOST_LISTED} more`);
  if (writtenBy !== null) {
    io.say(`It was written by paredown ${writtenBy}; this is ${io.version}, which may write otherwise.`);
  }
  return MISMATCH;
};

function testLines({
  passed,
  unmet,
}: {
  readonly passed: number;
  readonly unmet: number;
}): readonly string[] {
  if (passed + unmet === 0) return [];
  const lines = [`Policy tests (policies/**/tests.json): ${passed} passed, before and after.`];
  if (unmet > 0) {
    lines.push(
      `${unmet} more ask for a denial of the never list that the proposal does not give: see "unmet".`,
    );
  }
  return lines;
}
