import { readdirSync, readFileSync } from 'node:fs';
import type { JsonObject } from '../../../src/domain/json.ts';
import { PolicySyntaxError, parsePolicy } from '../../../src/iam/index.ts';
import { sharedData } from '../shared-data.ts';

export interface RealPolicy {
  readonly name: string;
  readonly document: JsonObject;
}

/**
 * The policies of the quacky collection that an account can hold: 12 of its 746 files are no policies (see
 * test/real/iam-policies), and two have a Sid twice, which IAM takes from nobody.
 */
export function quackyPolicies(): readonly RealPolicy[] {
  const folder = sharedData('oracle-quacky-policies', 'samples');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => {
      try {
        const text = readFileSync(`${folder}/${name}`, 'utf8');
        const { raw, statements } = parsePolicy(text);
        const sids = statements.flatMap(({ sid }) => (sid === null || sid === '' ? [] : [sid]));
        return new Set(sids).size === sids.length ? [{ name, document: raw }] : [];
      } catch (error) {
        if (error instanceof PolicySyntaxError) return [];
        throw error;
      }
    });
}

/** All AWS managed policies of the data set. */
export function managedPolicies(): readonly RealPolicy[] {
  const file = sharedData('managed-policies-iam-dataset', 'managed_policies.json');
  const policies = JSON.parse(readFileSync(file, 'utf8')) as Record<
    string,
    { name: string; document: JsonObject }
  >;
  return Object.values(policies).map(({ name, document }) => ({ name, document }));
}
