import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectOrganization } from '../../src/collect/organizations/collect-organization.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'paredown-organization-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CONTENT = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] };

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe('service control policies', () => {
  it('are read from describe-policy output with its targets, and the organization beside them', async () => {
    const policy = file('described.json', {
      Policy: {
        PolicySummary: { Id: 'p-1', Name: 'no-iam', Type: 'SERVICE_CONTROL_POLICY', Arn: 'x' },
        Content: JSON.stringify(CONTENT),
      },
      Targets: [
        { TargetId: 'r-abcd', Type: 'ROOT' },
        { TargetId: '111122223333', Type: 'ACCOUNT' },
      ],
    });
    const organization = file('organization.json', { Organization: { MasterAccountId: '999988887777' } });
    const { organization: read, inputs } = await collectOrganization([policy, organization]);
    expect(read).toMatchObject({
      policies: [{ id: 'p-1', name: 'no-iam', targets: ['111122223333', 'r-abcd'] }],
      managementAccount: '999988887777',
      complete: false,
    });
    expect(inputs.map(({ kind, records }) => [kind, records])).toEqual([
      ['organization-policies', 1],
      ['organization-policies', 0],
    ]);
  });

  it.each([
    ['targets are missing', { Policy: { PolicySummary: {}, Content: '{}' } }, /list-targets-for-policy/],
    ['it is something else', { Trails: [] }, /holds something else. Expected service control policies/],
    [
      'a document is no policy',
      [{ id: 'p', name: 'n', targets: [], content: { Statement: 3 } }],
      /policy p cannot be read/,
    ],
  ])('are refused with what to do when %s', async (name, content, message) => {
    await expect(collectOrganization([file(`${name}.json`, content)])).rejects.toThrow(message);
  });

  describe('given twice', () => {
    const one = { id: 'p', name: 'n', targets: ['111122223333', 'r-abcd'], content: CONTENT };
    const [statement] = CONTENT.Statement;
    const alike = {
      ...one,
      targets: ['r-abcd', '111122223333'],
      content: JSON.stringify(
        { Statement: [{ Resource: '*', ...statement }], Version: '2012-10-17' },
        null,
        2,
      ),
    };

    it('are there once when they are alike, however they are written', async () => {
      const { organization, inputs } = await collectOrganization([
        file('mine.json', [one, one]),
        file('theirs.json', [alike]),
      ]);
      expect(organization.policies.map(({ id }) => id)).toEqual(['p']);
      expect(inputs.map(({ records }) => records)).toEqual([2, 1]);
    });

    it.each([
      ['Content', { content: { ...CONTENT, Statement: [{ ...statement, Action: 's3:*' }] } }],
      ['Targets', { targets: ['r-abcd'] }],
      ['Type', { type: 'RESOURCE_CONTROL_POLICY' }],
      ['Name', { name: 'm' }],
    ])('are refused when they differ in %s, with both files', async (part, change) => {
      const [mine, theirs] = [file('mine.json', [one]), file('theirs.json', [{ ...one, ...change }])];
      await expect(collectOrganization([mine, theirs])).rejects.toThrow(
        `The policy p of ${theirs} is not that of ${mine}: ${part} differ.`,
      );
      const both = file('both.json', [one, { ...one, ...change }]);
      await expect(collectOrganization([both])).rejects.toThrow(
        `${both}: the policy p is given twice, and ${part} differ.`,
      );
    });

    it('leave a snapshot whole that has all of them, in any order', async () => {
      const accounts = [{ id: '111122223333', parents: ['r-abcd'] }];
      const snapshot = file('control-policies.json', { policies: [one], accounts, complete: true });
      const completeOf = async (...given: readonly string[]) =>
        (await collectOrganization(given)).organization.complete;
      expect(await completeOf(snapshot)).toBe(true);
      expect(await completeOf(file('same.json', [alike]), snapshot)).toBe(true);
      expect(await completeOf(snapshot, file('more.json', [{ ...one, id: 'q' }]))).toBe(false);
      const others = { policies: [], accounts: [{ id: '444455556666', parents: ['r-abcd'] }] };
      expect(await completeOf(snapshot, file('others.json', others))).toBe(false);
    });
  });
});
