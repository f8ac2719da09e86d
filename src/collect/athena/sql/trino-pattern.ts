/** White space as JavaScript's `\s` has it; that of Java knows ASCII only. */
const SPACE = '\\t\\n\\u000B\\f\\r \\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF';
const WORD = 'A-Za-z0-9_';
const NOT_LINE_END = '[^\\n\\r\\u2028\\u2029]';
const EDGE = `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`;

/** A regular expression of JavaScript, as Trino's engine (Joni, in Java's syntax) matches the same. */
export interface TrinoPattern {
  readonly text: string;
  /** Number of each named group: Trino takes groups by number. */
  readonly groups: ReadonlyMap<string, number>;
}

/**
 * Translates what the patterns of this project use; throws on what it does not know, which a test then shows. White
 * space, word edges, `.` and `$` mean something else in Java; inside a class `[` and `&&` do; named groups would make
 * plain ones count no more; folding of case is spelt out, since Java's knows more letters.
 */
export function trinoPattern({ source, flags }: RegExp): TrinoPattern {
  if (!/^[gi]*$/.test(flags)) throw new Error(`flags ${flags} of a pattern are not translated`);
  const fold = flags.includes('i');
  const groups = new Map<string, number>();
  let text = '';
  let count = 0;
  let inClass = false;
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] ?? '';
    if (char === '\\') {
      at += 1;
      text += escaped(source[at] ?? '', inClass);
    } else if (inClass) {
      if (char === ']') inClass = false;
      text += char === '[' || char === '&' ? `\\${char}` : folded(char, source, at, fold);
    } else if (char === '[') {
      inClass = true;
      text += char;
    } else if (char === '(') {
      const [, name] = /^\(\?<(\w+)>/.exec(source.slice(at)) ?? [];
      if (name !== undefined) {
        at += name.length + 3;
        groups.set(name, count + 1);
      }
      if (name !== undefined || source[at + 1] !== '?') count += 1;
      text += '(';
    } else if (char === '$') text += '\\z';
    else if (char === '.') text += NOT_LINE_END;
    else if (fold && /[a-z]/i.test(char) && source[at - 1] !== '?') {
      text += `[${char.toLowerCase()}${char.toUpperCase()}]`;
    } else text += char;
  }
  return { text, groups };
}

function escaped(char: string, inClass: boolean): string {
  switch (char) {
    case 's':
      return inClass ? SPACE : `[${SPACE}]`;
    case 'S':
      if (!inClass) return `[^${SPACE}]`;
      break;
    case 'b':
      if (!inClass) return EDGE;
      break;
    case 'w':
      return inClass ? WORD : `[${WORD}]`;
    case 'd':
      return inClass ? '0-9' : '[0-9]';
    case '/':
      return '/';
    case 't':
    case 'n':
    case 'r':
      return `\\${char}`;
    default:
      if (/[^A-Za-z0-9]/.test(char)) return `\\${char}`;
  }
  throw new Error(`\\${char} in a pattern is not translated`);
}

/** A member of a class in both cases; of a range both ends at once. */
function folded(char: string, source: string, at: number, fold: boolean): string {
  if (!fold || !/[a-z]/i.test(char)) return char;
  if (source[at - 1] === '-' && source[at - 2] !== '[') return char;
  const end = source[at + 1] === '-' && /[a-z]/i.test(source[at + 2] ?? '') ? source[at + 2] : undefined;
  if (end === undefined) return `${char.toLowerCase()}${char.toUpperCase()}`;
  // The range itself follows in the text: only its other case is put before it.
  const other = (letter: string) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
  return `${other(char)}-${other(end)}${char}`;
}
