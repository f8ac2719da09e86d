import { compiledTemplates, templateText } from '../formats/html/compiled-templates.ts';
import type { Templates } from '../reporter.ts';
import { sha256Source } from '../sha256.ts';
import { printJson, visibleStrings } from '../view/visible.ts';
import type { Comparison } from './compare.ts';
import { comparisonMarkdown } from './comparison-markdown.ts';
import { comparisonView } from './comparison-view.ts';

/** `compare.json`, `compare.html` and `compare.md`: the same comparison for programs and for people. */
export function comparisonFiles(comparison: Comparison, templates: Templates): ReadonlyMap<string, string> {
  const view = comparisonView(visibleStrings(comparison));
  const css = templateText(templates, 'report.css');
  const csp = `default-src 'none'; style-src ${sha256Source(css)}; base-uri 'none'; form-action 'none'`;
  const page = {
    ...view,
    css,
    csp,
    title: `Permission reviews of ${view.oldAsOf} and ${view.newAsOf} compared`,
  };
  return new Map([
    ['compare.json', comparisonJson(comparison)],
    ['compare.html', compiledTemplates(templates)('compare.html.hbs', page, page)],
    ['compare.md', comparisonMarkdown(view)],
  ]);
}

export const comparisonJson = (comparison: Comparison): string => printJson(comparison);
