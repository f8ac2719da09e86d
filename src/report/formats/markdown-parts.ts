import { code, Markdown, md } from './markdown-text.ts';

/** Code spans with commas between. */
export const codes = (items: readonly string[]): readonly Markdown[] =>
  items.map((item, index) => (index === 0 ? code(item) : new Markdown(`, ${code(item).text}`)));

export const bullets = (items: readonly Markdown[]): readonly Markdown[] =>
  items.map((item) => md`- ${item}\n`);

/** The part, or nothing when there is nothing to put in it. */
export const section = (items: readonly unknown[], part: () => Markdown): Markdown =>
  items.length === 0 ? new Markdown('') : part();
