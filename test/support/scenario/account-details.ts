import { ACCOUNT, arnOf, idOf, LONG_AGO, nameOf } from './names.ts';
import type { Scenario, ScenarioPrincipal } from './schema.ts';

type Inline = Pick<ScenarioPrincipal, 'allows' | 'policies'>;

function inlinePolicies({ allows, policies = {} }: Inline): readonly object[] {
  const short =
    allows === undefined
      ? {}
      : {
          allows: {
            Version: '2012-10-17',
            Statement: [{ Sid: 'Allows', Effect: 'Allow', Action: allows, Resource: '*' }],
          },
        };
  return Object.entries({ ...short, ...policies }).map(([PolicyName, document]) => ({
    PolicyName,
    // As the IAM API returns documents: URL-encoded, RFC 3986.
    PolicyDocument: encodeURIComponent(JSON.stringify(document)),
  }));
}

function policyArn(scenario: Scenario, name: string): string {
  const policy = scenario.managedPolicies?.[name];
  if (policy === undefined) throw new Error(`the scenario has no managed policy ${name}`);
  return policy.aws === true ? `arn:aws:iam::aws:policy/${name}` : `arn:aws:iam::${ACCOUNT}:policy/${name}`;
}

function attachedPolicies(scenario: Scenario, names: readonly string[] = []): readonly object[] {
  return names.map((PolicyName) => ({ PolicyName, PolicyArn: policyArn(scenario, PolicyName) }));
}

function common(scenario: Scenario, principal: ScenarioPrincipal): object {
  const created = principal.created === undefined ? LONG_AGO : principal.created;
  return {
    Path: principal.path ?? '/',
    Arn: arnOf(principal),
    ...(created === null ? {} : { CreateDate: `${created}T00:00:00+00:00` }),
    AttachedManagedPolicies: attachedPolicies(scenario, principal.attached),
    Tags: Object.entries(principal.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    ...(principal.boundary === undefined
      ? {}
      : {
          PermissionsBoundary: {
            PermissionsBoundaryType: 'Policy',
            PermissionsBoundaryArn: policyArn(scenario, principal.boundary),
          },
        }),
  };
}

function trustPolicy(trust: ScenarioPrincipal['trust'] = 'lambda.amazonaws.com'): object {
  if (typeof trust !== 'string') return trust;
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: trust }, Action: 'sts:AssumeRole' }],
  };
}

function attachmentCount(scenario: Scenario, name: string): number {
  const holders = [...scenario.principals, ...Object.values(scenario.groups ?? {})];
  return holders.filter(({ attached = [] }) => attached.includes(name)).length;
}

/** The scenario's account as `aws iam get-account-authorization-details` prints it. */
export function accountDetails(scenario: Scenario): object {
  const groups = Object.entries(scenario.groups ?? {});
  return {
    UserDetailList: scenario.principals
      .filter(({ user }) => user !== undefined)
      .map((principal) => ({
        ...common(scenario, principal),
        UserName: nameOf(principal),
        UserId: idOf(principal),
        UserPolicyList: inlinePolicies(principal),
        GroupList: principal.groups ?? [],
      })),
    GroupDetailList: groups.map(([GroupName, group]) => ({
      Path: '/',
      GroupName,
      GroupId: idOf({ user: `group ${GroupName}` }).replace('AIDA', 'AGPA'),
      Arn: `arn:aws:iam::${ACCOUNT}:group/${GroupName}`,
      CreateDate: `${LONG_AGO}T00:00:00+00:00`,
      GroupPolicyList: inlinePolicies(group),
      AttachedManagedPolicies: attachedPolicies(scenario, group.attached),
    })),
    RoleDetailList: scenario.principals
      .filter(({ role }) => role !== undefined)
      .map((principal) => ({
        ...common(scenario, principal),
        RoleName: nameOf(principal),
        RoleId: idOf(principal),
        AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trustPolicy(principal.trust))),
        InstanceProfileList: [],
        RolePolicyList: inlinePolicies(principal),
        RoleLastUsed: {},
      })),
    Policies: Object.entries(scenario.managedPolicies ?? {}).map(([PolicyName, policy]) => {
      const updated = `${policy.updated ?? LONG_AGO}T00:00:00+00:00`;
      const version = (
        VersionId: string,
        document: object,
        CreateDate: string,
        IsDefaultVersion: boolean,
      ) => ({
        Document: encodeURIComponent(JSON.stringify(document)),
        VersionId,
        IsDefaultVersion,
        CreateDate,
      });
      const { previous } = policy;
      return {
        PolicyName,
        PolicyId: idOf({ user: `policy ${PolicyName}` }).replace('AIDA', 'ANPA'),
        Arn: policyArn(scenario, PolicyName),
        Path: '/',
        DefaultVersionId: previous === undefined ? 'v1' : 'v2',
        AttachmentCount: attachmentCount(scenario, PolicyName),
        PermissionsBoundaryUsageCount: scenario.principals.filter(({ boundary }) => boundary === PolicyName)
          .length,
        IsAttachable: true,
        CreateDate: `${LONG_AGO}T00:00:00+00:00`,
        UpdateDate: updated,
        PolicyVersionList:
          previous === undefined
            ? [version('v1', policy.document, updated, true)]
            : [
                version('v2', policy.document, updated, true),
                version('v1', previous, `${LONG_AGO}T00:00:00+00:00`, false),
              ],
      };
    }),
    IsTruncated: false,
  };
}
