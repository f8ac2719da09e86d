import { principalFolder } from '../policy-paths.ts';
import type { Reporter } from '../reporter.ts';
import { printJson } from '../view/visible.ts';

/**
 * `policies/<account>/<principal>/tests.json`: requests with the answers they must get. `paredown verify` runs them;
 * `.simulate.after` and a test's own `simulate` merged are the input of `aws iam simulate-custom-policy`.
 */
export const policyTests: Reporter = ({ assessment }) => {
  const folderOf = principalFolder(assessment);
  return new Map(
    (assessment.policyTests ?? []).map((tests) => [
      `${folderOf(tests.principalArn)}/tests.json`,
      printJson({ schemaVersion: assessment.schemaVersion, ...tests }),
    ]),
  );
};
