import Handlebars from 'handlebars';
import type { Templates } from '../../reporter.ts';
import { breakable } from './breakable.ts';

/** A template with its partials, ready to be used many times. `root` is what `@root` means inside. */
export type Render = (template: string, context: object, root: object) => string;

/** Names that are shown one by one; longer lists are shown as text. */
const LONG = 24;

const PARTIAL = /^partials\/(.+)\.hbs$/;

/** Each template is compiled once, when it is first used. */
export function compiledTemplates(templates: Templates): Render {
  const handlebars = Handlebars.create();
  for (const [path, text] of templates) {
    const name = PARTIAL.exec(path)?.[1];
    if (name !== undefined) handlebars.registerPartial(name, text);
  }
  // Where the long name may break, `<wbr>`: every piece is escaped, the tag alone is ours.
  handlebars.registerHelper(
    'wbr',
    (text: string) =>
      new handlebars.SafeString(
        breakable(text)
          .map((piece) => handlebars.escapeExpression(piece))
          .join('<wbr>'),
      ),
  );
  // Text of ours marks what a person types with backticks, as Markdown does.
  handlebars.registerHelper(
    'prose',
    (text: string) =>
      new handlebars.SafeString(
        text
          .split(/`([^`]+)`/)
          .map((piece) => handlebars.escapeExpression(piece))
          .map((piece, index) => (index % 2 === 1 ? `<code>${piece}</code>` : piece))
          .join(''),
      ),
  );
  // A long list is one piece of text: 500 principals that lose 200 actions each would be 100,000 elements.
  handlebars.registerHelper('isLong', (items: readonly string[]) => items.length > LONG);
  handlebars.registerHelper('commas', (items: readonly string[]) => items.join(', '));
  handlebars.registerHelper('isZero', (count: string) => count === '0');
  // A section may stand in another file: `report-111122223333.html#p-...`.
  handlebars.registerHelper('link', (anchor: string, { data }: Handlebars.HelperOptions) => {
    const pages: ReadonlyMap<string, string> = data.root.pages;
    return `${pages.get(anchor) ?? ''}#${anchor}`;
  });
  const compiled = new Map<string, Handlebars.TemplateDelegate>();
  return (name, context, root) => {
    const known = compiled.get(name);
    // A field the view does not have is our bug and must not render as nothing: `strict`.
    const render =
      known ?? handlebars.compile(templateText(templates, name), { strict: true, preventIndent: true });
    if (known === undefined) compiled.set(name, render);
    return render(context, { data: { root } });
  };
}

/** Browsers hash style and script with their line ends normalised to `\n`. */
export function templateText(templates: Templates, path: string): string {
  const text = templates.get(path);
  if (text === undefined) throw new Error(`The template ${path} is missing.`);
  return text.replaceAll('\r\n', '\n');
}
