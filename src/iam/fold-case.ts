// biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is what is asked for.
const ASCII = /^[\x00-\x7f]*$/;

/**
 * Lower case of the ASCII letters only. IAM compares actions without case; Unicode folding would also make the
 * Kelvin sign a `k` and change lengths, and an action name never holds anything but ASCII.
 */
export function foldCase(text: string): string {
  let folded = known.get(text);
  if (folded === undefined) {
    folded = ASCII.test(text)
      ? text.toLowerCase()
      : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, folded);
  }
  return folded;
}

/** The same names and patterns are folded millions of times; texts from logs and policies may be any number. */
const known = new Map<string, string>();
const MOST_KNOWN = 50_000;
