import type { FileText } from '../../domain/file-text.ts';
import type { Reporter } from '../reporter.ts';
import { EXCEPTED } from '../view/decision-queue.ts';
import { formatAmount, formatCount } from '../view/format.ts';
import { principalSection } from '../view/principal-view.ts';
import type { ViewModel } from '../view/view-model.ts';
import { type AccountPage, accountPages } from './html/account-pages.ts';
import { compiledTemplates, type Render } from './html/compiled-templates.ts';
import { type PageBase, pageBase } from './html/page-base.ts';
import { RowData } from './html/row-data.ts';

/** Above this many characters each account has pages of its own; so long may one of those be. */
const LONGEST_PAGE = 5_000_000;
/** Decisions listed; the rest stand in the sections of their principals and in findings.csv. */
const MOST_DECISIONS = 5000;

/**
 * `report.html`, and beyond 5 MB `report-<account>.html` beside it: each one file that reads, filters and prints without
 * a network. The policy allows exactly the style and the script of our own templates, by hash; whatever an AWS string
 * smuggled in could neither run nor load.
 */
export const html: Reporter = ({ view, templates }) => {
  const render = compiledTemplates(templates);
  const base = pageBase(view, templates);
  const single = singlePage(render, base);
  if (single !== null) return new Map([['report.html', single]]);
  const pages = accountPages(render, base, LONGEST_PAGE);
  return new Map<string, FileText>([
    ['report.html', indexPage(render, base, pages)],
    ...pages.map(({ file, text }) => [file, text] as const),
  ]);
};

/** Everything in one file; null when that is too long. */
function singlePage(render: Render, base: PageBase): string | null {
  const data = new RowData();
  const root = { ...base, pages: new Map<string, string>() };
  let length = 0;
  const sections: string[] = [];
  for (const view of base.principals) {
    // A cell is at least a digit and a comma.
    if (length + 2 * data.cells > LONGEST_PAGE) return null;
    const principal = principalSection(view);
    const section = render('partials/principal.hbs', principal, root);
    sections.push(section);
    length += section.length;
    if (base.deferred) data.add(principal);
  }
  const rowData = base.deferred ? data.json() : '';
  const text = reportPage(render, root, { sections: sections.join(''), rowData, accountPages: [] });
  return text.length > LONGEST_PAGE ? null : text;
}

/** The first page of a report in several files: all but the sections of the principals. */
function indexPage(render: Render, base: PageBase, pages: readonly AccountPage[]): string {
  const places = new Map(
    pages.flatMap(({ file, anchors }) => anchors.map((anchor) => [anchor, file] as const)),
  );
  const root = { ...base, pages: places, sharedRecommendations: [] };
  return reportPage(render, root, { sections: '', rowData: '', accountPages: pages });
}

function reportPage(
  render: Render,
  root: PageBase,
  parts: { sections: string; rowData: string; accountPages: readonly AccountPage[] },
): string {
  const title = `Permission review as of ${root.asOf}`;
  const page = { ...root, ...parts, title, account: '', decisions: decisions(root) };
  return render('report.html.hbs', page, page);
}

function decisions({ queue }: ViewModel) {
  const all = [...queue.top, ...queue.rest];
  const more = all.length - MOST_DECISIONS;
  const excepted = all.filter(({ status }) => status === EXCEPTED.status).length;
  const made = excepted === 0 ? '' : `, ${formatCount(excepted)} of them excepted, which stand last`;
  const words = `${formatAmount(all.length, 'decision')}${made}${more > 0 ? `; the worst ${formatCount(MOST_DECISIONS)} stand here, all in the sections of their principals and in findings.csv` : ''}.`;
  return { rows: all.slice(0, MOST_DECISIONS), words };
}
