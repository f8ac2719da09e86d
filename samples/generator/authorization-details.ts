import type { JsonObject } from '../../src/domain/json.ts';
import { awsManagedPolicies } from './aws-managed-policies.ts';
import { EXPORTED_AT, millis } from './calendar.ts';
import { customerPolicies, groups } from './customer-policies.ts';
import { arnOf, identities, uniqueIdAt, uniqueIdFor } from './identities.ts';
import type { LastUse, Ledger } from './ledger.ts';
import { cliTime, latest } from './ledger.ts';
import type { Group, Identity, ManagedPolicy } from './model.ts';

/** Used before the log begins and not since. */
const OLDER_ROLE_USE: Readonly<Record<string, LastUse>> = {
  'break-glass-admin': { time: millis('2025-11-28T03:14:09Z'), region: 'us-east-1' },
  AWSServiceRoleForBedrockAgentCoreNetwork: { time: millis('2026-09-28T11:02:33Z'), region: 'us-east-1' },
};

const allPolicies: readonly ManagedPolicy[] = [...customerPolicies, ...awsManagedPolicies];

const policyArn = (policy: ManagedPolicy): string =>
  `arn:aws:iam::${policy.owner}:policy${policy.path}${policy.name}`;

/** A policy an identity of `account` names: by ARN, or by the name of one of the account's own. */
export function policyNamed(account: string, reference: string): ManagedPolicy {
  const found = allPolicies.find((policy) =>
    reference.startsWith('arn:')
      ? policyArn(policy) === reference
      : policy.owner === account && policy.name === reference,
  );
  if (found === undefined) throw new Error(`No policy ${reference} for account ${account}.`);
  return found;
}

export const groupsOf = (identity: Identity): readonly Group[] =>
  groups.filter(
    ({ account, name }) => account === identity.account && identity.groups?.includes(name) === true,
  );

const attached = (account: string, managed: readonly string[] = []) =>
  managed.map((reference) => {
    const policy = policyNamed(account, reference);
    return { PolicyName: policy.name, PolicyArn: policyArn(policy) };
  });

const inline = (documents: Identity['inline'] = {}) =>
  Object.entries(documents).map(([PolicyName, PolicyDocument]) => ({ PolicyName, PolicyDocument }));

const tags = (identity: Identity) =>
  Object.entries(identity.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));

const boundary = ({ account, boundary: name }: Identity): JsonObject =>
  name === undefined
    ? {}
    : {
        PermissionsBoundary: {
          PermissionsBoundaryType: 'Policy',
          PermissionsBoundaryArn: policyArn(policyNamed(account, name)),
        },
      };

/**
 * What `aws iam get-account-authorization-details` prints for an account: documents decoded, dates with an offset.
 * @param ledger last use of each identity, for RoleLastUsed
 */
export function authorizationDetails(seed: string, account: string, ledger: Ledger): JsonObject {
  const own = identities.filter((identity) => identity.account === account);
  const roles = own.filter(({ kind }) => kind === 'role');
  const users = own.filter(({ kind }) => kind === 'user');
  const ownGroups = groups.filter((group) => group.account === account);
  return {
    UserDetailList: users.map((user) => userDetail(seed, user)),
    GroupDetailList: ownGroups.map((group) => {
      const arn = `arn:aws:iam::${account}:group/${group.name}`;
      return {
        Path: '/',
        GroupName: group.name,
        GroupId: uniqueIdFor(seed, 'AGPA', arn),
        Arn: arn,
        CreateDate: group.created,
        GroupPolicyList: inline(group.inline),
        AttachedManagedPolicies: attached(account, group.managed),
      };
    }),
    RoleDetailList: roles.map((role) => roleDetail(seed, role, ledger)),
    Policies: policyDetails(seed, account, own, ownGroups),
  };
}

function userDetail(seed: string, user: Identity): JsonObject {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: uniqueIdAt(seed, user, millis(user.created)),
    Arn: arnOf(user),
    CreateDate: user.created,
    ...(user.inline === undefined ? {} : { UserPolicyList: inline(user.inline) }),
    GroupList: [...(user.groups ?? [])],
    AttachedManagedPolicies: attached(user.account, user.managed),
    ...boundary(user),
    Tags: tags(user),
  };
}

function roleDetail(seed: string, role: Identity, ledger: Ledger): JsonObject {
  const trust = role.trust ?? {};
  const last = latest(ledger.lastUses(role, EXPORTED_AT).values()) ?? OLDER_ROLE_USE[role.name] ?? null;
  const head = {
    Path: role.path,
    RoleName: role.name,
    RoleId: uniqueIdAt(seed, role, Number.POSITIVE_INFINITY),
    Arn: arnOf(role),
    CreateDate: role.created,
    AssumeRolePolicyDocument: trust,
  };
  const profileArn = `arn:aws:iam::${role.account}:instance-profile/${role.instanceProfile ?? ''}`;
  return {
    ...head,
    InstanceProfileList:
      role.instanceProfile === undefined
        ? []
        : [
            {
              Path: '/',
              InstanceProfileName: role.instanceProfile,
              InstanceProfileId: uniqueIdFor(seed, 'AIPA', profileArn),
              Arn: profileArn,
              CreateDate: role.created,
              Roles: [head],
            },
          ],
    RolePolicyList: inline(role.inline),
    AttachedManagedPolicies: attached(role.account, role.managed),
    ...boundary(role),
    Tags: tags(role),
    RoleLastUsed: last === null ? {} : { LastUsedDate: cliTime(last.time), Region: last.region },
  };
}

function policyDetails(
  seed: string,
  account: string,
  own: readonly Identity[],
  ownGroups: readonly Group[],
): readonly JsonObject[] {
  const holders = [...own, ...ownGroups];
  return allPolicies.flatMap((policy) => {
    const names = (reference: string | undefined) =>
      reference !== undefined && policyNamed(account, reference) === policy;
    const attachments = holders.filter(({ managed }) => managed?.some(names) === true).length;
    const boundaries = own.filter((identity) => names(identity.boundary)).length;
    if (attachments + boundaries === 0) return [];
    const [current] = policy.versions;
    return [
      {
        PolicyName: policy.name,
        PolicyId: uniqueIdFor(seed, 'ANPA', policyArn(policy)),
        Arn: policyArn(policy),
        Path: policy.path,
        DefaultVersionId: current?.id ?? '',
        AttachmentCount: attachments,
        PermissionsBoundaryUsageCount: boundaries,
        IsAttachable: true,
        CreateDate: policy.created,
        UpdateDate: current?.created ?? policy.created,
        PolicyVersionList: policy.versions.map(({ id, created, document }, position) => ({
          Document: document,
          VersionId: id,
          IsDefaultVersion: position === 0,
          CreateDate: created,
        })),
      },
    ];
  });
}
