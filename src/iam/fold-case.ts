// biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is what is asked for.
const ASCII = /^[\x00-\x7f]*$/;

/**
 * Lower case of the ASCII letters only. IAM compares actions without case; Unicode folding would also make the
 * Kelvin sign a `k` and change lengths, and an action name never holds anything but ASCII.
 */
export function foldCase(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
