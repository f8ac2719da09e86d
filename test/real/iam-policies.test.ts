import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/collect/catalog-files.ts';
import type { Catalog } from '../../src/domain/catalog.ts';
import {
  includes,
  intersects,
  parsePolicy,
  policyText,
  printPolicy,
  shrinkPatterns,
} from '../../src/iam/index.ts';
import { hasSharedData, sharedData } from '../support/shared-data.ts';

function jsonFiles(...folder: readonly string[]): readonly string[] {
  const names = readdirSync(sharedData(...folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.json')).sort();
}

/** What is refused and why; everything else must come back with the same meaning. */
function refusals(documents: Iterable<readonly [string, unknown]>): {
  readonly read: number;
  readonly refused: object;
} {
  let read = 0;
  const refused: Record<string, string> = {};
  for (const [name, source] of documents) {
    let document: ReturnType<typeof parsePolicy>;
    try {
      document = parsePolicy(source);
    } catch (error) {
      refused[name] = (error as Error).message;
      continue;
    }
    read += 1;
    const statements = document.statements.map((statement) => ({ ...statement, raw: { ...statement.raw } }));
    const printed = policyText(printPolicy({ ...document, statements }));
    expect(parsePolicy(printed), name).toEqual(document);
    expect(printed).toBe(policyText(document.raw));
  }
  return { read, refused };
}

function managedPolicies(): readonly (readonly [string, { readonly document: unknown }])[] {
  const file = sharedData('managed-policies-iam-dataset', 'managed_policies.json');
  return Object.entries(JSON.parse(readFileSync(file, 'utf8')));
}

describe.skipIf(!hasSharedData)('real policies are parsed and printed with the same meaning', () => {
  it('746 policies of the quacky collection, but for 12', () => {
    const folder = ['oracle-quacky-policies', 'samples'] as const;
    const texts = jsonFiles(...folder).map(
      (name) => [name, readFileSync(sharedData(...folder, name), 'utf8')] as const,
    );
    expect(texts).toHaveLength(746);
    const { read, refused } = refusals(texts);
    expect(read).toBe(734);
    // `domain.json` files describe a range of requests and are no policies; the others list principals without a type.
    expect(refused).toEqual({
      'manual_s3/exp_single/s3_allow_3/domain.json': 'Resource: is not an element of a policy document',
      'manual_s3/exp_single/s3_allow_notprincipal/domain.json':
        'Principal: is not an element of a policy document',
      'manual_s3/exp_single/s3_allow_notprincipal/policy.json':
        'Statement[0].NotPrincipal: must be "*" or an object',
      'manual_s3/exp_single/s3_allow_notresource/domain.json':
        'Resource: is not an element of a policy document',
      'manual_s3/exp_single/s3_allow_prefix/domain.json': 'Resource: is not an element of a policy document',
      'manual_s3/exp_single/s3_allow_principals/domain.json':
        'Principal: is not an element of a policy document',
      'manual_s3/exp_single/s3_allow_principals/policy.json':
        'Statement[0].Principal: must be "*" or an object',
      'manual_s3/exp_single/s3_allow_pstar/domain.json': 'Principal: is not an element of a policy document',
      'manual_s3/exp_single/s3_allow_pstar/policy.json': 'Statement[0].Principal: must be "*" or an object',
      'manual_s3/exp_single/s3_allow_rstar/domain.json': 'Resource: is not an element of a policy document',
      'manual_s3/exp_single/s3_deny_notresource/domain.json':
        'Resource: is not an element of a policy document',
      'manual_s3/exp_single/s3_deny_resource/domain.json': 'Resource: is not an element of a policy document',
    });
  });

  it('all 1,641 AWS managed policies', () => {
    const { read, refused } = refusals(managedPolicies().map(([arn, { document }]) => [arn, document]));
    expect(refused).toEqual({});
    expect(read).toBe(1641);
  });

  it('the converter fixtures, of which two are policies', () => {
    const folder = ['policy-json-fixtures', 'converter', 'fixtures'] as const;
    const names = jsonFiles(...folder);
    const { read, refused } = refusals(
      names.map((name) => [name, readFileSync(sharedData(...folder, name), 'utf8')] as const),
    );
    expect(read).toBe(2);
    expect(refused).toEqual({
      'empty-policy.json': 'Statement: is empty; a policy needs at least one statement',
      'error-broken.json': expect.stringContaining('document: is not JSON'),
      'error-cloudformation-snippet.json': 'PolicyName: is not an element of a policy document',
      'error-no-statements.json': 'Statement: is missing',
      // Terraform interpolations with unescaped quotation marks.
      'tf-interpolations.json': expect.stringContaining('document: is not JSON'),
    });
  });
});

describe.skipIf(!hasSharedData)('shrinking the Allow statements of AWS managed policies', () => {
  let catalog: Catalog;
  beforeAll(() => {
    catalog = loadCatalog();
  });

  it('drops every sensitive action, keeps every other, and adds nothing', () => {
    const sensitive = new Set(catalog.sensitiveActions);
    let touched = 0;
    for (const [arn, { document }] of managedPolicies()) {
      for (const { effect, action } of parsePolicy(document).statements) {
        if (effect === 'Deny' || action.negated) continue;
        const granted = new Set(action.patterns.flatMap((pattern) => catalog.expand(pattern)));
        const removed = [...granted].filter((name) => sensitive.has(name));
        if (removed.length === 0) continue;
        touched += 1;
        const namespaces = new Set([...granted].map((name) => name.slice(0, name.indexOf(':'))));
        const universe = [...namespaces].flatMap((namespace) => catalog.actionsOf(namespace));
        const result = shrinkPatterns(action.patterns, removed, universe);
        const left = new Set(result.flatMap((pattern) => catalog.expand(pattern)));
        expect([...left].sort(), arn).toEqual([...granted].filter((name) => !sensitive.has(name)).sort());
        for (const pattern of result) {
          expect(includes(action.patterns, pattern, { caseInsensitive: true }), `${arn} ${pattern}`).toEqual({
            included: true,
          });
        }
      }
    }
    expect(touched).toBeGreaterThan(900);
  });

  it('AdministratorAccess: whole services where nothing is removed, prefixes and names elsewhere', () => {
    const universe = catalog.services.flatMap((namespace) => catalog.actionsOf(namespace));
    const removed = ['iam:PassRole', 'ec2:RunInstances', 'kms:ScheduleKeyDeletion'];
    const result = shrinkPatterns(['*'], removed, universe);
    const whole = result.filter((pattern) => pattern.endsWith(':*'));
    expect(whole).toHaveLength(catalog.services.length - 3);
    expect(result.length - whole.length).toBeLessThan(150);
    const wide = result.filter((pattern) =>
      removed.some((gone) => intersects(pattern, gone, { caseInsensitive: true })),
    );
    expect(wide).toEqual([]);
  });
});
