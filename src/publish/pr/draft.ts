import { posix } from 'node:path';
import type { PolicyChange } from '../../domain/recommendation.ts';
import { editPolicy } from '../edit/edit-policy.ts';
import { matchDocument } from '../edit/match-document.ts';
import { lineOf } from '../edit/source-node.ts';
import { UnsupportedEdit } from '../edit/unsupported-edit.ts';
import { besidePath, isWholeFile, means, type Sibling, siblingOf, writtenLike } from './created-file.ts';
import { type Located, policyName } from './locate.ts';
import type { LocatedSite } from './located-file.ts';
import { mentionsOf, statementsOf } from './mentions.ts';
import type { FileChange, PreparedUnit, Sidecar } from './prepared.ts';
import type { RepositoryView } from './repository-view.ts';
import {
  createNote,
  detachNote,
  documentName,
  documentText,
  editNote,
  type Mentions,
  reattachNote,
  sidecarPath,
  withdrawNote,
} from './sidecar.ts';
import type { Unit } from './unit.ts';

/** Collects what a unit changes in one repository, one policy after the other. */
export class Draft {
  readonly #unit: Unit;
  readonly #repository: number;
  readonly #view: RepositoryView;
  readonly #texts = new Map<string, string | null>();
  readonly #sidecars: Sidecar[] = [];
  readonly #siblings: Sibling[] = [];
  #stale: string | null = null;

  constructor(unit: Unit, repository: number, view: RepositoryView) {
    this.#unit = unit;
    this.#repository = repository;
    this.#view = view;
  }

