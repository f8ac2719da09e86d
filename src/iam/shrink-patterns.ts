import { foldCase } from '../domain/fold-case.ts';
import { matchText } from '../domain/match-text.ts';
import { coverNames } from './cover-names.ts';
import { includes, intersects } from './inclusion.ts';
import { type KnownAction, type Universe, universeOf } from './universe.ts';

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
 * @param universe all known actions of the services concerned, canonical; in any order. What is worked out of it is
 *   kept for the next question of the same array.
 */
export function shrinkPatterns(
  patterns: readonly string[],
  removed: readonly string[],
  universe: readonly string[],
): readonly string[] {
  const known = universeOf(universe);
  const removal = removalOf(removed, known);
  const touched = new Set(patterns.filter(removal.touches));
  if (touched.size === 0) return patterns;
  const untouched = patterns.filter((pattern) => !touched.has(pattern));
  const kept: Kept = { known, removal, covering: coveringOf(untouched) };
  const written = new Set(untouched);
  return patterns.flatMap((pattern) => {
    if (!touched.has(pattern)) return [pattern];
    const fresh = replace(pattern, kept).filter((item) => !written.has(item));
    for (const item of fresh) written.add(item);
    return fresh;
  });
}

interface Kept {
  readonly known: Universe;
  readonly removal: Removal;
  /** The patterns that stay and may match actions of the service. */
  readonly covering: (service: string) => readonly string[];
}

/** The kept actions of one pattern, service by service, as patterns inside it. */
function replace(pattern: string, { known, removal, covering }: Kept): readonly string[] {
  const folded = foldCase(pattern);
  const name = pattern.slice(pattern.indexOf(':') + 1);
  const usable = (candidate: string): boolean =>
    !removal.touches(candidate) && includes([pattern], candidate, { caseInsensitive: true }).included;
  const namespace = namespaceOf(folded);
  const services = isPattern(namespace) ? known.byService.keys() : (known.spellings.get(namespace) ?? []);
  return [...services].flatMap((service) => {
    const actions = known.byService.get(service) ?? [];
    const staying = covering(service);
    const cover = (): readonly string[] => {
      const isCovered = coverTest(staying);
      const matched = actions.filter((each) => !removal.takes(each) && matchText(folded, each.folded));
      const open = new Set(matched.filter((each) => !isCovered(each.folded)).map(({ action }) => action));
      return coverNames(
        `${service}:`,
        matched.map(({ action }) => action),
        { name, usable, open },
      );
    };
    // What is removed and not known decides too: patterns, and names that no prefix may match.
    if (removal.hasUnknown) return cover();
    const alike = (known.spellings.get(foldCase(service)) ?? []).flatMap(
      (each) => known.byService.get(each) ?? [],
    );
    const taken = alike.map((each) => (removal.takes(each) ? 1 : 0)).join('');
    const key = JSON.stringify([pattern, service, taken, ...staying]);
    let answer = known.covers.get(key);
    if (answer === undefined) {
      answer = cover();
      known.covers.set(key, answer);
    }
    return answer;
  });
}

function coveringOf(patterns: readonly string[]): Kept['covering'] {
  const namespaces = patterns.map((pattern) => namespaceOf(foldCase(pattern)));
  return (service) => {
    const folded = foldCase(service);
    return patterns.filter((_, at) => {
      const namespace = namespaces[at] ?? '';
      return namespace === folded || isPattern(namespace);
    });
  };
}

/** What stands before the colon; all of a text without one. */
function namespaceOf(pattern: string): string {
  const colon = pattern.indexOf(':');
  return colon < 0 ? pattern : pattern.slice(0, colon);
}

/** Whether a folded name is matched by one of the patterns that stay. */
function coverTest(patterns: readonly string[]): (name: string) => boolean {
  const folded = patterns.map(foldCase);
  const plain = new Set(folded.filter((pattern) => !isPattern(pattern)));
  const wide = folded.filter(isPattern);
  return (name) => plain.has(name) || wide.some((pattern) => matchText(pattern, name));
}

interface Removal {
  readonly takes: (action: KnownAction) => boolean;
  /** Whether a pattern or name matches a removed action. */
  readonly touches: (pattern: string) => boolean;
  /** Whether patterns or names that are not known are removed. */
  readonly hasUnknown: boolean;
}

/** What is removed: known actions by look-up, names that are not known and patterns one by one. */
function removalOf(removed: readonly string[], { actions, byFolded }: Universe): Removal {
  const known = new Set<KnownAction>();
  const others: string[] = [];
  for (const name of removed) {
    const folded = foldCase(name);
    const action = byFolded.get(folded);
    if (action === undefined) others.push(folded);
    else known.add(action);
  }
  const isOther = (folded: string): boolean =>
    others.some((other) => intersects(other, folded, { caseInsensitive: true }));
  const takes = (action: KnownAction): boolean =>
    known.has(action) || others.some((other) => matchText(other, action.folded));
  const touches = (pattern: string): boolean => {
    const folded = foldCase(pattern);
    if (isOther(folded)) return true;
    if (!isPattern(folded)) {
      const action = byFolded.get(folded);
      return action !== undefined && known.has(action);
    }
    const prefix = folded.slice(0, folded.search(/[*?]/));
    for (let at = lowerBound(actions, prefix); actions[at]?.folded.startsWith(prefix); at += 1) {
      const action = actions[at];
      if (action !== undefined && known.has(action) && matchText(folded, action.folded)) return true;
    }
    return false;
  };
  return { takes, touches, hasUnknown: others.length > 0 };
}

function isPattern(text: string): boolean {
  return /[*?]/.test(text);
}

function lowerBound(sorted: readonly KnownAction[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.folded ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
