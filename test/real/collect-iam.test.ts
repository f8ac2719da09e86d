import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Collected } from '../../src/domain/collected.ts';
import { collectFrom, folderOf } from '../collect/support.ts';
import { hasSharedData, sharedData } from '../support/shared-data.ts';

function summary({ principals, policies }: Collected) {
  const all = [...policies.values()];
  const attachments = principals.flatMap((principal) => principal.attachments);
  return {
    users: principals.filter(({ type }) => type === 'user').length,
    roles: principals.filter(({ type }) => type === 'role').length,
    inline: all.filter(({ kind }) => kind === 'inline').length,
    managed: all.filter(({ kind }) => kind === 'managed').length,
    awsManaged: all.filter(({ kind }) => kind === 'aws-managed').length,
    versions: all.reduce((sum, { versions }) => sum + versions.length, 0),
    own: attachments.filter(({ viaGroup }) => viaGroup === null).length,
    viaGroup: attachments.filter(({ viaGroup }) => viaGroup !== null).length,
    instanceProfiles: principals.flatMap((principal) => principal.instanceProfiles).length,
    used: principals.filter(({ lastUsed }) => lastUsed !== null).length,
    tags: principals.flatMap((principal) => principal.tags).length,
  };
}

describe.skipIf(!hasSharedData)('real account authorization details', () => {
  const files = (name: string) => sharedData('gaad-cloudsplaining', name);

  it('of a whole account', async () => {
    const collected = await collectFrom({ authorizationDetails: [files('examples/files/example.json')] });
    expect(summary(collected)).toEqual({
      users: 44,
      roles: 78,
      inline: 39,
      managed: 46,
      awsManaged: 38,
      versions: 85,
      own: 141,
      viaGroup: 5,
      instanceProfiles: 2,
      used: 26,
      tags: 48,
    });
    expect(collected.inputs).toMatchObject([{ kind: 'authorization-details', records: 122 }]);
    expect(collected.unreadable).toEqual([]);
    expect([...collected.policies.values()].filter(({ document }) => document === null)).toEqual([]);
    expect(collected.principals.filter(({ trustProblem }) => trustProblem !== null)).toEqual([]);
  });

  it('with users who have everything from their groups', async () => {
    const collected = await collectFrom({
      authorizationDetails: [files('test/files/example-authz-details.json')],
    });
    expect(summary(collected)).toEqual({
      users: 3,
      roles: 3,
      inline: 6,
      managed: 2,
      awsManaged: 30,
      versions: 33,
      own: 8,
      viaGroup: 4,
      instanceProfiles: 1,
      used: 1,
      tags: 0,
    });
  });

  it('are not what another tool made of them', async () => {
    const run = collectFrom({ authorizationDetails: [files('examples/files/iam-results-example.json')] });
    await expect(run).rejects.toThrow(/looks like an object with the keys aws_managed_policies/);
  });
});

describe.skipIf(!hasSharedData)('real last-accessed recordings', () => {
  const recording = (number: number) =>
    readFile(
      sharedData('lastaccess-c7n', 'test_iam_user_usage', `iam.GetServiceLastAccessedDetails_${number}.json`),
      'utf8',
    );
  const KAPIL = {
    UserName: 'kapil',
    UserId: 'AIDAJEZOTH6YPO3DY45QW',
    Arn: 'arn:aws:iam::644160558196:user/kapil',
  };

  it('tell of 168 services which 98 the user tried', async () => {
    const folder = await folderOf({
      'details.json': JSON.stringify({ UserDetailList: [KAPIL] }),
      'la/user-kapil.json': await recording(2),
      'la/kapil.json': await recording(1),
    });
    const { lastAccessed, unreadable } = await collectFrom({
      authorizationDetails: [join(folder, 'details.json')],
      lastAccessed: [join(folder, 'la')],
    });
    expect(lastAccessed).toMatchObject([{ principalArn: KAPIL.Arn, generatedAt: '2019-03-13T12:56:11Z' }]);
    const services = lastAccessed[0]?.services ?? [];
    expect(services).toHaveLength(168);
    expect(services.filter(({ lastAuthenticated }) => lastAuthenticated !== null)).toHaveLength(98);
    expect(services.find(({ namespace }) => namespace === 'acm')).toEqual({
      namespace: 'acm',
      lastAuthenticated: '2019-02-08T14:55:00Z',
      region: null,
      actions: null,
    });
    expect(unreadable).toMatchObject([
      { location: `${folder}/la/kapil.json`, reason: expect.stringMatching(/IN_PROGRESS/) },
    ]);
  });
});
