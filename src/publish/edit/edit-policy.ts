import type { JsonObject } from '../../domain/json.ts';
import { matchDocument } from './match-document.ts';
import { planEdits } from './plan-edits.ts';
import type { PolicyFile } from './policy-site.ts';
import { readPolicyFile } from './read-policy-file.ts';
import { SourceSyntaxError } from './source-syntax-error.ts';
import { splice } from './splice.ts';
import { UnsupportedEdit } from './unsupported-edit.ts';

/** What one policy of a file is to become. */
export interface PolicyEdit {
  /** `PolicySite.id`. */
  readonly site: string;
  readonly before: JsonObject;
  /** Null: the policy goes. */
  readonly after: JsonObject | null;
}

/**
 * The text of a file after an edit of one policy. What comes out is read again: the policy must mean `after` and
 * everything else what it meant before.
 * @returns null when the whole file goes
 * @throws UnsupportedEdit when it cannot be done within this file's text
 */
export function editPolicy(path: string, text: string, edit: PolicyEdit): string | null {
  const file = readPolicyFile(path, text);
  const site = file.sites.find(({ id }) => id === edit.site);
  if (site === undefined) throw new UnsupportedEdit('the policy is not there any more');
  if (site.source === null) throw new UnsupportedEdit(site.computed ?? 'the document is computed');
  if (edit.after === null) {
    if (site.removal === 'file') return null;
    throw new UnsupportedEdit('the whole policy goes, and what refers to it must go with it');
  }
  const edited = splice(text, planEdits(text, site.source, edit.before, edit.after));
  checkEdited(path, file, edited, edit.site, edit.after);
  return edited;
}

/** An edit that does not mean what it should is refused, whatever the reason. */
function checkEdited(path: string, before: PolicyFile, text: string, id: string, after: JsonObject): void {
  let file: PolicyFile;
  try {
    file = readPolicyFile(path, text);
  } catch (error) {
    if (!(error instanceof SourceSyntaxError)) throw error;
    throw new UnsupportedEdit(`the edited file could not be read again: ${error.message}`);
  }
  const site = file.sites.find((each) => each.id === id);
  const match = site?.source == null ? null : matchDocument(site.source.document, after);
  if (match === null || !match.same)
    throw new UnsupportedEdit(
      `the edited policy would not mean the proposal: ${match?.difference ?? 'it is gone'}`,
    );
  const ids = new Set([id]);
  if (file.meaningWithout(ids) !== before.meaningWithout(ids))
    throw new UnsupportedEdit('the edit would change something else in the file');
}
