import type { Collected } from '../domain/collected.ts';
import type { PolicyKind } from '../domain/policy.ts';
import type { Counterexample, PolicyChange, Recommendation, Verification } from '../domain/recommendation.ts';
import {
  ATTACHMENT_LIMITS,
  forbiddenCharacters,
  POLICY_LIMITS,
  PolicySyntaxError,
  parseArn,
  policySize,
  sidProblems,
} from '../iam/index.ts';
import { type Context, checkResult } from './context.ts';
import type { World } from './world.ts';

type Fits = Verification['fits'];
type Size = Fits['sizes'][number];
type HolderType = 'role' | 'user' | 'group';

/** "A policy name: up to 128 characters of upper and lower case letters, digits and `+=,.@_-`" (reference_iam-quotas). */
const POLICY_NAME = /^[A-Za-z0-9+=,.@_-]{1,128}$/;

/**
 * Checks that IAM would take each change: that it can be made where it is to be made, that the new document is
 * grammatical and of allowed characters, and that sizes and attachment counts stay within IAM's quotas.
 * Sizes are in characters as IAM counts them; of inline policies they are added up over their owner.
 */
export function fits(recommendation: Recommendation, context: Context): Fits {
  const after = context.worldAfter([recommendation]);
  const sizes = sizesOf(recommendation, after, context);
  const problems = [
    ...recommendation.changes.flatMap((change) =>
      [...placeProblems(change, context.collected), ...documentProblems(change, context)].map((problem) =>
        counterexample(change.target, change.policy, problem),
      ),
    ),
    ...sizes
      .filter(({ characters, limit }) => characters > limit)
      .map(({ policy, characters, limit }) =>
        counterexample(null, policy, `It is ${characters} characters long; IAM allows ${limit}.`),
      ),
    ...attachmentProblems(recommendation, after, context),
  ];
  return { ...checkResult(problems), sizes };
}

function documentProblems({ kind, after }: PolicyChange, { documents }: Context): readonly string[] {
  const needsDocument = kind === 'replace' || kind === 'create';
  if (after === null) return needsDocument ? ['There is no new document.'] : [];
  if (!needsDocument) return ['A change that removes a policy cannot have a new document.'];
  const document = documents.read(after);
  if (document instanceof PolicySyntaxError)
    return [`The new document is not a policy: ${document.message}.`];
  const forbidden = forbiddenCharacters(after).map((character) => JSON.stringify(character));
  const characters =
    forbidden.length === 0 ? [] : [`IAM does not allow these characters: ${forbidden.join(', ')}.`];
  const principals = document.statements
    .filter(({ hasPrincipal }) => hasPrincipal)
    .map(({ index }) => `Statement[${index}] has a Principal, which an identity policy cannot have.`);
  return [...sidProblems(document).map((problem) => `${problem}.`), ...characters, ...principals];
}

/** Why the change cannot be made on this policy or holder. */
function placeProblems(change: PolicyChange, collected: Collected): readonly string[] {
  const { kind, policyId, policy, policyKind, target } = change;
  const existing = collected.policies.get(policyId) ?? null;
  if (kind === 'create') {
    const problems: string[] = [];
    if (existing !== null || isTaken(change, collected))
      problems.push('A policy of this name is already there.');
    if (!POLICY_NAME.test(policy)) problems.push('IAM does not allow this name for a policy.');
    if (policyKind === 'aws-managed') problems.push('Only AWS can create an AWS managed policy.');
    if (target === null) problems.push('It does not say to whom to attach the policy.');
    return [...problems, ...uneditable(target)];
  }
  if (existing === null) return ['There is no such policy among those collected.'];
  if (existing.kind !== policyKind) return [`It is not a policy of kind ${policyKind} but ${existing.kind}.`];
  if (kind === 'replace' && existing.kind === 'aws-managed')
    return ['An AWS managed policy cannot be edited.'];
  if (kind === 'detach' && existing.kind === 'inline')
    return ['An inline policy cannot be detached, only deleted.'];
  return uneditable(existing.kind === 'inline' ? existing.owner : target);
}

/** "Names are not distinguished by case" and unique in an account whatever their path (reference_iam-quotas). */
function isTaken({ policy: name, policyKind, target }: PolicyChange, { policies }: Collected): boolean {
  if (policyKind !== 'managed') return false;
  const account = parseArn(target ?? '')?.account;
  return [...policies.values()].some(
    (policy) =>
      policy.kind === 'managed' &&
      policy.name.toLowerCase() === name.toLowerCase() &&
      parseArn(policy.id)?.account === account,
  );
}

/** Service-linked roles belong to their service; roles of Identity Center are written over from the permission set. */
function uneditable(holder: string | null): readonly string[] {
  const resource = holder === null ? '' : (parseArn(holder)?.resource ?? '');
  if (resource.startsWith('role/aws-service-role/')) return ['A service-linked role cannot be edited.'];
  if (/^role\/(.*\/)?AWSReservedSSO_/.test(resource)) {
    return ['The role belongs to IAM Identity Center: its permission set is what to change.'];
  }
  return [];
}

function sizesOf(recommendation: Recommendation, after: World, context: Context): readonly Size[] {
  const sizes = new Map<string, Size>();
  for (const change of recommendation.changes) {
    if (change.after === null) continue;
    if (change.policyKind !== 'inline') {
      const characters = policySize(change.after);
      sizes.set(change.policyId, {
        policy: change.policy,
        characters,
        limit: POLICY_LIMITS.managed.characters,
      });
      continue;
    }
    const owner = context.collected.policies.get(change.policyId)?.owner ?? change.target;
    if (owner !== null) sizes.set(owner, inlineSize(owner, after, context));
  }
  return [...sizes.values()];
}

function inlineSize(owner: string, after: World, context: Context): Size {
  const documents = [...after.heldBy(owner, context.reach)].filter(({ kind }) => kind === 'inline');
  const characters = documents.reduce(
    (sum, { document }) => sum + (document === null ? 0 : policySize(document.raw)),
    0,
  );
  const limit = POLICY_LIMITS[`${holderType(owner)}Inline`].characters;
  return { policy: `inline policies of ${owner}`, characters, limit };
}

function attachmentProblems(
  recommendation: Recommendation,
  after: World,
  { before, reach }: Context,
): readonly Counterexample[] {
  const holders = new Set(
    recommendation.changes.flatMap(({ kind, target }) =>
      kind === 'create' && target !== null ? [target] : [],
    ),
  );
  return [...holders].flatMap((holder) => {
    const [was, is] = [before, after].map((world) => countManaged(world.heldBy(holder, reach))) as [
      number,
      number,
    ];
    const limit = ATTACHMENT_LIMITS[holderType(holder)].default;
    // Where the quota was raised the account may already hold more; then it must not become more still.
    if (is <= limit || is <= was) return [];
    return [
      counterexample(holder, null, `It would have ${is} managed policies attached; IAM allows ${limit}.`),
    ];
  });
}

function countManaged(holdings: readonly { readonly kind: PolicyKind }[]): number {
  return holdings.filter(({ kind }) => kind !== 'inline').length;
}

function holderType(arn: string): HolderType {
  const type = (parseArn(arn)?.resource ?? '').split('/')[0];
  return type === 'user' || type === 'group' ? type : 'role';
}

function counterexample(
  principalArn: string | null,
  policy: string | null,
  explanation: string,
): Counterexample {
  return { principalArn, policy, action: '*', resource: null, explanation };
}
