import type { Sensitivity, Severity } from '../domain/catalog.ts';
import { UserError } from '../domain/errors.ts';
import type { ActionTable } from './action-table.ts';
import type { SensitivePack, SensitivePacksFile } from './catalog-data.ts';

const SEVERITIES: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/**
 * Sensitive actions by canonical name: the packs of `data/sensitive-packs.json`, every action AWS classes as
 * Permissions management, and the user's own packs. An action in several categories has the highest severity.
 *
 * @throws UserError when a user's pack has a pattern that matches no action, or a name that is taken.
 */
export function sensitiveActions(
  file: SensitivePacksFile,
  userPacks: readonly SensitivePack[],
  actions: ActionTable,
): ReadonlyMap<string, Sensitivity> {
  const found = new Map<string, { readonly categories: Set<string>; severity: Severity }>();
  const add = (action: string, name: string, severity: Severity): void => {
    const entry = found.get(action) ?? { categories: new Set<string>(), severity };
    entry.categories.add(name);
    if (SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(entry.severity)) entry.severity = severity;
    found.set(action, entry);
  };
  for (const pack of file.packs) {
    for (const name of pack.actions)
      for (const action of actions.expand(name)) add(action, pack.name, pack.severity);
  }
  const { name, severity } = file.permissionsManagement;
  for (const action of actions.ofLevel('Permissions management')) add(action, name, severity);
  const taken = new Set([...file.packs.map((pack) => pack.name), name]);
  for (const pack of userPacks) {
    checkUserPack(pack, taken, actions);
    taken.add(pack.name);
    for (const pattern of pack.actions) {
      for (const action of actions.expand(pattern)) add(action, pack.name, pack.severity);
    }
  }
  return new Map(
    [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([action, entry]) => [
        action,
        { categories: [...entry.categories].sort(), severity: entry.severity },
      ]),
  );
}

function checkUserPack(pack: SensitivePack, taken: ReadonlySet<string>, actions: ActionTable): void {
  const label = `sensitive pack "${pack.name}"`;
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(pack.name)) {
    throw new UserError(`${label}: use a name of lower-case letters, digits and hyphens, 64 at most`);
  }
  if (taken.has(pack.name)) throw new UserError(`${label}: the name is taken; choose another`);
  if (!SEVERITIES.includes(pack.severity)) {
    throw new UserError(`${label}: severity "${pack.severity}" is none of ${SEVERITIES.join(', ')}`);
  }
  for (const pattern of pack.actions) {
    if (actions.expand(pattern).length === 0) {
      throw new UserError(`${label}: "${pattern}" matches no IAM action; correct it or remove it`);
    }
  }
}
