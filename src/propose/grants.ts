import { type ActionIndex, type ActionSet, union } from '../catalog/index.ts';
import { oncePer } from '../domain/once-per.ts';
import type { PolicyDocument, Statement } from '../domain/policy.ts';

/** What documents grant of the actions that are numbered; worked out once per document. Do not change the answers. */
export class GrantIndex {
  readonly #index: ActionIndex;

  constructor(index: ActionIndex) {
    this.#index = index;
  }

  /** What the Allow statements match. */
  readonly of = oncePer(({ statements }: PolicyDocument): ActionSet => {
    const granted = this.#index.empty();
    for (const statement of statements) {
      if (statement.effect === 'Allow') union(granted, this.#index.matchedBy(statement.action));
    }
    return granted;
  });

  /** What is denied whatever the resource and the context. */
  readonly deniedBy = oncePer(({ statements }: PolicyDocument): ActionSet => {
    const denied = this.#index.empty();
    for (const statement of statements) {
      if (deniesEverywhere(statement)) union(denied, this.#index.matchedBy(statement.action));
    }
    return denied;
  });
}

function deniesEverywhere({ effect, action, resource, conditions }: Statement): boolean {
  return (
    effect === 'Deny' &&
    !action.negated &&
    conditions.length === 0 &&
    resource?.negated === false &&
    resource.patterns.includes('*')
  );
}
