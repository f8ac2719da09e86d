import type { PolicyDocument } from '../domain/policy.ts';

/** Names lists of documents, so that what is worked out of one is found again; of the same objects it is the same name. */
export class DocumentSets {
  readonly #numbers = new Map<PolicyDocument, number>();

  keyOf(documents: readonly PolicyDocument[]): string {
    return documents.map((document) => this.#number(document)).join();
  }

  #number(document: PolicyDocument): number {
    const known = this.#numbers.get(document);
    if (known !== undefined) return known;
    this.#numbers.set(document, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}
