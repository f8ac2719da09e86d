import type { Clone } from './clone.ts';
import { commitUnit } from './git-destination.ts';
import type { PlanRow } from './plan.ts';
import type { Describe, PullRequestSettings } from './settings.ts';

/**
 * What would go onto the branch of each unit, as files: the changed files below `files/`, `change.patch` for `git am`
 * and PR_BODY.md. By path relative to the out folder.
 */
export function openLocal(
  clone: Clone,
  rows: readonly PlanRow[],
  describe: Describe,
  settings: PullRequestSettings,
  folder: string,
): ReadonlyMap<string, string> {
  const written = new Map<string, string>();
  for (const { action, branch, prepared } of rows) {
    if (prepared === null || (action !== 'create' && action !== 'update')) continue;
    const text = describe(prepared, clone.baseName);
    const commit = commitUnit(clone, prepared, text, settings);
    const place = `${folder}${branch.slice('paredown/'.length)}`;
    const patch = ['format-patch', '--stdout', '--no-signature', '--binary', '--full-index', '--no-renames'];
    written.set(
      `${place}/change.patch`,
      `${clone.repository.run([...patch, '-1', '--end-of-options', commit])}\n`,
    );
    written.set(`${place}/PR_TITLE.txt`, `${text.title}\n`);
    written.set(`${place}/PR_BODY.md`, text.body);
    for (const { path, after } of prepared.files) {
      if (after !== null) written.set(`${place}/files/${path}`, after);
    }
  }
  return written;
}
