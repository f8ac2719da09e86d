import type { PolicyAttachment, Principal, Tag } from '../../domain/principal.ts';
import { parseArn } from '../../iam/index.ts';
import type { DocumentReader } from './document-reader.ts';
import type { PolicyStore } from './policy-store.ts';
import type { GroupDetail, RoleDetail, UserDetail } from './schema.ts';

export function roleOf(detail: RoleDetail, store: PolicyStore, documents: DocumentReader): Principal {
  const trust = documents.read(detail.AssumeRolePolicyDocument);
  const used = detail.RoleLastUsed;
  return {
    ...common(detail, store),
    uniqueId: detail.RoleId,
    type: 'role',
    name: detail.RoleName,
    attachments: store.attach(detail.Arn, detail.RolePolicyList, detail.AttachedManagedPolicies, null),
    trustPolicy: trust.document,
    trustProblem: trust.problem === null ? null : `its trust policy ${trust.problem}`,
    groups: [],
    instanceProfiles: detail.InstanceProfileList.map(({ Arn }) => Arn),
    lastUsed:
      used === null || used.LastUsedDate === null
        ? null
        : { date: used.LastUsedDate, region: used.Region ?? null },
  };
}

/** `groups`: those of the user's account, by name. */
export function userOf(
  detail: UserDetail,
  store: PolicyStore,
  groups: ReadonlyMap<string, GroupDetail>,
): Principal {
  const { partition = 'aws', account = '' } = parseArn(detail.Arn) ?? {};
  const memberships = detail.GroupList.map((name) => {
    const group = groups.get(groupKey(account, name));
    return { group, arn: group?.Arn ?? `arn:${partition}:iam::${account}:group/${name}` };
  });
  const viaGroups = memberships.flatMap(({ group, arn }): PolicyAttachment[] =>
    group === undefined
      ? [store.referUnknownGroup(arn)]
      : store.attach(arn, group.GroupPolicyList, group.AttachedManagedPolicies, arn),
  );
  return {
    ...common(detail, store),
    uniqueId: detail.UserId,
    type: 'user',
    name: detail.UserName,
    attachments: [
      ...store.attach(detail.Arn, detail.UserPolicyList, detail.AttachedManagedPolicies, null),
      ...viaGroups,
    ],
    trustPolicy: null,
    trustProblem: null,
    groups: memberships.map(({ arn }) => arn),
    instanceProfiles: [],
    lastUsed: detail.PasswordLastUsed === null ? null : { date: detail.PasswordLastUsed, region: null },
  };
}

/** Group names are unique in an account only. */
export function groupKey(account: string, name: string): string {
  return `${account}/${name}`;
}

function common(detail: UserDetail | RoleDetail, store: PolicyStore) {
  return {
    arn: detail.Arn,
    path: detail.Path,
    account: parseArn(detail.Arn)?.account ?? '',
    createDate: detail.CreateDate,
    tags: detail.Tags.map(({ Key, Value }): Tag => ({ key: Key, value: Value })),
    permissionsBoundary: detail.PermissionsBoundary === null ? null : store.refer(detail.PermissionsBoundary),
  };
}
