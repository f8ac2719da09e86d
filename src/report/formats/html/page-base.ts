import type { Templates } from '../../reporter.ts';
import { sha256Source } from '../../sha256.ts';
import { formatCount } from '../../view/format.ts';
import type { ViewModel } from '../../view/view-model.ts';
import { templateText } from './compiled-templates.ts';

/** Up to this many principals their sections start open. */
const OPEN_UP_TO = 8;
/** Above this many permissions their rows are data that a script shows, page by page, when a section is opened. */
const DEFER_ABOVE = 5000;

/** What all pages of a report share. */
export interface PageBase extends ViewModel {
  readonly css: string;
  readonly script: string;
  readonly csp: string;
  readonly deferred: boolean;
  readonly deferAbove: string;
  readonly principalsOpen: boolean;
}

export function pageBase(view: ViewModel, templates: Templates): PageBase {
  const css = templateText(templates, 'report.css');
  const script = [...templates.keys()]
    .filter((path) => path.startsWith('script/'))
    .sort()
    .map((path) => templateText(templates, path))
    .join('');
  const deferred = view.principals.reduce((sum, each) => sum + each.rows, 0) > DEFER_ABOVE;
  const csp = [
    "default-src 'none'",
    `style-src ${sha256Source(css)}`,
    `script-src ${sha256Source(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return {
    ...view,
    css,
    script,
    csp,
    deferred,
    deferAbove: formatCount(DEFER_ABOVE),
    principalsOpen: view.principals.length <= OPEN_UP_TO && !deferred,
  };
}
