import { BoundedMap } from '../domain/bounded-map.ts';
import { foldCase } from '../domain/fold-case.ts';

/** One known action. */
export interface KnownAction {
  /** Canonical spelling. */
  readonly action: string;
  /** For comparing: IAM takes action names without case. */
  readonly folded: string;
}

/** Known actions, folded, sorted and grouped once, for the many questions that are asked of the same ones. */
export interface Universe {
  /** In order of their folded names. */
  readonly actions: readonly KnownAction[];
  readonly byService: ReadonlyMap<string, readonly KnownAction[]>;
  /** How the services of a folded name are spelt; mostly one way. */
  readonly spellings: ReadonlyMap<string, readonly string[]>;
  readonly byFolded: ReadonlyMap<string, KnownAction>;
  /** Answers of `shrinkPatterns` for one pattern and service, by what decides them. */
  readonly covers: BoundedMap<readonly string[]>;
}

/** Policies may be any number, and the key of an answer is some kilobytes long at worst. */
const MOST_COVERS = 20_000;

const made = new WeakMap<readonly string[], Universe>();

/** `actions`: canonical names, in any order and as often as one likes; the same array gives the same universe. */
export function universeOf(actions: readonly string[]): Universe {
  const known = made.get(actions);
  if (known !== undefined) return known;
  const byFolded = new Map(actions.map((action) => [foldCase(action), action]));
  const sorted = [...byFolded]
    .map(([folded, action]) => ({ action, folded }))
    .sort((a, b) => (a.folded < b.folded ? -1 : a.folded > b.folded ? 1 : 0));
  const byService = new Map<string, KnownAction[]>();
  for (const each of sorted) {
    const service = each.action.slice(0, each.action.indexOf(':'));
    const others = byService.get(service);
    if (others === undefined) byService.set(service, [each]);
    else others.push(each);
  }
  const spellings = new Map<string, string[]>();
  for (const service of byService.keys()) {
    const folded = foldCase(service);
    spellings.set(folded, [...(spellings.get(folded) ?? []), service]);
  }
  const universe = {
    actions: sorted,
    byService,
    spellings,
    byFolded: new Map(sorted.map((each) => [each.folded, each])),
    covers: new BoundedMap<readonly string[]>(MOST_COVERS),
  };
  made.set(actions, universe);
  return universe;
}
