import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** Real material lives beside the checkout, not in it; tests on it say plainly when they skip. */
export const hasSharedData: boolean = existsSync(root);

/** Path of a file or folder of the shared material. */
export function sharedData(...parts: readonly string[]): string {
  return [root.replace(/\/$/, ''), ...parts].join('/');
}

if (!hasSharedData) {
  console.warn(`skipping tests on real data: ${root} is not there`);
}
