import { dirname } from 'node:path';
import { UserError } from '../domain/errors.ts';
import { listed } from '../domain/listed.ts';
import type { AskedAction } from '../main/ask-action.ts';
import type { Assessment, AssessmentPrincipal } from '../report/assessment-schema.ts';
import type { Handler } from './command.ts';
import { explainNotGranted, explainOtherUnused, explainText } from './explain-text.ts';
import { findPermission, findPrincipal, withoutEvidence } from './find-in-assessment.ts';
import { didYouMean } from './nearest.ts';
import { DEFAULT_OUT } from './options.ts';
import { readAssessment } from './read-assessment.ts';
import { fileOrIn } from './read-text.ts';

/** `paredown explain`: one permission of one principal, from the checkpoint of an earlier run and the evidence beside it. */
export const explain: Handler = async ({ positionals, flags }, io) => {
  const named = typeof flags.assessment === 'string' ? flags.assessment : DEFAULT_OUT;
  const file = fileOrIn(named, 'assessment.json');
  const assessment = readAssessment(file);
  const principal = findPrincipal(assessment, positionals.principal ?? '');
  const action = positionals.action ?? '';
  const found = findPermission(principal, action);
  const { needsNoPermission } = await import('../main/no-permission-needed.ts');
  const isFree = needsNoPermission(action);
  if (found?.kind === 'judged') {
    io.print(explainText(assessment, principal, found.permission, isFree));
    return 0;
  }
  // Judging anew takes the stages; what the assessment tells needs none of them.
  const { askAction } = await import('../main/ask-action.ts');
  const asked = askAction(dirname(file), principal, action);
  if (asked !== null) io.print(fromEvidence(assessment, principal, asked, isFree));
  else if (found === null) throw withoutEvidence(principal, action);
  else io.print(explainOtherUnused(assessment, principal, found.action, isFree));
  return 0;
};

function fromEvidence(
  assessment: Assessment,
  principal: AssessmentPrincipal,
  asked: AskedAction,
  isFree: boolean,
): string {
  const { action, permission, matching, limits } = asked;
  if (permission !== null) return explainText(assessment, principal, permission, isFree);
  if (matching.length > 0) {
    throw new UserError(
      `Name one action. Of ${action} the principal ${principal.arn} has, or called:`,
      listed(matching),
    );
  }
  if (asked.isKnown || /[*?]/.test(action)) return explainNotGranted(assessment, principal, asked, isFree);
  const guess = didYouMean(action, asked.near);
  const matched =
    limits.length === 0 ? '' : ` If there is one, ${principal.arn} may do it: ${limits.join(' ')}`;
  throw new UserError(
    `${action} is no action that AWS documents.${guess} Actions are written as in a policy, e.g. iam:PassRole.${matched}`,
  );
}
