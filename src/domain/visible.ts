/**
 * Characters that change how the text around them is read but show nothing themselves: C0 and C1 controls, zero-width
 * and bidirectional controls, line separators, byte-order marks, tag characters and lone surrogates. A role name with
 * U+202E reads backwards in a browser, a terminal and a spreadsheet; a newline starts a new line of CSV or Markdown.
 */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the controls are what it is about
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Cs}/gu;

const escapeCharacter = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');

/** Nearly every string of AWS is this; asking first is many times faster than replacing nothing. */
const PLAIN = /^[ -~]*$/;

export const isPlainText = (text: string): boolean => PLAIN.test(text);

export const escapeInvisible = (text: string): string => text.replace(INVISIBLE, escapeCharacter);

/** Text with every such character written as `\uXXXX`, as JSON writes it. */
export const visible = (text: string): string => (isPlainText(text) ? text : escapeInvisible(text));

/** Lines of text for a terminal; what they quote can neither colour or overwrite what stands there nor begin a line. */
export const visibleLines = (lines: readonly string[]): string => lines.map(visible).join('\n');
