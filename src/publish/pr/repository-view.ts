import type { FileMapping } from './locate.ts';
import type { RepositoryTexts } from './located-file.ts';

/** A repository as far as preparing needs it. */
export interface RepositoryView {
  /** For people. */
  readonly name: string;
  readonly texts: RepositoryTexts;
  readonly mappings: readonly FileMapping[];
  /** Folder for documents that no file of the repository can take. */
  readonly sidecars: string;
}
