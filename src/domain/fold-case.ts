import { BoundedMap } from './bounded-map.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is what is asked for.
const ASCII = /^[\x00-\x7f]*$/;

/**
 * Lower case of the ASCII letters only. IAM compares actions without case; Unicode folding would also make the
 * Kelvin sign a `k` and change lengths, and an action name never holds anything but ASCII. Whatever compares actions,
 * or events with actions, folds them this way: what two parts fold differently one would keep and the other lose.
 */
export function foldCase(text: string): string {
  let folded = known.get(text);
  if (folded === undefined) {
    folded = ASCII.test(text)
      ? text.toLowerCase()
      : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
    known.set(text, folded);
  }
  return folded;
}

/** The same names and patterns are folded millions of times. */
const known = new BoundedMap<string>(50_000);
