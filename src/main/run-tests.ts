import { textOf } from '../domain/file-bytes.ts';
import type { FolderFile } from '../publish/read-folder.ts';
import { type PackProblem, parsePrincipalTests } from '../report/index.ts';
import { runPolicyTests } from '../verify/index.ts';

export interface TestRun {
  readonly passed: number;
  /** Demands of a never list that the proposal does not meet, and says so. */
  readonly unmet: number;
  readonly problems: readonly PackProblem[];
}

const TESTS = /^policies\/.*\/tests\.json$/;

/** Runs every `tests.json` of a folder that a run wrote. */
export function runTests(files: ReadonlyMap<string, FolderFile>): TestRun {
  const results = [...files]
    .filter(([path]) => TESTS.test(path))
    .flatMap(([path, file]) =>
      runPolicyTests(parsePrincipalTests(textOf(file) ?? '', path)).map((result) => ({ path, ...result })),
    );
  const count = (status: string): number => results.filter((result) => result.status === status).length;
  const failed = results.filter(({ status }) => status === 'failed');
  return {
    passed: count('passed'),
    unmet: count('unmet'),
    problems: failed.map(({ path, test: { simulate, expect }, actual }) => ({
      path,
      problem: `has a test that fails: ${simulate.ActionNames.join()} on ${simulate.ResourceArns.join()} must be ${expect.before}, then ${expect.after}, and is ${actual.before}, then ${actual.after}`,
    })),
  };
}
