import { type ActionIndex, type ActionSet, union } from '../catalog/index.ts';
import type { PolicyDocument, Statement } from '../domain/policy.ts';

interface StatementGrant {
  readonly statement: number;
  readonly actions: ActionSet;
}

/** What a document allows and denies, whoever carries it. */
export interface DocumentGrants {
  readonly allows: readonly StatementGrant[];
  readonly allowed: ActionSet;
  /** Denied whatever the resource and the context: only these cancel a grant for certain. */
  readonly denied: ActionSet;
  /** Allowed patterns that match no catalog action, e.g. of a service the catalog does not know. */
  readonly unknownPatterns: readonly { readonly pattern: string; readonly statement: number }[];
}

/** Expands documents over the catalog, every distinct one once. */
export class DocumentExpander {
  readonly #index: ActionIndex;
  readonly #known = new Map<PolicyDocument, DocumentGrants>();

  constructor(index: ActionIndex) {
    this.#index = index;
  }

  of(document: PolicyDocument): DocumentGrants {
    let grants = this.#known.get(document);
    if (grants === undefined) {
      grants = this.#expand(document);
      this.#known.set(document, grants);
    }
    return grants;
  }

  #expand(document: PolicyDocument): DocumentGrants {
    const allows: StatementGrant[] = [];
    const allowed = this.#index.empty();
    const denied = this.#index.empty();
    const unknownPatterns: { pattern: string; statement: number }[] = [];
    for (const statement of document.statements) {
      const actions = this.#index.matchedBy(statement.action);
      if (statement.effect === 'Allow') {
        allows.push({ statement: statement.index, actions });
        union(allowed, actions);
        if (statement.action.negated) continue;
        for (const pattern of statement.action.patterns) {
          if (this.#index.matching(pattern).length === 0) {
            unknownPatterns.push({ pattern, statement: statement.index });
          }
        }
      } else if (isUnconditional(statement)) {
        union(denied, actions);
      }
    }
    return { allows, allowed, denied, unknownPatterns };
  }
}

/** A Deny with a condition or on some resources leaves the action granted elsewhere. */
function isUnconditional(statement: Statement): boolean {
  return (
    statement.conditions.length === 0 &&
    statement.resource !== null &&
    !statement.resource.negated &&
    statement.resource.patterns.includes('*')
  );
}
