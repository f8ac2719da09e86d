import type { Principal } from '../domain/principal.ts';
import type { Site, World } from './world.ts';

/** IAM User Guide, reference_iam-quotas: 128 characters of `[\w+=,.@-]`. */
const MAX_NAME = 128;

const SUFFIX = '-paredown';
const DENY_SUFFIX = '-deny';

/**
 * Names of the customer-managed policies that take the place of a policy or stand beside it, by the key of its site:
 * `<policy>-<holder>-paredown`, and `<policy>-paredown` for one whose name is the account's own. Policy names are unique
 * in an account whatever their case and path, so a name that two sites or an existing policy would share gets a hash
 * of the site.
 */
export function replacementNames(world: World): ReadonlyMap<string, string> {
  const { sites } = world;
  const wanted = new Map<string, number>();
  const count = (account: string, name: string): void => {
    const key = `${account} ${name.toLowerCase()}`;
    wanted.set(key, (wanted.get(key) ?? 0) + 1);
  };
  for (const site of sites) count(accountOf(site), plainName(site));
  for (const { policy } of world.sites) {
    if (policy.kind === 'managed') count(policy.id.split(':')[4] ?? '', policy.name);
  }
  return new Map(
    sites.map((site) => {
      const name = plainName(site);
      const unique = wanted.get(`${accountOf(site)} ${name.toLowerCase()}`) === 1;
      return [site.key, unique ? name : `${shorten(stem(site), 7)}-${hash(site.key)}${SUFFIX}`];
    }),
  );
}

/** The name of the n-th policy (from 2) that a policy too large for one is split into. */
export function splitName(name: string, part: number): string {
  return `${name.slice(0, MAX_NAME - 3)}-${part}`;
}

/** The name of a policy of explicit Denies, from that of the policy it stands beside. */
export function denyPolicyName(name: string): string {
  return `${name.slice(0, MAX_NAME - 3 - DENY_SUFFIX.length)}${DENY_SUFFIX}`;
}

/**
 * Names for policies of explicit Denies for one principal, that none of its account's policies seen has: names of
 * principals are unique by type, those of policies whatever their case.
 */
export function overlayNames(
  { name, type, account }: Principal,
  count: number,
  world: World,
): readonly string[] {
  const suffix = `-${type}${SUFFIX}`;
  const first = denyPolicyName(
    `${name.slice(0, MAX_NAME - suffix.length - DENY_SUFFIX.length - 3)}${suffix}`,
  );
  const taken = new Set(
    world.sites
      .filter(({ policy }) => policy.kind === 'inline' || policy.id.split(':')[4] === account)
      .map(({ policy }) => policy.name.toLowerCase()),
  );
  const names: string[] = [];
  for (let part = 1; names.length < count; part += 1) {
    const next = part === 1 ? first : splitName(first, part);
    if (!taken.has(next.toLowerCase())) names.push(next);
  }
  return names;
}

function plainName(site: Site): string {
  const name = stem(site);
  const fits = name.length <= MAX_NAME - SUFFIX.length;
  return fits ? name + SUFFIX : `${shorten(name, 7)}-${hash(site.key)}${SUFFIX}`;
}

function stem({ policy, holders }: Site): string {
  // Inline policies of two roles may have one name; AWS's own are carried by many.
  if (policy.kind === 'managed') return policy.name;
  const holder = holders[0]?.split('/').at(-1) ?? '';
  return `${policy.name}-${holder}`.replace(/[^A-Za-z0-9_+=,.@-]/g, '-');
}

function shorten(name: string, reserved: number): string {
  return name.slice(0, MAX_NAME - SUFFIX.length - reserved);
}

function accountOf({ holders }: Site): string {
  return holders[0]?.split(':')[4] ?? '';
}

/** FNV-1a, 6 hex digits: tells names apart, protects nothing. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (const character of text) {
    value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return (value & 0xffffff).toString(16).padStart(6, '0');
}
