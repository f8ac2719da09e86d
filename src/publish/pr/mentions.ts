import type { RepositoryTexts } from './located-file.ts';

const MOST = 5;

/** What names of policies, principals and files are made of: next to one of these it is another name. */
const IN_NAME = '[\\w+=,.@-]';

/** `path:line` of every line of a repository that holds a name, the first few and how many more. */
export function mentionsOf(texts: RepositoryTexts, name: string, except?: string): readonly string[] {
  const mentioned = new RegExp(`(?<!${IN_NAME})${quoted(name)}(?!${IN_NAME})`);
  return linesWith(texts, (line) => mentioned.test(line), except);
}

/** Lines that state a name as a whole: between quotes, or alone after a colon or a dash. */
export function statementsOf(texts: RepositoryTexts, name: string): readonly string[] {
  const stated = stating(name);
  return linesWith(texts, (line) => stated.test(line));
}

/** Whether a text has the name as a whole string. */
export const states = (text: string, name: string): boolean => stating(name).test(text);

function stating(name: string): RegExp {
  const text = quoted(name);
  return new RegExp(`["']${text}["']|(?::|^[ \\t]*-)[ \\t]+${text}[ \\t]*\\r?$`, 'm');
}

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function linesWith(
  texts: RepositoryTexts,
  holds: (line: string) => boolean,
  except?: string,
): readonly string[] {
  const places = [...texts].flatMap(([path, text]) =>
    path === except || !holds(text)
      ? []
      : text.split('\n').flatMap((line, index) => (holds(line) ? [`${path}:${index + 1}`] : [])),
  );
  const rest = places.length - MOST;
  return rest > 0 ? [...places.slice(0, MOST), `${rest} more`] : places;
}
