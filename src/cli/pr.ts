import { UserError } from '../domain/errors.ts';
import { openPullRequests, type Proposal, planPullRequests } from '../main.ts';
import type { FlagValue, Handler, Io } from './command.ts';
import { planText } from './plan-text.ts';
import { pullRequestSettings } from './pull-request-settings.ts';
import { readAssessment } from './read-assessment.ts';

const DESTINATIONS = ['local', 'git', 'github'] as const;
const DEFAULT_LOCAL = 'paredown-pr';

/** `paredown pr plan|open`: verified recommendations as changes of the files that hold the policies. */
export const pr: Handler = async ({ positionals, flags }, io) => {
  const assessment = readAssessment(positionals.assessment ?? '');
  const proposal = { assessment, settings: pullRequestSettings(flags, io, assessment), rollback: null };
  return positionals.do === 'plan' ? showPlan(proposal, flags, io) : openProposal(proposal, flags, io);
};

/** Prints the state table. */
export async function showPlan(
  proposal: Proposal,
  flags: Readonly<Record<string, FlagValue>>,
  io: Io,
): Promise<number> {
  const rows = await planPullRequests(proposal);
  io.print(planText(rows, proposal.settings, flags.json === true));
  return 0;
}

/** Carries the state table out, then prints it. */
export async function openProposal(
  proposal: Proposal,
  flags: Readonly<Record<string, FlagValue>>,
  io: Io,
): Promise<number> {
  const to = DESTINATIONS.find((name) => name === flags.to);
  if (to === undefined)
    throw new UserError(
      'Where to? --to local writes files only, --to git pushes branches, --to github opens pull requests.',
    );
  const out = typeof flags.out === 'string' ? flags.out : DEFAULT_LOCAL;
  const { rows, done } = await openPullRequests(proposal, to, out, io.environment);
  io.print(planText(rows, proposal.settings, flags.json === true));
  for (const line of done) io.say(line);
  return 0;
}
