import type { JsonObject } from '../../domain/json.ts';
import type { PolicyChange } from '../../domain/recommendation.ts';
import { sha256, type Unit } from './unit.ts';

/** `<folder>/<account>/<unit>/<policy>.json`: names are hostile, the hash keeps altered ones apart. */
export function sidecarPath(folder: string, { branch }: Unit, policy: string): string {
  const safe = policy.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 80);
  const name = safe === policy ? safe : `${safe}-${sha256(policy).slice(0, 6)}`;
  return [folder, ...branch.split('/').slice(1), `${name}.json`].join('/');
}

export const documentText = (document: JsonObject): string => `${JSON.stringify(document, null, 2)}\n`;

/** Why a document stands beside the file that should hold it, and what to do. */
export function editNote(
  { policyId, after }: PolicyChange,
  path: string,
  line: number | null,
  why: string,
): string {
  const place = line === null ? path : `${path}:${line}`;
  const task =
    after === null
      ? `Remove the policy ${policyId} there by hand; nothing is left of it.`
      : `Make the policy ${policyId} there mean the document beside this note.`;
  return `${place}: paredown cannot edit this in place because ${why}. ${task}`;
}

/** What to do about a policy that is attached or detached. */
export function attachmentNote(
  { kind, policyId, target }: PolicyChange,
  mentions: readonly string[],
): string {
  const where = mentions.length === 0 ? '' : ` This repository names it in ${mentions.join(', ')}.`;
  if (kind === 'detach')
    return `Detach ${policyId} from ${target ?? 'its principals'}, once the replacement is attached.${where}`;
  return `Create the customer managed policy ${policyId.slice(policyId.indexOf('#') + 1)} from the document beside this note and attach it to ${target ?? 'its principals'}.${where}`;
}
