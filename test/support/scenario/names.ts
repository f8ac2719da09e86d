import { createHash } from 'node:crypto';
import type { Scenario } from './schema.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
export const LONG_AGO = '2024-01-01';

interface Named {
  readonly role?: string | undefined;
  readonly user?: string | undefined;
}

export function nameOf({ role, user }: Named): string {
  const name = role ?? user;
  if (name === undefined) throw new Error('a role or a user must be named');
  return name;
}

/** A stable unique id of the right kind, from the name. */
export function idOf(named: Named & { readonly id?: string | undefined }): string {
  if (named.id !== undefined) return named.id;
  const hash = createHash('sha256').update(nameOf(named)).digest('hex').toUpperCase().slice(0, 17);
  return `${named.role === undefined ? 'AIDA' : 'AROA'}${hash}`;
}

export function arnOf(named: Named & { readonly path?: string | undefined }): string {
  const kind = named.role === undefined ? 'user' : 'role';
  return `arn:aws:iam::${ACCOUNT}:${kind}${named.path ?? '/'}${nameOf(named)}`;
}

/** The principal of the scenario that an event or report names. */
export function principalNamed(scenario: Scenario, named: Named): Scenario['principals'][number] {
  const found = scenario.principals.find((principal) =>
    named.role !== undefined ? principal.role === named.role : principal.user === named.user,
  );
  if (found === undefined) throw new Error(`the scenario has no principal ${nameOf(named)}`);
  return found;
}

/** The window of a scenario as days: `first` inclusive, `end` exclusive. */
export function windowDays(scenario: Scenario): { readonly end: string; readonly days: readonly string[] } {
  const end = scenario.asOf ?? '2026-07-01';
  const count = scenario.window ?? 90;
  const days = Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(`${end}T00:00:00Z`) - (count - index) * 86_400_000).toISOString().slice(0, 10),
  );
  return { end, days };
}
