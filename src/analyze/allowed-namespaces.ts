import { foldCase } from '../domain/fold-case.ts';
import { oncePer } from '../domain/once-per.ts';
import type { PolicyDocument } from '../domain/policy.ts';

/** Services that the Allow statements of a document name, in lower case; '' where a pattern names none, as `*`. */
export const allowedNamespaces = oncePer(
  ({ statements }: PolicyDocument): ReadonlySet<string> =>
    new Set(
      statements
        .filter(({ effect, action }) => effect === 'Allow' && !action.negated)
        .flatMap(({ action }) => action.patterns)
        .map((pattern) => foldCase(pattern.slice(0, Math.max(0, pattern.indexOf(':'))))),
    ),
);
