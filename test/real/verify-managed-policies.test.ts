import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/collect/catalog-files.ts';
import type { Json, JsonObject } from '../../src/domain/json.ts';
import { parsePolicy, statementMatchesAction } from '../../src/iam/index.ts';
import { verify } from '../../src/verify/index.ts';
import { attached, collected, inlinePolicy, role, roleArn } from '../support/builders.ts';
import { hasSharedData, sharedData } from '../support/shared-data.ts';
import { recommend, replace } from '../verify/support.ts';

interface Edit {
  readonly name: string;
  readonly whole: JsonObject;
  readonly part: JsonObject;
  /** The action pattern that `part` lacks. */
  readonly dropped: string;
}

/** Every fifth AWS managed policy with the first action of each of its lists dropped, one at a time. */
function edits(): readonly Edit[] {
  const file = sharedData('managed-policies-iam-dataset', 'managed_policies.json');
  const policies = Object.values(
    JSON.parse(readFileSync(file, 'utf8')) as Record<string, { name: string; document: JsonObject }>,
  );
  return policies
    .filter((_, at) => at % 5 === 0)
    .flatMap(({ name, document }) => {
      const statements = listOf(document.Statement) as readonly JsonObject[];
      return statements.flatMap((statement, at) => {
        const [dropped, ...kept] = listOf(statement.Action ?? []) as readonly string[];
        if (statement.Effect !== 'Allow' || dropped === undefined || kept.length === 0) return [];
        const part = { ...document, Statement: statements.with(at, { ...statement, Action: kept }) };
        return [{ name, whole: document, part, dropped }];
      });
    });
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : value === undefined ? [] : [value];
}

describe.skipIf(!hasSharedData)('AWS managed policies (skipped: no shared data beside the checkout)', () => {
  const catalog = hasSharedData ? loadCatalog() : null;
  const check = (before: JsonObject, after: JsonObject) => {
    if (catalog === null) throw new Error('no catalog');
    const policy = inlinePolicy(roleArn('r'), 'p', before);
    const principal = role('r', [attached(policy)]);
    const [verified] = verify(
      collected([principal], [policy]),
      null,
      [recommend([principal], [replace(policy, after)])],
      catalog,
    );
    return verified?.verification?.noNewAccess;
  };
  const all = hasSharedData ? edits() : [];

  it('are read, with hundreds of edits', () => {
    expect(all.length).toBeGreaterThan(500);
  });

  it('grant nothing new when an action goes, and something when it comes, unless another statement has it', () => {
    const wrong: string[] = [];
    let widened = 0;
    for (const { name, whole, part, dropped } of all) {
      if (check(whole, part)?.status !== 'passed') wrong.push(`${name} without ${dropped} fails`);
      const rest = parsePolicy(part).statements.filter(({ effect }) => effect === 'Allow');
      const isNew = catalog
        ?.expand(dropped)
        .some((action) => !rest.some((one) => statementMatchesAction(one, action)));
      const result = check(part, whole);
      if (!isNew) continue;
      widened += 1;
      const [first] = result?.counterexamples ?? [];
      const isTrue = first !== undefined && catalog?.expand(dropped).includes(first.action);
      if (!isTrue) wrong.push(`${name} with ${dropped} passes, or fails for ${first?.action}`);
    }
    expect(wrong).toEqual([]);
    expect(widened).toBeGreaterThan(300);
  });
});
