import { createTwoFilesPatch } from 'diff';
import { policyPaths } from '../policy-paths.ts';
import type { Reporter } from '../reporter.ts';
import { documentText } from '../view/policy-diff.ts';

/** `policies/<account>/<principal>/<policy>.before.json` and `.after.json` of every verified change. */
export const policyFiles: Reporter = ({ assessment }) =>
  new Map(
    policyPaths(assessment).flatMap(({ base, change: { before, after } }) => [
      ...(before === null ? [] : [[`${base}.before.json`, documentText(before)] as const]),
      ...(after === null ? [] : [[`${base}.after.json`, documentText(after)] as const]),
    ]),
  );

/** `change.diff`: the same changes as one unified diff. */
export const changeDiff: Reporter = ({ assessment }) => {
  const patches = policyPaths(assessment).map(({ base, change: { before, after } }) =>
    createTwoFilesPatch(
      before === null ? '/dev/null' : `a/${base}.json`,
      after === null ? '/dev/null' : `b/${base}.json`,
      documentText(before),
      documentText(after),
      undefined,
      undefined,
      { context: 3 },
    ).replace(/^=+\n/, ''),
  );
  return new Map([['change.diff', patches.join('')]]);
};
