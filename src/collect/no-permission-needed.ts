import { readFileSync } from 'node:fs';
import type { CatalogData } from '../catalog/catalog-data.ts';
import { foldCase } from '../domain/fold-case.ts';

const file = new URL('../catalog/data/event-overrides.json', import.meta.url);

/** Whether AWS lets the call of this name through whatever a policy grants (sts:GetCallerIdentity). */
export function needsNoPermission(action: string): boolean {
  const { noPermissionNeeded } = JSON.parse(readFileSync(file, 'utf8')) as CatalogData['eventOverrides'];
  return noPermissionNeeded.some((name) => foldCase(name) === foldCase(action));
}
