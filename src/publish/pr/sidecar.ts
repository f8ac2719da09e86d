import { posix } from 'node:path';
import type { JsonObject } from '../../domain/json.ts';
import type { PolicyChange } from '../../domain/recommendation.ts';
import type { Sibling } from './created-file.ts';
import { policyName } from './locate.ts';
import { branchOf, proposedBy, sha256, type Unit } from './unit.ts';

/** `<policy>.json`: names are hostile, the hash keeps altered ones apart. */
export function documentName(policy: string): string {
  const safe = policy.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 80);
  return safe === policy ? `${safe}.json` : `${safe}-${sha256(policy).slice(0, 6)}.json`;
}

/** `<folder>/<account>/<unit>/<policy>.json`; of a rollback the same as of what it takes back. */
export const sidecarPath = (folder: string, { id }: Unit, policy: string): string =>
  [folder, ...branchOf(proposedBy(id)).split('/').slice(1), documentName(policy)].join('/');

export const documentText = (document: JsonObject): string => `${JSON.stringify(document, null, 2)}\n`;

/**
 * Why a document stands beside the file that should hold it, and what to do.
 * @param sidecar the file with the document; null when nothing is left of the policy
 */
export function editNote(
  { policyId }: PolicyChange,
  place: string,
  why: string,
  sidecar: string | null,
): string {
  const task =
    sidecar === null
      ? `Remove the policy ${policyId} there by hand, with what refers to it; nothing is left of it.`
      : `Make the policy ${policyId} there mean the document in ${sidecar}.`;
  return `${place}: paredown cannot edit this in place because ${why}. ${task}`;
}

/** Where a repository speaks of a policy and of its holder, `path:line` each. */
export interface Mentions {
  readonly policy: readonly string[];
  readonly holder: readonly string[];
}

/** What to do about a policy that goes from its holder. */
export function detachNote(
  { policyId, target }: PolicyChange,
  replaced: boolean,
  mentions: Mentions,
): string {
  const when = replaced ? ', once the replacement is attached' : '; nothing is left of what it allows';
  return `Detach ${policyId} from ${target ?? 'its principals'}${when}.${told(mentions)}`;
}

/** What to do about a policy that was detached and comes back as it was. */
export const reattachNote = ({ policyId, target }: PolicyChange, mentions: Mentions): string =>
  `Attach ${policyId} to ${target ?? 'its principals'} again, before what took its place is detached.${told(mentions)}`;

/** What to do about a policy that was made for the proposal and goes again. */
export function withdrawNote(change: PolicyChange, file: string | null, mentions: Mentions): string {
  const { target, policyKind } = change;
  const name = policyName(change);
  const act =
    policyKind === 'inline'
      ? `Delete the inline policy ${name} of ${target ?? 'its principal'}`
      : `Detach the customer managed policy ${name} from ${target ?? 'its principals'} and delete it`;
  const document = file === null ? '' : ` ${file} goes with this change.`;
  return `${act}, once the earlier documents are deployed.${document}${told(mentions)}`;
}

/** What to do with the document of a policy that is new. */
export function createNote(
  change: PolicyChange,
  path: string,
  sibling: Sibling | null,
  mentions: Mentions,
): string {
  const { policyKind, target } = change;
  const name = policyName(change);
  const holder = target ?? 'its principals';
  const act =
    policyKind === 'inline'
      ? `Put the document in ${path} on ${holder} as the inline policy ${name}`
      : `Create the customer managed policy ${name} from ${path} and attach it to ${holder}`;
  const beside = sibling === null ? '' : besideNote(name, path, sibling);
  return `${act}${whenAttached(change, sibling)}.${beside}${told(mentions)}`;
}

/** An Allow that arrives late takes away what is used; a Deny that arrives late only leaves what was there. */
function whenAttached({ after, before }: PolicyChange, sibling: Sibling | null): string {
  const statements = Array.isArray(after?.Statement) ? after.Statement : [after?.Statement];
  const allows = statements.some(
    (each) => typeof each === 'object' && each !== null && !Array.isArray(each) && each.Effect === 'Allow',
  );
  const other = sibling === null ? 'the policy it stands beside' : policyName(sibling.change);
  if (!allows) return '; without it the removal has no effect';
  if (before === null) return '';
  if (sibling !== null) return `, before ${other} is deployed: it holds what that one has no room for`;
  return ', before the policy it replaces is detached';
}

/** How a file of this kind gets one more policy. */
function besideNote(name: string, path: string, { site }: Sibling): string {
  const place = `${site.path}:${site.line}`;
  if (site.path.endsWith('.tf')) {
    const file = posix.relative(posix.dirname(site.path), path);
    return ` It belongs beside ${site.place} (${place}): there, an aws_iam_policy named ${name} whose policy is file() of ${file} from the module's folder, and its attachment.`;
  }
  if (site.removal === 'file') return ` It stands beside ${site.path}.`;
  return ` It belongs beside ${site.place} (${place}): there, an AWS::IAM::ManagedPolicy named ${name} with this document and its holder under Roles, Users or Groups.`;
}

function told({ policy, holder }: Mentions): string {
  const ofPolicy = policy.length === 0 ? '' : ` This repository names the policy in ${policy.join(', ')}.`;
  const ofHolder = holder.length === 0 ? '' : ` It names the principal in ${holder.join(', ')}.`;
  return `${ofPolicy}${ofHolder}`;
}
