import type { Catalog } from '../domain/catalog.ts';
import type { JsonObject } from '../domain/json.ts';
import { parsePolicy, statementMatchesAction } from '../iam/index.ts';

/** Catalog actions that some Allow of the documents matches, sorted; Denies and conditions are not looked at. */
export function allowedActions(documents: readonly JsonObject[], catalog: Catalog): readonly string[] {
  const found = new Set<string>();
  for (const { effect, action, ...statement } of documents.flatMap((raw) => parsePolicy(raw).statements)) {
    if (effect !== 'Allow') continue;
    if (!action.negated) {
      for (const pattern of action.patterns) for (const name of catalog.expand(pattern)) found.add(name);
      continue;
    }
    for (const service of catalog.services) {
      for (const name of catalog.actionsOf(service)) {
        if (statementMatchesAction({ effect, action, ...statement }, name)) found.add(name);
      }
    }
  }
  return [...found].sort();
}
