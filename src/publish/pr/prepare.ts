import { UserError } from '../../domain/errors.ts';
import type { PolicyChange } from '../../domain/recommendation.ts';
import { editPolicy } from '../edit/edit-policy.ts';
import { matchDocument } from '../edit/match-document.ts';
import { lineOf } from '../edit/source-node.ts';
import { UnsupportedEdit } from '../edit/unsupported-edit.ts';
import { type FileMapping, type Located, locate, policyName } from './locate.ts';
import { type LocatedSite, type RepositoryTexts, sitesOf } from './located-file.ts';
import type { FileChange, PreparedUnit, Sidecar } from './prepared.ts';
import { attachmentNote, documentText, editNote, sidecarPath } from './sidecar.ts';
import type { Unit } from './unit.ts';

/** A repository as far as preparing needs it. */
export interface RepositoryView {
  /** For people. */
  readonly name: string;
  readonly texts: RepositoryTexts;
  readonly mappings: readonly FileMapping[];
  /** Folder for documents that no file of the repository can take. */
  readonly sidecars: string;
}

/**
 * The file changes of every unit in every repository that holds something of it. A unit of which nothing is found
 * anywhere comes back once, as `unmapped`.
 * @throws UserError that lists every policy with two or more candidates
 */
export function prepare(
  units: readonly Unit[],
  repositories: readonly RepositoryView[],
): readonly PreparedUnit[] {
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
    if (homes.size === 0) return [unmapped(unit)];
    return [...homes].sort().map((repository) => {
      const draft = new Draft(unit, repository, repositories[repository]);
      for (const { change, found } of changes) draft.edit(change, found);
      draft.attach(attached);
      return draft.finish();
    });
  });
}

const unmapped = (unit: Unit): PreparedUnit => ({
  unit,
  repository: -1,
  status: 'unmapped',
  why: 'no file states its name or means the same; name one under pullRequests.repositories[].files',
  files: [],
  sidecars: [],
});

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

/** Whether a text has the name as a whole string: between quotes, or alone after a colon. */
function states(text: string, name: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`["']${escaped}["']|:[ \\t]+${escaped}[ \\t]*$`, 'm').test(text);
}

function refuseAmbiguous(
  changes: readonly { readonly change: PolicyChange; readonly found: Located }[],
  repositories: readonly RepositoryView[],
): void {
  const problems = changes.flatMap(({ change, found }) =>
    found.kind === 'ambiguous'
      ? [
          `${change.policyId} may stand in any of these; say which under pullRequests.repositories[].files:`,
          ...found.sites.map(
            (site) => `  ${repositories[site.repository]?.name}: ${site.path}:${site.line} (${site.place})`,
          ),
        ]
      : [],
  );
  if (problems.length > 0) throw new UserError(problems.join('\n'));
}

/** Collects what a unit changes in one repository, one policy after the other. */
class Draft {
  readonly #unit: Unit;
  readonly #repository: number;
  readonly #view: RepositoryView | undefined;
  readonly #texts = new Map<string, string | null>();
  readonly #sidecars: Sidecar[] = [];
  #stale: string | null = null;

  constructor(unit: Unit, repository: number, view: RepositoryView | undefined) {
    this.#unit = unit;
    this.#repository = repository;
    this.#view = view;
  }

  #text(path: string): string | null {
    const changed = this.#texts.get(path);
    return changed === undefined ? (this.#view?.texts.get(path) ?? null) : changed;
  }

  edit(change: PolicyChange, found: Located): void {
    if (found.kind === 'unreadable' && found.repository === this.#repository) {
      this.#sidecar(change, editNote(change, found.path, null, 'paredown finds no policy document in it'));
    }
    if (found.kind !== 'site' || found.site.repository !== this.#repository) return;
    const { site } = found;
    const { path, line, source } = site;
    const { before, after } = change;
    if (source === null || before === null) {
      this.#sidecar(change, editNote(change, path, line, site.computed ?? 'the document is computed'));
      return;
    }
    const match = matchDocument(source.document, before);
    if (!match.same) {
      // Asked only now: a computed value means the analysed document and the proposal alike.
      if (after !== null && matchDocument(source.document, after).same) return;
      this.#stale ??= `${path}:${line} is not what was analysed: ${match.difference}`;
      return;
    }
    const text = this.#text(path);
    if (text === null) return;
    try {
      this.#texts.set(path, editPolicy(path, text, { site: site.id, before, after }));
    } catch (error) {
      if (!(error instanceof UnsupportedEdit)) throw error;
      const at = error.offset === null ? line : lineOf(text, error.offset);
      this.#sidecar(change, editNote(change, path, at, error.message));
    }
  }

  /** Attachments are not documents: what is attached in place of what is written down for a person. */
  attach(changes: readonly PolicyChange[]): void {
    for (const change of changes) {
      if (change.kind === 'create') this.#sidecar(change, attachmentNote(change, this.#mentions(change)));
      else
        this.#sidecars.push({
          path: null,
          policy: policyName(change),
          note: attachmentNote(change, this.#mentions(change)),
        });
    }
  }

  /** Lines of the repository that name the policy. */
  #mentions({ policyId }: PolicyChange): readonly string[] {
    return [...(this.#view?.texts ?? [])].flatMap(([path, text]) => {
      const at = text.indexOf(policyId);
      return at < 0 ? [] : [`${path}:${lineOf(text, at)}`];
    });
  }

  #sidecar(change: PolicyChange, note: string): void {
    const policy = policyName(change);
    if (change.after === null) {
      this.#sidecars.push({ path: null, policy, note });
      return;
    }
    const path = sidecarPath(this.#view?.sidecars ?? 'paredown', this.#unit, policy);
    this.#texts.set(path, documentText(change.after));
    this.#sidecars.push({ path, policy, note });
  }

  finish(): PreparedUnit {
    const files = [...this.#texts]
      .map(([path, after]): FileChange => ({ path, before: this.#view?.texts.get(path) ?? null, after }))
      .filter(({ before, after }) => before !== after)
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    const common = { unit: this.#unit, repository: this.#repository, sidecars: this.#sidecars };
    if (this.#stale !== null) return { ...common, status: 'stale', why: this.#stale, files: [] };
    if (files.length === 0 && this.#sidecars.length === 0)
      return { ...common, status: 'applied', why: 'the base holds the proposal already', files };
    if (files.length === 0)
      return {
        ...common,
        status: 'applied',
        why: 'the base holds the proposed documents; a person applies them',
        files,
      };
    return { ...common, status: 'ready', why: files.map(({ path }) => path).join(', '), files };
  }
}
