import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './write-whole.ts';

/** Below the snapshot; nothing in it is evidence, and a document that is whole leaves nothing there. */
export const UNFINISHED_FOLDER = 'unfinished';

/**
 * Pages wait so long for those after them. IAM does not say how long a Marker is good for, and what was read hours apart
 * may name policies that the earlier pages lack.
 */
const OLDEST_MS = 3_600_000;

/** One page of a list, and the marker of the one after it. */
export interface KeptPage {
  readonly next: string;
  readonly page: unknown;
}

/** Pages of a document that were fetched before a collection broke off, so that it goes on after the last of them. */
export class UnfinishedPages {
  readonly #folder: string;
  #count = 0;

  /** @param document path in the snapshot of what the pages are of */
  constructor(snapshot: string, document: string) {
    this.#folder = join(snapshot, UNFINISHED_FOLDER, document);
  }

  /** The pages there are, in order, as far as they are whole and none is missing; what cannot be used is removed. */
  read(): readonly KeptPage[] {
    const found: KeptPage[] = [];
    for (const name of namesIn(this.#folder)) {
      const kept = name === nameOf(found.length) ? pageIn(join(this.#folder, name)) : null;
      if (kept === null) break;
      found.push(kept);
    }
    if (found.length === 0) this.discard();
    this.#count = found.length;
    return found;
  }

  keep({ next, page }: KeptPage): void {
    const text = JSON.stringify({ next, at: Date.now(), page });
    const path = join(this.#folder, nameOf(this.#count));
    writeWhole(path, Buffer.from(`${hashOf(text)}\n${text}`, 'utf8'));
    this.#count += 1;
  }

  discard(): void {
    rmSync(this.#folder, { recursive: true, force: true });
    this.#count = 0;
  }
}

/** Null: it was changed, cut off, or is too old. */
function pageIn(path: string): KeptPage | null {
  const content = readFileSync(path, 'utf8');
  const end = content.indexOf('\n');
  const text = content.slice(end + 1);
  if (end < 0 || content.slice(0, end) !== hashOf(text)) return null;
  const { next, at, page } = JSON.parse(text) as KeptPage & { readonly at: number };
  const age = Date.now() - at;
  return age >= 0 && age < OLDEST_MS ? { next, page } : null;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const nameOf = (index: number): string => `${String(index).padStart(6, '0')}.json`;

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
