import { UserError } from '../../domain/errors.ts';
import type { PolicyChange } from '../../domain/recommendation.ts';
import { Draft } from './draft.ts';
import { evidenceFiles } from './evidence-files.ts';
import { type Located, locate } from './locate.ts';
import { type LocatedSite, sitesOf } from './located-file.ts';
import { states } from './mentions.ts';
import type { PreparedUnit } from './prepared.ts';
import type { RepositoryView } from './repository-view.ts';
import type { Unit } from './unit.ts';

/**
 * The file changes of every unit in every repository that holds something of it. A unit of which nothing is found
 * anywhere comes back once, as `unmapped`.
 * @throws UserError that lists every policy with two or more candidates
 */
export function prepare(units: readonly Unit[], whole: readonly RepositoryView[]): readonly PreparedUnit[] {
  const evidence = whole.map(({ texts }) => evidenceFiles(texts));
  const repositories = whole.map((view, index) => without(view, new Set(evidence[index])));
  const sites = repositories.flatMap(({ texts }, index) => sitesOf(index, texts));
  const mappings = repositories.map((repository) => repository.mappings);
  const located = units.map((unit) => ({
    unit,
    changes: unit.changes
      .filter(({ kind }) => kind === 'replace' || kind === 'delete')
      .map((change) => ({ change, found: locate(change, sites, mappings) })),
  }));
  refuseAmbiguous(
    located.flatMap(({ changes }) => changes),
    repositories,
  );
  return located.flatMap(({ unit, changes }) => {
    const homes = new Set(changes.flatMap(({ found }) => repositoryOf(found) ?? []));
    const attached = unit.changes.filter(({ kind }) => kind === 'detach' || kind === 'create');
    if (attached.length > 0 && homes.size === 0)
      for (const home of homesOf(unit, repositories, sites)) homes.add(home);
    if (homes.size === 0) return [unmapped(unit, evidence.flat())];
    return [...homes].sort().flatMap((repository) => {
      const view = repositories[repository];
      if (view === undefined) return [];
      const draft = new Draft(unit, repository, view);
      for (const { change, found } of changes) draft.edit(change, found);
      draft.attach(attached);
      return [draft.finish()];
    });
  });
}

const without = (view: RepositoryView, left: ReadonlySet<string>): RepositoryView => ({
  ...view,
  texts: new Map([...view.texts].filter(([path]) => !left.has(path))),
});

/** Files that are named where evidence is left as it is. */
const MOST_NAMED = 3;

function unmapped(unit: Unit, evidence: readonly string[]): PreparedUnit {
  const more = evidence.length - MOST_NAMED;
  const named = `${evidence.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const left = evidence.length === 0 ? '' : ` (${named} record what was, and are left as they are)`;
  return {
    unit,
    repository: -1,
    status: 'unmapped',
    why: `no file states its name or means the same${left}; name one under pullRequests.repositories[].files`,
    files: [],
    sidecars: [],
  };
}

function repositoryOf(found: Located): number | null {
  if (found.kind === 'site') return found.site.repository;
  return found.kind === 'unreadable' ? found.repository : null;
}

/** Where the attachments of a principal are written: a repository the configuration names for it, else the only one that states its name. */
function homesOf(
  unit: Unit,
  repositories: readonly RepositoryView[],
  sites: readonly LocatedSite[],
): readonly number[] {
  const targets = unit.changes.flatMap(({ target }) => (target === null ? [] : [target]));
  const indices = [...repositories.keys()];
  const mapped = indices.filter((index) =>
    unit.changes.some(
      (change) =>
        locate(
          change,
          [],
          repositories.map((each, i) => (i === index ? each.mappings : [])),
        ).kind === 'unreadable',
    ),
  );
  if (mapped.length > 0) return mapped;
  const names = targets.map((arn) => arn.slice(arn.lastIndexOf('/') + 1));
  return indices.filter(
    (index) =>
      sites.some(
        (site) => site.repository === index && site.owners.some((name) => names.includes(String(name))),
      ) ||
      [...(repositories[index]?.texts.values() ?? [])].some((text) =>
        names.some((name) => states(text, name)),
      ),
  );
}

function refuseAmbiguous(
  changes: readonly { readonly change: PolicyChange; readonly found: Located }[],
  repositories: readonly RepositoryView[],
): void {
  const [first, ...others] = changes.flatMap(({ change, found }) =>
    found.kind === 'ambiguous'
      ? [
          `${change.policyId} may stand in any of these; say which under pullRequests.repositories[].files:`,
          ...found.sites.map(
            (site) => `  ${repositories[site.repository]?.name}: ${site.path}:${site.line} (${site.place})`,
          ),
        ]
      : [],
  );
  if (first !== undefined) throw new UserError(first, others);
}
