import type { Principal } from '../domain/principal.ts';
import { matchesAction } from '../iam/index.ts';
import type { ResolvedOptions } from './options.ts';

/** Tag keys as they are compared: without case and punctuation. */
const TAG_KEYS: ReadonlySet<string> = new Set(['breakglass', 'emergency', 'emergencyaccess']);

/** A tag with any other value, none included, counts as set. */
const FALSE_VALUES: ReadonlySet<string> = new Set(['false', 'no', 'off', '0', 'none']);

const NAMES: readonly string[] = ['*break-glass*', '*break_glass*', '*breakglass*'];

/** What marks a principal as a break-glass one, whose permissions are meant to lie unused; null when nothing does. */
export function breakGlassMark(principal: Principal, options: ResolvedOptions): string | null {
  for (const { key, value } of principal.tags) {
    const usual = TAG_KEYS.has(plain(key)) && !FALSE_VALUES.has(value.trim().toLowerCase());
    if (usual || options.breakGlassTags.some((tag) => tag === key || tag === `${key}=${value}`)) {
      return value === '' ? `the tag ${key}` : `the tag ${key}=${value}`;
    }
  }
  // Action patterns and names share one wildcard language and both are compared without case.
  const pattern = [...NAMES, ...options.breakGlassNames].find((name) => matchesAction(name, principal.name));
  return pattern === undefined ? null : `its name, which matches ${pattern}`;
}

function plain(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]/g, '');
}
