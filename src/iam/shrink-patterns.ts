import { coverNames } from './cover-names.ts';
import { foldCase } from './fold-case.ts';
import { includes, intersects } from './inclusion.ts';
import { matchText } from './match-text.ts';

/**
 * Action patterns without some actions: a positive list.
 *
 * The result matches no removed action, matches nothing outside the original patterns (as languages, so an action
 * that AWS adds tomorrow is no wider either), and matches every known action that was matched and not removed.
 * A pattern that matches no removed action stays verbatim and in place; the others are replaced where they stood by
 * whole services (`ec2:*`), prefixes that end at a word (`s3:GetObject*`) and names, in order of service and name.
 *
 * What a positive list cannot keep: services and actions that `universe` does not know and no prefix covers. For
 * `Action: "*"` a caller may rather turn the statement into `NotAction: removed`, which is the exact complement.
 *
 * @param removed canonical names; a pattern among them removes all it matches.
 * @param universe all known actions of the services concerned, canonical; in any order.
 */
export function shrinkPatterns(
  patterns: readonly string[],
  removed: readonly string[],
  universe: readonly string[],
): readonly string[] {
  const isRemoved = removalTest(removed);
  const touched = new Set(patterns.filter(isRemoved));
  if (touched.size === 0) return patterns;
  const untouched = patterns.filter((pattern) => !touched.has(pattern));
  const isCovered = coverTest(untouched);
  const kept = keptByService(universe, isRemoved);
  const written = new Set(untouched);
  return patterns.flatMap((pattern) => {
    if (!touched.has(pattern)) return [pattern];
    const fresh = replace(pattern, kept, isRemoved, isCovered).filter((item) => !written.has(item));
    for (const item of fresh) written.add(item);
    return fresh;
  });
}

/** Folded name to canonical one, in order of name, by service in order of namespace. */
type Kept = ReadonlyMap<string, ReadonlyMap<string, string>>;

function keptByService(universe: readonly string[], isRemoved: (pattern: string) => boolean): Kept {
  const names = universe.map((action): [string, string] => [foldCase(action), action]).sort(byText);
  const services = new Map<string, Map<string, string>>();
  for (const [name, action] of names) {
    if (isRemoved(name)) continue;
    const service = action.slice(0, action.indexOf(':'));
    const known = services.get(service);
    if (known) known.set(name, action);
    else services.set(service, new Map([[name, action]]));
  }
  return services;
}

/** The kept actions of one pattern, service by service, as patterns inside it. */
function replace(
  pattern: string,
  kept: Kept,
  isRemoved: (pattern: string) => boolean,
  isCovered: (name: string) => boolean,
): readonly string[] {
  const folded = foldCase(pattern);
  const name = pattern.slice(pattern.indexOf(':') + 1);
  const usable = (candidate: string): boolean =>
    !isRemoved(candidate) && includes([pattern], candidate, { caseInsensitive: true }).included;
  return [...kept].flatMap(([service, names]) => {
    const matched = [...names].filter(([key]) => matchText(folded, key));
    const open = new Set(matched.filter(([key]) => !isCovered(key)).map(([, action]) => action));
    const actions = matched.map(([, action]) => action);
    return coverNames(`${service}:`, actions, { name, usable, open });
  });
}

/** Whether a folded name is matched by one of the patterns that stay. */
function coverTest(patterns: readonly string[]): (name: string) => boolean {
  const folded = patterns.map(foldCase);
  const plain = new Set(folded.filter((pattern) => !isPattern(pattern)));
  const wide = folded.filter(isPattern);
  return (name) => plain.has(name) || wide.some((pattern) => matchText(pattern, name));
}

/** Whether a pattern matches a removed action. Plain names are looked up by their sorted prefix range. */
function removalTest(removed: readonly string[]): (pattern: string) => boolean {
  const names = [...new Set(removed.map(foldCase))].sort();
  const plain = names.filter((name) => !isPattern(name));
  const exact = new Set(plain);
  const wide = names.filter(isPattern);
  return (pattern) => {
    const folded = foldCase(pattern);
    if (wide.some((name) => intersects(name, folded, { caseInsensitive: true }))) return true;
    if (!isPattern(folded)) return exact.has(folded);
    const prefix = folded.slice(0, folded.search(/[*?]/));
    for (let at = lowerBound(plain, prefix); plain[at]?.startsWith(prefix); at += 1) {
      if (matchText(folded, plain[at] ?? '')) return true;
    }
    return false;
  };
}

function isPattern(text: string): boolean {
  return /[*?]/.test(text);
}

function lowerBound(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byText([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