  /** A policy whose own document changes, where it stands. */
  edit(change: PolicyChange, found: Located): void {
    if (found.kind === 'unreadable' && found.repository === this.#repository)
      this.#beside(change, found.path, 'paredown finds no policy document in it');
    if (found.kind !== 'site' || found.site.repository !== this.#repository) return;
    const { site } = found;
    const { path, line, source } = site;
    const { before, after } = change;
    this.#siblings.push({ change, site });
    if (source === null || before === null) {
      this.#beside(change, `${path}:${line}`, site.computed ?? 'the document is computed');
      return;
    }
    const match = matchDocument(source.document, before);
    if (!match.same) {
      // Asked only now: a computed value means the analysed document and the proposal alike.
      if (after !== null && matchDocument(source.document, after).same) return;
      this.#stale ??= `${path}:${line} is not what was analysed: ${match.difference}`;
      return;
    }
    const changed = this.#texts.get(path);
    const text = changed === undefined ? this.#base(path) : changed;
    if (text === null) return;
    try {
      if (after === null) this.#refuseWhenRead(site);
      this.#texts.set(path, editPolicy(path, text, { site: site.id, before, after }));
    } catch (error) {
      if (!(error instanceof UnsupportedEdit)) throw error;
      const at = error.offset === null ? line : lineOf(text, error.offset);
      this.#beside(change, `${path}:${at}`, error.message);
    }
  }

  /** Policies that are new, come back, or are attached no more; after all edits, as new ones stand beside edited ones. */
  attach(changes: readonly PolicyChange[]): void {
    const created = changes.filter(({ kind }) => kind === 'create');
    for (const change of changes) {
      const isOwn = change.policyId.includes('#');
      if (change.kind === 'create' && isOwn) this.#create(change);
      else if (change.kind === 'create') this.#note(change, reattachNote(change, this.#mentions(change)));
      else if (isOwn) this.#withdraw(change);
      else {
        const replaced = created.some(({ target }) => target === change.target);
        this.#note(change, detachNote(change, replaced, this.#mentions(change)));
      }
    }
  }

  finish(): PreparedUnit {
    const files = [...this.#texts]
      .map(([path, after]): FileChange => ({ path, before: this.#base(path), after }))
      .filter(({ before, after }) => before !== after)
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    const common = { unit: this.#unit, repository: this.#repository, sidecars: this.#sidecars };
    if (this.#stale !== null) return { ...common, status: 'stale', why: this.#stale, files: [] };
    if (files.length > 0)
      return { ...common, status: 'ready', why: files.map(({ path }) => path).join(', '), files };
    const why =
      this.#sidecars.length === 0
        ? 'the base holds the proposal already'
        : 'the base holds the proposed documents; a person applies them';
    return { ...common, status: 'applied', why, files };
  }

  #base(path: string): string | null {
    return this.#view.texts.get(path) ?? null;
  }

  /** A file that another one reads must not go alone. */
  #refuseWhenRead({ path, removal }: LocatedSite): void {
    if (removal !== 'file') return;
    const readers = mentionsOf(this.#view.texts, posix.basename(path), path);
    if (readers.length > 0)
      throw new UnsupportedEdit(`the whole file goes, and ${readers.join(', ')} refers to it`);
  }

  /** The document beside the file that should hold it, with a note; only the note when nothing is left. */
  #beside(change: PolicyChange, place: string, why: string): void {
    const policy = policyName(change);
    const path = change.after === null ? null : this.#sidecarPath(policy);
    if (path !== null && change.after !== null) this.#texts.set(path, documentText(change.after));
    this.#sidecars.push({ path, policy, note: editNote(change, place, why, path) });
  }

  #create(change: PolicyChange): void {
    const { after } = change;
    if (after === null) return;
    const { path, sibling, like } = this.#placeOf(change);
    const known = this.#base(path);
    if (known === null) this.#texts.set(path, like === null ? documentText(after) : writtenLike(after, like));
    else if (!means(path, known, after)) {
      if (like === null) this.#texts.set(path, documentText(after));
      else this.#stale ??= `${path} is there already and holds another document than the proposed one`;
    }
    const note = createNote(change, path, sibling, this.#mentions(change));
    this.#sidecars.push({ path, policy: policyName(change), note });
  }

  /** A policy that was made for a proposal now taken back: its file goes when it is in the base. */
  #withdraw(change: PolicyChange): void {
    const { path } = this.#placeOf(change);
    const known = this.#base(path);
    if (known !== null && !means(path, known, change.before ?? {}))
      this.#stale ??= `${path} is not what was proposed`;
    else if (known !== null) this.#texts.set(path, null);
    const mentions = this.#mentions(change, path);
    this.#note(change, withdrawNote(change, known === null ? null : path, mentions));
  }

  /** Beside the file of the policy it belongs to, when that is a file of its own; else in the folder for sidecars. */
  #placeOf(change: PolicyChange): {
    readonly path: string;
    readonly sibling: Sibling | null;
    /** The text to be written like; null for a file of our own folder. */
    readonly like: string | null;
  } {
    const policy = policyName(change);
    const sibling = siblingOf(change, this.#siblings);
    if (sibling === null || !isWholeFile(sibling.site))
      return { path: this.#sidecarPath(policy), sibling, like: null };
    const path = besidePath(sibling.site, documentName(policy));
    return { path, sibling, like: this.#base(sibling.site.path) ?? '' };
  }

  #sidecarPath(policy: string): string {
    return sidecarPath(this.#view.sidecars, this.#unit, policy);
  }

  #note(change: PolicyChange, note: string): void {
    this.#sidecars.push({ path: null, policy: policyName(change), note });
  }

  /** Lines of the repository that name the policy, and its holder; not those of its own file. */
  #mentions({ policyId, target }: PolicyChange, except?: string): Mentions {
    const { texts } = this.#view;
    const name = policyId.slice(Math.max(policyId.lastIndexOf('/'), policyId.indexOf('#')) + 1);
    const wholly = mentionsOf(texts, policyId, except);
    return {
      policy: wholly.length > 0 ? wholly : statementsOf(texts, name),
      holder: target === null ? [] : statementsOf(texts, target.slice(target.lastIndexOf('/') + 1)),
    };
  }
}
