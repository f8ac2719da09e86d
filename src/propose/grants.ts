import type { Catalog } from '../domain/catalog.ts';
import type { PolicyDocument } from '../domain/policy.ts';

/** Catalog actions that the Allow statements of a document match; worked out once per document. */
export class GrantIndex {
  readonly #catalog: Catalog;
  readonly #documents = new Map<PolicyDocument, ReadonlySet<string>>();
  readonly #denied = new Map<PolicyDocument, ReadonlySet<string>>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  of(document: PolicyDocument): ReadonlySet<string> {
    let granted = this.#documents.get(document);
    if (granted === undefined) {
      granted = this.#expand(document);
      this.#documents.set(document, granted);
    }
    return granted;
  }

  /** Catalog actions that a document denies whatever the resource and the context. */
  deniedBy(document: PolicyDocument): ReadonlySet<string> {
    let denied = this.#denied.get(document);
    if (denied === undefined) {
      denied = new Set(
        document.statements
          .filter(
            ({ effect, action, resource, conditions }) =>
              effect === 'Deny' &&
              !action.negated &&
              conditions.length === 0 &&
              resource?.negated === false &&
              resource.patterns.includes('*'),
          )
          .flatMap(({ action }) => action.patterns.flatMap((pattern) => this.#catalog.expand(pattern))),
      );
      this.#denied.set(document, denied);
    }
    return denied;
  }

  #expand(document: PolicyDocument): ReadonlySet<string> {
    const granted = new Set<string>();
    for (const { effect, action } of document.statements) {
      if (effect !== 'Allow') continue;
      const matched = action.patterns.flatMap((pattern) => this.#catalog.expand(pattern));
      if (!action.negated) {
        for (const name of matched) granted.add(name);
      } else {
        const excluded = new Set(matched);
        for (const name of this.#catalog.expand('*')) if (!excluded.has(name)) granted.add(name);
      }
    }
    return granted;
  }
}
