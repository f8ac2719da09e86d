import { UserError } from '../domain/errors.ts';
import { foldCase } from '../domain/fold-case.ts';
import { listed } from '../domain/listed.ts';
import type { Assessment, AssessmentPermission, AssessmentPrincipal } from '../report/assessment-schema.ts';
import { didYouMean, nearest } from './nearest.ts';

/**
 * The principal a person means: by ARN, by unique id, by name, or by the ARN of one of its sessions.
 * @throws UserError that lists the candidates when none or several match, or says why it was left out
 */
export function findPrincipal(assessment: Assessment, wanted: string): AssessmentPrincipal {
  const name = /:assumed-role\/([^/]+)/.exec(wanted)?.[1] ?? wanted;
  const { principals, population } = assessment;
  const exact = principals.filter(({ arn, uniqueId }) => arn === wanted || uniqueId === wanted);
  const matches = exact.length > 0 ? exact : principals.filter((principal) => principal.name === name);
  const [only, ...others] = matches;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) {
    const candidates = matches.map(({ arn, uniqueId }) => `${arn} (${uniqueId})`);
    throw new UserError(
      `Several principals are called "${wanted}"; give the ARN or unique id:`,
      listed(candidates),
    );
  }
  const left = population.excluded.find(
    ({ principalArn }) => principalArn === wanted || principalArn.split('/').at(-1) === name,
  );
  if (left !== undefined) {
    throw new UserError(
      `${left.principalArn} is out of scope (${left.rule}). Judge every principal with \`paredown run --scope all\`.`,
    );
  }
  const guess = didYouMean(
    name,
    principals.map((principal) => principal.name),
  );
  throw new UserError(
    `The assessment has no principal "${wanted}".${guess} It has:`,
    listed(principals.map(({ arn }) => arn)),
  );
}

/** `other-unused`: granted, not sensitive, never called; an assessment keeps no more of it than its name. */
export type FoundPermission =
  | { readonly kind: 'judged'; readonly permission: AssessmentPermission }
  | { readonly kind: 'other-unused'; readonly action: string };

/** What the assessment says about one action of a principal, or null. */
export function findPermission(principal: AssessmentPrincipal, wanted: string): FoundPermission | null {
  const same = (action: string) => foldCase(action) === foldCase(wanted);
  const permission = principal.permissions.find(({ action }) => same(action));
  if (permission !== undefined) return { kind: 'judged', permission };
  const action = principal.otherUnused.find(same);
  return action === undefined ? null : { kind: 'other-unused', action };
}

/** What to answer about an action that the assessment does not list, with no evidence beside it; names the nearest. */
export function withoutEvidence(principal: AssessmentPrincipal, wanted: string): UserError {
  const actions = principal.permissions.map(({ action }) => action);
  const service = foldCase(`${wanted.split(':')[0]}:`);
  const ofService = actions.filter((action) => foldCase(action).startsWith(service));
  const near = nearest(wanted, actions);
  const isListed = near === null && ofService.length > 0;
  const hint = near === null ? '' : ` Did you mean ${near}?`;
  return new UserError(
    `The assessment says nothing about ${wanted} of ${principal.arn}: it lists every action with a call and every ` +
      `granted sensitive action, and this is neither.${hint} The evidence that a run packs beside it (pack/) tells of the others.${isListed ? ' Of this service it has:' : ''}`,
    isListed ? listed(ofService) : [],
  );
}
