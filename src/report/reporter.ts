import type { FileText } from '../domain/file-text.ts';
import type { Assessment } from './assessment-schema.ts';
import type { ViewModel } from './view/view-model.ts';

/** Texts of the `templates` folder by their path in it, e.g. `report.html.hbs`, `partials/header.hbs`. */
export type Templates = ReadonlyMap<string, string>;

export interface ReportSource {
  /** As it was decided: for formats that other programs read. */
  readonly assessment: Assessment;
  /** The same with invisible characters escaped: for formats that people read. */
  readonly shown: Assessment;
  /** Everything that is shown, computed once for all formats. */
  readonly view: ViewModel;
  readonly templates: Templates;
}

/** Pure: file texts by path relative to the out folder, `/` between segments. */
export type Reporter = (source: ReportSource) => ReadonlyMap<string, FileText>;
