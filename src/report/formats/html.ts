import Handlebars from 'handlebars';
import type { Reporter, Templates } from '../reporter.ts';
import { sha256Source } from '../sha256.ts';

const PARTIAL = /^partials\/(.+)\.hbs$/;

/**
 * `report.html`: one file that reads, filters and prints without a network. The policy allows exactly the style and
 * the script of our own templates, by hash; whatever an AWS string smuggled in could neither run nor load.
 */
export const html: Reporter = ({ view, templates }) => {
  const css = template(templates, 'report.css');
  const script = template(templates, 'report.js');
  const handlebars = Handlebars.create();
  for (const [path, text] of templates) {
    const name = PARTIAL.exec(path)?.[1];
    if (name !== undefined) handlebars.registerPartial(name, text);
  }
  const render = handlebars.compile(template(templates, 'report.html.hbs'), {
    noEscape: false,
    // A field the view does not have is our bug and must not render as nothing.
    strict: true,
    preventIndent: true,
  });
  const csp = [
    "default-src 'none'",
    `style-src ${sha256Source(css)}`,
    `script-src ${sha256Source(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const principalsOpen = view.principals.length <= OPEN_UP_TO;
  return new Map([['report.html', render({ ...view, css, script, csp, principalsOpen })]]);
};

/** Above this the sections of the principals start folded, so that the page opens at once. */
const OPEN_UP_TO = 8;

/** Browsers hash style and script with their line ends normalised to `\n`. */
function template(templates: Templates, path: string): string {
  const text = templates.get(path);
  if (text === undefined) throw new Error(`The template ${path} is missing.`);
  return text.replaceAll('\r\n', '\n');
}
