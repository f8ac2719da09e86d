import { parse } from 'yaml';
import type { Json, JsonObject } from '../../../src/domain/json.ts';
import { editPolicy } from '../../../src/publish/edit/edit-policy.ts';
import { statementsOf, textsOf } from '../../../src/publish/edit/match-document.ts';
import { readPolicyFile } from '../../../src/publish/edit/read-policy-file.ts';
import { UnsupportedEdit } from '../../../src/publish/edit/unsupported-edit.ts';
import type { Style } from './policy-styles.ts';

export type Outcome = { readonly edited: true } | { readonly edited: false; readonly why: string };

/**
 * Edits a document written in a style and holds the result to three promises, each read from the text by other means
 * than the editor's: it means the proposal, nothing was written that the proposal does not have, and what stays stays
 * as it was and where it was.
 * @throws Error that says which promise is broken
 */
export function holdEdit({ path, write }: Style, before: JsonObject, after: JsonObject): Outcome {
  const text = write(before);
  const [site] = readPolicyFile(path, text).sites;
  if (site === undefined) throw new Error('the policy was not found');
  let edited: string | null;
  try {
    edited = editPolicy(path, text, { site: site.id, before, after });
  } catch (error) {
    if (error instanceof UnsupportedEdit) return { edited: false, why: error.message };
    throw new Error(`on\n${text}\ntowards\n${JSON.stringify(after)}`, { cause: error });
  }
  if (edited === null) throw new Error('the file is gone');
  const meant = independently(path, edited);
  if (meant !== null && meaning(meant) !== meaning(after))
    throw new Error(`means ${meaning(meant)}\ninstead of ${meaning(after)}\n${edited}`);
  const fresh = new Set(patternsOf(after).filter((pattern) => !patternsOf(before).includes(pattern)));
  const kept = tokens(edited).filter((token) => !isFresh(token, fresh));
  const old = tokens(text);
  let at = 0;
  for (const token of kept) {
    at = old.indexOf(token, at) + 1;
    if (at === 0) throw new Error(`${JSON.stringify(token)} is new or out of place in\n${edited}`);
  }
  if (text.includes('\r\n') && /[^\r]\n/.test(edited))
    throw new Error('a line break lost its carriage return');
  if (text.endsWith('\n') !== edited.endsWith('\n')) throw new Error('the end of the file changed');
  if (text.startsWith('\ufeff') !== edited.startsWith('\ufeff'))
    throw new Error('the byte-order mark changed');
  return { edited: true };
}

/** Edits to the proposal and back: the file then means what it meant. False when one of the two cannot be done. */
export function takenBack({ path, write }: Style, before: JsonObject, after: JsonObject): boolean {
  const text = write(before);
  const site = readPolicyFile(path, text).sites[0]?.id ?? '';
  try {
    const there = editPolicy(path, text, { site, before, after });
    const back = there === null ? null : editPolicy(path, there, { site, before: after, after: before });
    if (back === null) return false;
    const meant = independently(path, back);
    if (meant !== null && meaning(meant) !== meaning(before))
      throw new Error(`means something else:\n${back}`);
    return true;
  } catch (error) {
    if (error instanceof UnsupportedEdit) return false;
    throw error;
  }
}

/** Strings, names, marks and comments in order; commas and white space, which an edit has to move, left out. */
function tokens(text: string): readonly string[] {
  const found =
    text.match(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*.*?\*\/|#[^\n]*|'[^'\n]*'|[^\s,"'{}[\]]+|[{}[\]]/g) ?? [];
  return found.map((token) => token.trimEnd()).filter((token) => !/^(-|\[|\]|- )$/.test(token));
}

function isFresh(token: string, fresh: ReadonlySet<string>): boolean {
  const bare = token.replace(/^["']|["'],?$/g, '').replace(/:$/, '');
  return (
    fresh.has(bare) ||
    fresh.has(JSON.parse(`"${bare.replace(/[$%]([$%]\{)/g, '$1').replace(/(?<!\\)"/g, '')}"`)) ||
    /^NotAction$/.test(bare)
  );
}

const patternsOf = (document: JsonObject): readonly string[] =>
  statementsOf(document).flatMap((statement) => [
    ...textsOf(statement.Action),
    ...textsOf(statement.NotAction),
  ]);

/** The document as another reader reads it; null for Terraform, which has none here. */
function independently(path: string, text: string): JsonObject | null {
  if (path.endsWith('.tf')) return null;
  const bare = text.replace(/^\ufeff/, '');
  const value = path.endsWith('.jsonc')
    ? (JSON.parse(bare.replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*.*?\*\//g, '$1')) as JsonObject)
    : (parse(bare) as JsonObject);
  const resources = value.Resources as { Policy: { Properties: { PolicyDocument: JsonObject } } } | undefined;
  return resources?.Policy.Properties.PolicyDocument ?? value;
}

/** A document as one text in which order, and scalar or list, do not count. */
function meaning(document: JsonObject): string {
  const sorted = (value: Json | undefined): readonly string[] => [...new Set(textsOf(value))].sort();
  // Actions are not case-sensitive, and AWS's own policies name some twice in two spellings.
  const folded = (value: Json | undefined): readonly string[] =>
    [...new Set(textsOf(value).map((each) => each.toLowerCase()))].sort();
  const statements = statementsOf(document).map(({ Action, NotAction, Resource, NotResource, ...rest }) =>
    JSON.stringify([
      folded(Action),
      folded(NotAction),
      sorted(Resource),
      sorted(NotResource),
      Object.entries(rest).sort(),
    ]),
  );
  return JSON.stringify([document.Version ?? null, statements]);
}
