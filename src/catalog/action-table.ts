import { BoundedMap } from '../domain/bounded-map.ts';
import type { AccessLevel, ActionInfo } from '../domain/catalog.ts';
import { foldCase } from '../domain/fold-case.ts';
import { matchText } from '../domain/match-text.ts';
import type { ActionsFile } from './catalog-data.ts';

/** Every IAM action of the authorization reference. Names match case-insensitively; answers are in canonical spelling. */
export interface ActionTable {
  readonly services: readonly string[];
  hasService(namespace: string): boolean;
  actionsOf(namespace: string): readonly string[];
  /** Canonical spelling; null when there is no such action. */
  canonical(name: string): string | null;
  info(name: string): ActionInfo | null;
  expand(pattern: string): readonly string[];
  /** Every action of an access level, without decoding the rest. */
  ofLevel(level: AccessLevel): readonly string[];
}

const LEVELS: Readonly<Record<string, AccessLevel>> = {
  L: 'List',
  R: 'Read',
  W: 'Write',
  T: 'Tagging',
  P: 'Permissions management',
};

/** Policies may hold any number of patterns, and of 20,000 actions one may match most. */
const MOST_EXPANSIONS = 5_000;

interface Service {
  /** Sorted by canonical name. */
  readonly names: readonly string[];
  /** Lower-case name -> canonical name, in the same order. */
  readonly byLower: ReadonlyMap<string, string>;
}

/** Reads `data/actions.json`; services are decoded when first asked for. */
export function actionTable(file: ActionsFile): ActionTable {
  const services = Object.keys(file.services).sort();
  const decoded = new Map<string, Service>();
  const infos = new Map<string, ActionInfo>();
  const expansions = new BoundedMap<readonly string[]>(MOST_EXPANSIONS);

  const service = (namespace: string): Service | null => {
    const known = decoded.get(namespace);
    if (known !== undefined) return known;
    if (!Object.hasOwn(file.services, namespace)) return null;
    const names = Object.keys(file.services[namespace] ?? {})
      .sort()
      .map((name) => `${namespace}:${name}`);
    const value = { names, byLower: new Map(names.map((name) => [foldCase(name), name])) };
    decoded.set(namespace, value);
    return value;
  };

  const canonical = (name: string): string | null => {
    const lower = foldCase(name);
    return service(lower.slice(0, Math.max(0, lower.indexOf(':'))))?.byLower.get(lower) ?? null;
  };

  const info = (name: string): ActionInfo | null => {
    // Most callers have the canonical spelling already.
    const same = infos.get(name);
    if (same !== undefined) return same;
    const found = canonical(name);
    if (found === null) return null;
    const known = infos.get(found);
    if (known !== undefined) return known;
    const colon = found.indexOf(':');
    const encoded = file.services[found.slice(0, colon)]?.[found.slice(colon + 1)] ?? '';
    const value = decodeAction(found, encoded, file.arns);
    infos.set(found, value);
    return value;
  };

  const expand = (pattern: string): readonly string[] => {
    const lower = foldCase(pattern);
    const known = expansions.get(lower);
    if (known !== undefined) return known;
    if (!/[*?]/.test(lower)) {
      const name = canonical(lower);
      return name === null ? [] : [name];
    }
    const prefix = /^([^*?:]*):/.exec(lower)?.[1];
    const candidates = prefix === undefined ? services : [prefix];
    const value = candidates
      .flatMap((namespace) => [...(service(namespace)?.byLower ?? [])])
      .filter(([text]) => matchText(lower, text))
      .map(([, name]) => name)
      .sort();
    expansions.set(lower, value);
    return value;
  };

  return {
    services,
    hasService: (namespace) => Object.hasOwn(file.services, foldCase(namespace)),
    actionsOf: (namespace) => service(foldCase(namespace))?.names ?? [],
    canonical,
    info,
    expand,
    ofLevel: (level) => {
      const letter = Object.keys(LEVELS).find((key) => LEVELS[key] === level) ?? '';
      const letters = new RegExp(`^[A-Z]*${letter}`);
      return services.flatMap((namespace) => {
        const actions = file.services[namespace] ?? {};
        return Object.keys(actions)
          .filter((name) => letters.test(actions[name] ?? ''))
          .map((name) => `${namespace}:${name}`);
      });
    },
  };
}

function decodeAction(name: string, encoded: string, arns: readonly string[]): ActionInfo {
  const [letters = '', ...indexes] = encoded.split(' ');
  return {
    name,
    accessLevels: [...letters].map((letter) => LEVELS[letter] ?? 'Write'),
    resourceArns: indexes.map((index) => arns[Number(index)] ?? '').sort(),
  };
}
