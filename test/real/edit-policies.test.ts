import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/domain/json.ts';
import { parsePolicy } from '../../src/iam/index.ts';
import { editPolicy } from '../../src/publish/edit/edit-policy.ts';
import { matchDocument } from '../../src/publish/edit/match-document.ts';
import { readPolicyFile } from '../../src/publish/edit/read-policy-file.ts';
import { UnsupportedEdit } from '../../src/publish/edit/unsupported-edit.ts';
import { holdEdit } from '../publish/edit/edit-properties.ts';
import { STYLES } from '../publish/edit/policy-styles.ts';
import { proposalOf } from '../publish/edit/random-proposal.ts';
import { hasSharedData, sharedData } from '../support/shared-data.ts';

/** More for a thorough run: edits of each policy, and 1 for every policy instead of each tenth. */
const EDITS_EACH = Number(process.env.PAREDOWN_EDITS_EACH ?? 1);
const STEP = Number(process.env.PAREDOWN_EDITS_STEP ?? 10);

interface ManagedPolicies {
  readonly [arn: string]: { readonly name: string; readonly document: JsonObject };
}

function managedPolicies(): readonly (readonly [string, JsonObject])[] {
  const file = sharedData('managed-policies-iam-dataset', 'managed_policies.json');
  const policies = JSON.parse(readFileSync(file, 'utf8')) as ManagedPolicies;
  return Object.entries(policies).map(([arn, { document }]) => [arn, document]);
}

function sampleOf(document: JsonObject, seed: number): readonly (JsonObject | null)[] {
  return fc.sample(proposalOf(document), { seed, numRuns: EDITS_EACH });
}

describe.skipIf(!hasSharedData)('edits of real policies', () => {
  it('of AWS managed policies, in a style each', () => {
    const refused: string[] = [];
    let edited = 0;
    for (const [index, [arn, document]] of managedPolicies().entries()) {
      if (index % STEP !== 0) continue;
      for (const after of sampleOf(document, index)) {
        if (after === null) continue;
        const style = STYLES[Math.floor(index / STEP) % STYLES.length];
        if (style === undefined) continue;
        const outcome = holdEdit(style, document, after);
        if (outcome.edited) edited++;
        else refused.push(`${arn} as ${style.name}: ${outcome.why}`);
      }
    }
    expect(edited).toBeGreaterThan((1300 / STEP) * EDITS_EACH);
    expect(refused.length, refused.slice(0, 5).join('\n')).toBeLessThan(edited / 50);
  });

  it('of the policies people wrote, in the files as they stand', () => {
    const root = sharedData('oracle-quacky-policies', 'samples');
    const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.json'))
      .sort();
    let edited = 0;
    for (const [index, path] of paths.entries()) {
      const text = readFileSync(`${root}/${path}`, 'utf8');
      let before: JsonObject;
      try {
        before = parsePolicy(text).raw;
      } catch {
        continue;
      }
      const site = tryRead(text);
      if (site === null || !matchDocument(site, before).same) continue;
      for (const after of sampleOf(before, index)) {
        if (after === null) continue;
        try {
          holdEdit({ name: path, path: 'p.json', write: () => text }, before, after);
          edited++;
        } catch (error) {
          if (!(error instanceof UnsupportedEdit)) throw error;
        }
      }
    }
    expect(edited).toBeGreaterThan(200 * EDITS_EACH);
  });

  it('of a file to itself is no edit', () => {
    for (const [arn, document] of managedPolicies().slice(0, 50)) {
      const text = JSON.stringify(document, null, 3);
      expect(editPolicy('p.json', text, { site: '', before: document, after: document }), arn).toBe(text);
    }
  });
});

function tryRead(text: string) {
  try {
    return readPolicyFile('p.json', text).sites[0]?.source?.document ?? null;
  } catch {
    return null;
  }
}
