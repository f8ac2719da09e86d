import type { Catalog } from '../../domain/catalog.ts';
import { oncePer } from '../../domain/once-per.ts';
import type { Statement } from '../../domain/policy.ts';
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
  find: (context) => {
    const mixes = mixingPatterns(context.catalog);
    const mixedServices = oncePer((statement: Statement) => servicesMixed(statement, mixes));
    return perPrincipal(({ principal, analysis }, { collected }) => {
      if (!analysis.agent.isAgent) return null;
      const mixed = carriedAllows(principal, collected).flatMap(({ statement, place }) => {
        const services = mixedServices(statement);
        return services.length === 0 ? [] : [`${place}: ${services.join(', ')}`];
      });
      return mixed.length === 0
        ? null
        : { detail: `${mixed.length} statements grant a whole service by \`*\`.`, evidence: some(mixed) };
    })(context);
  },
};

function servicesMixed(statement: Statement, mixes: (pattern: string) => boolean): readonly string[] {
  if (statement.action.negated || allowsEverything(statement)) return [];
  return statement.action.patterns.filter((pattern) => WHOLE_SERVICE.test(pattern) && mixes(pattern));
}

function mixingPatterns(catalog: Catalog): (pattern: string) => boolean {
  const known = new Map<string, boolean>();
  return (pattern) => {
    let mixes = known.get(pattern);
    if (mixes === undefined) {
      mixes = readsAndWrites(catalog.expand(pattern), catalog);
      known.set(pattern, mixes);
    }
    return mixes;
  };
}

function readsAndWrites(actions: readonly string[], catalog: Catalog): boolean {
  const levels = new Set(actions.flatMap((action) => catalog.action(action)?.accessLevels ?? []));
  return (
    (levels.has('Read') || levels.has('List')) &&
    (levels.has('Write') || levels.has('Permissions management'))
  );
}
