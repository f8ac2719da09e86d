import { UserError } from '../domain/errors.ts';
import type { Handler } from './command.ts';
import { findPrincipal } from './find-in-assessment.ts';
import { DEFAULT_OUT } from './options.ts';
import { openProposal, showPlan } from './pr.ts';
import { pullRequestSettings } from './pull-request-settings.ts';
import { readAssessment } from './read-assessment.ts';

/** `paredown rollback`: the documents as they were before, as a change of the same kind. */
export const rollback: Handler = async ({ positionals, flags }, io) => {
  const named = typeof flags.assessment === 'string' ? flags.assessment : DEFAULT_OUT;
  const assessment = readAssessment(named);
  const wanted = positionals.principal ?? '';
  const exact = assessment.recommendations.filter(({ id }) => id === wanted);
  const arn = exact.length > 0 ? null : findPrincipal(assessment, wanted).arn;
  const chosen =
    exact.length > 0
      ? exact
      : assessment.recommendations.filter(({ principalArns }) => principalArns.includes(arn ?? ''));
  const verified = chosen.filter(({ status }) => status === 'verified').map(({ id }) => id);
  if (verified.length === 0)
    throw new UserError(`The assessment proposes nothing for ${wanted}, so there is nothing to take back.`);
  const proposal = { assessment, settings: pullRequestSettings(flags, io, assessment), rollback: verified };
  return flags.to === undefined ? showPlan(proposal, flags, io) : openProposal(proposal, flags, io);
};
