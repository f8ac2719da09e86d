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

  it('are refused when one is given twice', async () => {
    const one = { id: 'p', name: 'n', targets: [], content: CONTENT };
    await expect(collectOrganization([file('twice.json', [one, one])])).rejects.toThrow(/given twice/);
  });
});
