import { parseAssessment } from '../report/index.ts';
import type { Handler } from './command.ts';
import { explainOtherUnused, explainText } from './explain-text.ts';
import { findPermission, findPrincipal } from './find-in-assessment.ts';
import { DEFAULT_OUT } from './options.ts';
import { fileOrIn, readBytes } from './read-text.ts';

/** `paredown explain`: one permission of one principal, from the checkpoint of an earlier run. */
export const explain: Handler = async ({ positionals, flags }, io) => {
  const named = typeof flags.assessment === 'string' ? flags.assessment : DEFAULT_OUT;
  const assessment = parseAssessment(readBytes(fileOrIn(named, 'assessment.json'), 'assessment'));
  const principal = findPrincipal(assessment, positionals.principal ?? '');
  const action = positionals.action ?? '';
  const permission = findPermission(principal, action);
  io.print(
    permission === null
      ? explainOtherUnused(assessment, principal, action)
      : explainText(assessment, principal, permission),
  );
  return 0;
};
