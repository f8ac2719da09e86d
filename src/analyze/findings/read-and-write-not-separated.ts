import { LEAST_PRIVILEGE } from './controls.ts';
import { type FindingRule, perPrincipal, some } from './finding-rule.ts';
import { allowsEverything, carriedAllows } from './statements.ts';

const WHOLE_SERVICE = /^[a-z0-9-]+:\*$/i;

export const readAndWriteNotSeparated: FindingRule = {
  type: 'ReadAndWriteNotSeparated',
  severity: 'low',
  title: 'One wildcard grants reading and changing alike',
  rationale:
    'With `service:*` whoever may look may also change and delete, and so may every action AWS adds later.',
  evidence: 'Each statement and the service whose reads and writes it grants with one wildcard.',
  remedy:
    'Split the statement: what is read in one, what is changed in another, each with its own resources.',
  controls: LEAST_PRIVILEGE,
  find: perPrincipal(({ principal, analysis }, { collected, catalog }) => {
    if (!analysis.agent.isAgent) return null;
    const mixed = carriedAllows(principal, collected).flatMap(({ statement, place }) => {
      if (statement.action.negated || allowsEverything(statement)) return [];
      const services = statement.action.patterns.filter(
        (pattern) => WHOLE_SERVICE.test(pattern) && readsAndWrites(catalog.expand(pattern)),
      );
      return services.length === 0 ? [] : [`${place}: ${services.join(', ')}`];
    });
    return mixed.length === 0
      ? null
      : { detail: `${mixed.length} statements grant a whole service by \`*\`.`, evidence: some(mixed) };

    function readsAndWrites(actions: readonly string[]): boolean {
      const levels = new Set(actions.flatMap((action) => catalog.action(action)?.accessLevels ?? []));
      return (
        (levels.has('Read') || levels.has('List')) &&
        (levels.has('Write') || levels.has('Permissions management'))
      );
    }
  }),
};
