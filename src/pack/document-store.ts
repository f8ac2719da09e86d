import { createHash } from 'node:crypto';
import type { PolicyDocument } from '../domain/policy.ts';
import type { PackedDocument } from './packed-shapes.ts';

/** Policy documents by the sha256 of their text as it stood: equal texts are kept once, different ones never merge. */
export class DocumentStore {
  readonly #keys = new Map<PolicyDocument, string>();
  readonly #documents = new Map<string, PackedDocument>();

  keyOf(document: PolicyDocument): string {
    const known = this.#keys.get(document);
    if (known !== undefined) return known;
    const key = createHash('sha256').update(JSON.stringify(document.raw), 'utf8').digest('hex');
    this.#keys.set(document, key);
    this.#documents.set(key, { key, raw: document.raw });
    return key;
  }

  rows(): readonly PackedDocument[] {
    return [...this.#documents.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}
