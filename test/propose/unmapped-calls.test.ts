import { describe, expect, it } from 'vitest';
import type { Usage } from '../../src/domain/analysis.ts';
import type { Activity } from '../../src/domain/facts.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { propose } from '../../src/propose/index.ts';
import { verify } from '../../src/verify/index.ts';
import {
  AS_OF,
  activity,
  allow,
  analysed,
  analysis,
  attached,
  collected,
  doc,
  managedPolicy,
  role,
  tinyCatalog,
} from '../support/builders.ts';

const catalog = tinyCatalog();
const KMS = catalog.actionsOf('kms');

/** What becomes, under `used`, of a policy that two roles share of which one made the call, and whether it is proven. */
function pared(
  document: JsonObject,
  removed: readonly string[],
  event: string,
  changes: Partial<Activity> = {},
): readonly [string, JsonObject | null | undefined] {
  const policy = managedPolicy('p', document);
  const [one, other] = [role('one', [attached(policy)]), role('other', [attached(policy)])];
  const verdict = (action: string): Usage => (removed.includes(action) ? 'unused' : 'unknown');
  const usage = Object.fromEntries(catalog.expand('*').map((action) => [action, verdict(action)]));
  const world = collected([one, other], [policy], [activity(other, event, changes)]);
  const judged = analysis(analysed(one, usage), analysed(other, usage));
  const proposed = propose(world, judged, catalog, { target: 'used', asOf: AS_OF });
  const [shared] = verify(world, judged, proposed, catalog).filter(({ id }) => id === policy.id);
  return [shared?.status ?? 'none', shared?.changes[0]?.after];
}

const not = (...patterns: readonly string[]): JsonObject =>
  doc({ Effect: 'Allow', NotAction: patterns, Resource: '*' });

describe('a call that no action is known for, under `used`', () => {
  it('keeps its service from going by one pattern', () => {
    const excluding = not('iam:*');
    expect(pared(excluding, KMS, 'lambda:Mystery')).toEqual(['verified', not('iam:*', 'kms:*')]);
    expect(pared(excluding, KMS, 'kms:Mystery')).toEqual(['verified', not('iam:*', ...KMS)]);
  });

  it('keeps `*` from becoming a list that it is not on', () => {
    const others = catalog.expand('*').filter((action) => !/^(s3|iam):/.test(action));
    const listed = ['verified', doc(allow('iam:*', 's3:*'))];
    expect(pared(doc(allow('*')), others, 's3:Mystery')).toEqual(listed);
    const services = ['aws-external-anthropic:*', 'lambda:*', 'sts:*'];
    expect(pared(doc(allow('*')), others, 'kms:Mystery')).toEqual(['verified', not(...services, ...KMS)]);
    expect(pared(doc(allow('*')), others, 'foo:Mystery')).toEqual([
      'verified',
      not('aws-external-anthropic:*', 'kms:*', 'lambda:*', 'sts:*'),
    ]);
  });

  it('keeps `*` from going altogether', () => {
    const all = catalog.expand('*');
    const services = catalog.services.filter((service) => service !== 'kms').map((service) => `${service}:*`);
    expect(pared(doc(allow('*')), all, 'kms:Mystery')).toEqual(['verified', not(...services, ...KMS)]);
  });

  it('is none that was refused', () => {
    expect(pared(not('iam:*'), KMS, 'kms:Mystery', { outcome: 'denied' })).toEqual([
      'verified',
      not('iam:*', 'kms:*'),
    ]);
  });
});
