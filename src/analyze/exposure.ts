import type { Exposure, Permission } from '../domain/analysis.ts';
import { EXPOSURE_WEIGHTS } from '../domain/exposure-weights.ts';

/**
 * Severity-weighted share of the granted sensitive permissions that is unused, 0 to 100 with one decimal; the unknown
 * share is counted apart, because it is a reason to switch logging on and not to remove. 0 without any.
 */
export function exposureOf(permissions: readonly Permission[]): Exposure {
  let total = 0;
  let unused = 0;
  let unknown = 0;
  for (const { granted, severity, usage } of permissions) {
    if (!granted || severity === null) continue;
    const weight = EXPOSURE_WEIGHTS[severity];
    total += weight;
    if (usage === 'unused') unused += weight;
    if (usage === 'unknown') unknown += weight;
  }
  const share = (part: number): number => (total === 0 ? 0 : Math.round((1000 * part) / total) / 10);
  return { unused: share(unused), unknown: share(unknown) };
}
