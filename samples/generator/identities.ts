import { millis } from './calendar.ts';
import { productionAgents } from './identities-agents.ts';
import { developmentAgents } from './identities-development.ts';
import { others } from './identities-others.ts';
import { productionWorkloads } from './identities-workloads.ts';
import type { Identity } from './model.ts';
import { prng, UPPER_ALPHANUMERIC } from './prng.ts';

export const identities: readonly Identity[] = [
  ...productionAgents,
  ...productionWorkloads,
  ...developmentAgents,
  ...others,
];

const byKey = new Map(identities.map((identity) => [`${identity.account}/${identity.name}`, identity]));

export function identityOf(key: string): Identity {
  const identity = byKey.get(key);
  if (identity === undefined) throw new Error(`The identity table has no ${key}.`);
  return identity;
}

export const arnOf = (identity: Pick<Identity, 'account' | 'kind' | 'name' | 'path'>): string =>
  `arn:aws:iam::${identity.account}:${identity.kind}${identity.path}${identity.name}`;

/** IAM's unique ids: four letters for the kind, then 17 characters. */
export const uniqueIdFor = (seed: string, prefix: string, arn: string): string =>
  prefix + prng(seed, 'unique-id', prefix, arn).text(UPPER_ALPHANUMERIC, 17);

/** The unique id the identity had at a time (a recreated role had another one before). */
export function uniqueIdAt(seed: string, identity: Identity, time: number): string {
  const previous = identity.recreatedAt !== undefined && time < millis(identity.recreatedAt);
  const prefix = identity.kind === 'role' ? 'AROA' : 'AIDA';
  return uniqueIdFor(seed, prefix, arnOf(identity) + (previous ? '#previous' : ''));
}
