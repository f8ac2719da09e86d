/** Where literal text may end: a wildcard or a policy variable. */
const OPENS: ReadonlySet<string | undefined> = new Set(['*', '?', '$']);
const CLOSES: ReadonlySet<string | undefined> = new Set(['*', '?', '}']);

/**
 * False when two patterns can have no string in common because their literal beginnings or endings differ; true says
 * nothing. It spares most comparisons of a long list. Cases are compared as they are.
 */
export function endsAgree(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at <= shorter; at += 1) {
    const x = a[at];
    const y = b[at];
    if (OPENS.has(x) || OPENS.has(y)) break;
    if (x !== y) return false;
  }
  for (let back = 1; back <= shorter; back += 1) {
    const x = a[a.length - back];
    const y = b[b.length - back];
    if (CLOSES.has(x) || CLOSES.has(y)) break;
    if (x !== y) return false;
  }
  return true;
}
