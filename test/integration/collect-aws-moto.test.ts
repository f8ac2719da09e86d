import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  CreateAccountCommand,
  CreatePolicyCommand as CreateControlPolicyCommand,
  CreateOrganizationCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect } from '../../src/collect/index.ts';
import { withSnapshot } from '../../src/main/with-snapshot.ts';
import { AS_OF, collectFixture, request, useEndpoint } from '../support/aws-standin/collecting.ts';
import { startBoth } from '../support/aws-standin/moto-with-standin.ts';
import { type Standin, startStandin } from '../support/aws-standin/standin.ts';
import { type Moto, motoCommand, NO_MOTO, startMoto } from '../support/moto.ts';

const HOME = '123456789012';
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${HOME}:root` }, Action: 'sts:AssumeRole' }],
});
const document = (Action: string, Effect = 'Allow') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'S', Effect, Action, Resource: '*' }] });

/** moto is an emulator that others wrote: what the SDK makes there is what must arrive in the facts. */
describe.skipIf(motoCommand === null)(`a collection from moto (${NO_MOTO} otherwise)`, () => {
  let moto: Moto;
  let standin: Standin;
  let both: Awaited<ReturnType<typeof startBoth>>;
  let undo: () => void;
  let folder: string;
  let member: string;

  beforeAll(async () => {
    moto = await startMoto();
    standin = await startStandin(AS_OF);
    both = await startBoth(moto.endpoint, standin.endpoint);
    undo = useEndpoint(both.endpoint);
    folder = mkdtempSync(join(tmpdir(), 'paredown-moto-'));
    await fillAccount(new IAMClient({}), 'deployer');
    await makeTrail();
    member = await makeOrganization();
    const assumed = await new STSClient({}).send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${member}:role/OrganizationAccountAccessRole`,
        RoleSessionName: 'setup',
      }),
    );
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = assumed.Credentials ?? {};
    const credentials = {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    };
    await fillAccount(new IAMClient({ credentials }), 'guest');
  });
  afterAll(async () => {
    undo?.();
    await both?.stop();
    await standin?.stop();
    await moto?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A user in a group with keys and a password, a role with an inline and a managed policy. */
  async function fillAccount(iam: IAMClient, role: string): Promise<void> {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'shared', PolicyDocument: document('kms:ScheduleKeyDeletion') }),
    );
    const PolicyArn = Policy?.Arn ?? '';
    await iam.send(
      new CreateUserCommand({ UserName: 'ci', Path: '/bots/', Tags: [{ Key: 'team', Value: 'a&b <c>' }] }),
    );
    await iam.send(new CreateGroupCommand({ GroupName: 'readers' }));
    await iam.send(
      new PutGroupPolicyCommand({
        GroupName: 'readers',
        PolicyName: 'read',
        PolicyDocument: document('s3:Get*'),
      }),
    );
    await iam.send(new AddUserToGroupCommand({ GroupName: 'readers', UserName: 'ci' }));
    await iam.send(new AttachUserPolicyCommand({ UserName: 'ci', PolicyArn }));
    await iam.send(new CreateAccessKeyCommand({ UserName: 'ci' }));
    await iam.send(new CreateLoginProfileCommand({ UserName: 'ci', Password: 'correct-Horse-7-battery' }));
    await iam.send(new CreateRoleCommand({ RoleName: role, AssumeRolePolicyDocument: TRUST }));
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: role,
        PolicyName: 'own',
        PolicyDocument: document('iam:PassRole'),
      }),
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName: role, PolicyArn }));
  }

  async function makeTrail(): Promise<void> {
    await new S3Client({ forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: 'trail-bucket' }));
    const client = new CloudTrailClient({});
    await client.send(
      new CreateTrailCommand({ Name: 'main', S3BucketName: 'trail-bucket', IsMultiRegionTrail: true }),
    );
    await client.send(new StartLoggingCommand({ Name: 'main' }));
    await client.send(
      new PutEventSelectorsCommand({
        TrailName: 'main',
        EventSelectors: [
          {
            ReadWriteType: 'All',
            IncludeManagementEvents: true,
            DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
          },
        ],
      }),
    );
  }

  /** Two accounts and a policy on the root; answers with the id of the second. */
  async function makeOrganization(): Promise<string> {
    const client = new OrganizationsClient({});
    await client.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
    const { CreateAccountStatus } = await client.send(
      new CreateAccountCommand({ AccountName: 'guests', Email: 'guests@example.com' }),
    );
    const { Roots } = await client.send(new ListRootsCommand({}));
    const TargetId = Roots?.[0]?.Id ?? '';
    await client.send(
      new EnablePolicyTypeCommand({ RootId: TargetId, PolicyType: 'SERVICE_CONTROL_POLICY' }),
    );
    const { Policy } = await client.send(
      new CreateControlPolicyCommand({
        Name: 'no-deletion',
        Description: 'no keys are deleted',
        Type: 'SERVICE_CONTROL_POLICY',
        Content: document('kms:ScheduleKeyDeletion', 'Deny'),
      }),
    );
    await client.send(new AttachPolicyCommand({ PolicyId: Policy?.PolicySummary?.Id ?? '', TargetId }));
    return CreateAccountStatus?.AccountId ?? '';
  }

  it('brings users, roles, groups, policies, keys, trails and control policies of every account', async () => {
    const place = join(folder, 'snapshot');
    const order = { organization: true, role: { name: 'OrganizationAccountAccessRole' } };
    const snapshot = await collectFixture(place, order);
    expect(snapshot.gaps).toEqual([]);
    expect(snapshot.accounts).toEqual([HOME, member].sort());
    const evidence = await withSnapshot(request({ snapshot: place }));
    const collected = await collect(evidence);
    const names = collected.principals.map(({ account, type, name }) => `${account} ${type} ${name}`);
    expect(names).toEqual(
      expect.arrayContaining([
        `${HOME} role deployer`,
        `${HOME} user ci`,
        `${member} role guest`,
        `${member} user ci`,
      ]),
    );
    const ci = collected.principals.find(({ arn }) => arn === `arn:aws:iam::${HOME}:user/bots/ci`);
    expect(ci?.tags).toEqual([{ key: 'team', value: 'a&b <c>' }]);
    expect(ci?.attachments.map(({ viaGroup }) => viaGroup).sort()).toEqual([
      `arn:aws:iam::${HOME}:group/readers`,
      null,
    ]);
    const deployer = collected.principals.find(({ name }) => name === 'deployer');
    const granted = deployer?.attachments.flatMap(
      ({ policyId }) =>
        collected.policies.get(policyId)?.document?.statements.map(({ action }) => action) ?? [],
    );
    expect(JSON.stringify(granted)).toContain('iam:PassRole');
    expect(JSON.stringify(granted)).toContain('kms:ScheduleKeyDeletion');
    expect(collected.credentials?.accessKeys.map(({ userArn, active }) => [userArn, active])).toEqual(
      [HOME, member].sort().map((account) => [`arn:aws:iam::${account}:user/bots/ci`, true]),
    );
    // Passwords are there for each of them, and the report of moto tells their use.
    expect(collected.credentials?.passwords?.map(({ userArn }) => userArn)).toEqual(
      [HOME, member].sort().map((account) => `arn:aws:iam::${account}:user/bots/ci`),
    );
    expect(collected.trails).toMatchObject([
      {
        arn: `arn:aws:cloudtrail:us-east-1:${HOME}:trail/main`,
        multiRegion: true,
        isLogging: true,
        management: { read: true, write: true },
        data: [{ resourceType: 'AWS::S3::Object', resources: [] }],
      },
    ]);
    const policies = collected.organization?.policies.map(({ name }) => name);
    expect(policies).toContain('no-deletion');
    expect(collected.organization).toMatchObject({ managementAccount: HOME, complete: true });
    expect(Object.keys(collected.organization?.parents ?? {}).sort()).toEqual([HOME, member].sort());
  });
});
