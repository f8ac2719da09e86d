import { diffLines } from 'diff';
import type { JsonObject } from '../../domain/json.ts';
import { printJson } from './visible.ts';

/** One side of a row: `sign` is `-`, `+` or a space, so that colour is never the only mark. */
export interface DiffCell {
  readonly number: string;
  readonly sign: string;
  readonly text: string;
}

/** A row of the side-by-side diff, or (with `skipped`) the unchanged lines left out between two hunks. */
export interface DiffRow {
  readonly skipped: string;
  readonly changed: boolean;
  readonly left: DiffCell | null;
  readonly right: DiffCell | null;
}

export interface PolicyDiff {
  readonly rows: readonly DiffRow[];
  readonly added: number;
  readonly removed: number;
}

/** Unchanged lines shown around a change. */
const CONTEXT = 3;

/** Lines of a document as people read it; no lines for no document. */
export const documentText = (document: JsonObject | null): string =>
  document === null ? '' : printJson(document);

/** Side-by-side line diff of two policy documents, printed alike, long unchanged stretches left out and counted. */
export function policyDiff(before: JsonObject | null, after: JsonObject | null): PolicyDiff {
  const rows: DiffRow[] = [];
  let leftLine = 0;
  let rightLine = 0;
  let added = 0;
  let removed = 0;
  let pending: DiffCell[] = [];
  const flush = (incoming: readonly DiffCell[]): void => {
    for (let index = 0; index < Math.max(pending.length, incoming.length); index++) {
      rows.push({
        skipped: '',
        changed: true,
        left: pending[index] ?? null,
        right: incoming[index] ?? null,
      });
    }
    pending = [];
  };
  for (const part of diffLines(documentText(before), documentText(after))) {
    const lines = part.value.replace(/\n$/, '').split('\n');
    if (part.removed) {
      flush([]);
      pending = lines.map((text) => ({ number: String(++leftLine), sign: '-', text }));
      removed += lines.length;
    } else if (part.added) {
      flush(lines.map((text) => ({ number: String(++rightLine), sign: '+', text })));
      added += lines.length;
    } else {
      flush([]);
      for (const text of lines) {
        rows.push({
          skipped: '',
          changed: false,
          left: { number: String(++leftLine), sign: ' ', text },
          right: { number: String(++rightLine), sign: ' ', text },
        });
      }
    }
  }
  flush([]);
  return { rows: withoutDistantContext(rows), added, removed };
}

function withoutDistantContext(rows: readonly DiffRow[]): readonly DiffRow[] {
  const near = new Set<number>();
  rows.forEach((row, index) => {
    if (!row.changed) return;
    for (let at = index - CONTEXT; at <= index + CONTEXT; at++) near.add(at);
  });
  const shown: DiffRow[] = [];
  let skipped = 0;
  const flush = (): void => {
    if (skipped === 0) return;
    const words = `${skipped} unchanged ${skipped === 1 ? 'line' : 'lines'}`;
    shown.push({ skipped: words, changed: false, left: null, right: null });
    skipped = 0;
  };
  rows.forEach((row, index) => {
    if (!near.has(index)) {
      skipped++;
      return;
    }
    flush();
    shown.push(row);
  });
  flush();
  return shown;
}
