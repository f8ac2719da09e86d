/**
 * Whether a pattern of literals, `?` and `*` matches a text, each code unit compared as it is: the classic walk with
 * one way back, to the last `*`. Fast, for the many plain questions; a hostile pattern costs at most pattern x text.
 */
export function matchText(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let read = 0; read < text.length; ) {
    const token = pattern[at];
    if (token === '*') {
      star = at;
      resume = read;
      at += 1;
    } else if (token !== undefined && (token === '?' || token === text[read])) {
      at += 1;
      read += 1;
    } else if (star >= 0) {
      resume += 1;
      read = resume;
      at = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
