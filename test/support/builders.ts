import { type CatalogData, createCatalog } from '../../src/catalog/index.ts';
import type { Analysis, Permission, PrincipalAnalysis, Usage } from '../../src/domain/analysis.ts';
import type { Catalog } from '../../src/domain/catalog.ts';
import type { Collected } from '../../src/domain/collected.ts';
import type { Activity } from '../../src/domain/facts.ts';
import type { Json, JsonObject } from '../../src/domain/json.ts';
import type { Policy, PolicyVersion } from '../../src/domain/policy.ts';
import type { PolicyAttachment, Principal } from '../../src/domain/principal.ts';
import type { PolicyChange, Recommendation } from '../../src/domain/recommendation.ts';
import type { Window } from '../../src/domain/window.ts';
import { parsePolicy } from '../../src/iam/index.ts';

/** Small hand-built worlds for tests: every builder fills in a plain, old, settled, readable thing. */

export const ACCOUNT = '111122223333';
export const AS_OF = '2026-09-30T00:00:00Z';
export const WINDOW: Window = { start: '2026-07-02T00:00:00Z', end: AS_OF, days: 90 };
export const LONG_AGO = '2025-01-01T00:00:00Z';

const SOURCE = { source: 'test', version: '1', date: '2026-09-30', refresh: 'never' };

/** ARN templates as the service authorization reference writes them, with `${...}` placeholders. */
const ARNS = [
  'arn:{Partition}:s3:::{BucketName}',
  'arn:{Partition}:s3:::{BucketName}/{ObjectName}',
  'arn:{Partition}:kms:{Region}:{Account}:key/{KeyId}',
  'arn:{Partition}:iam::{Account}:role/{RoleNameWithPath}',
  'arn:{Partition}:iam::{Account}:user/{UserNameWithPath}',
  'arn:{Partition}:lambda:{Region}:{Account}:function:{FunctionName}',
  'arn:{Partition}:lambda:{Region}:{Account}:function:{FunctionName}:{Alias}',
].map((template) => template.replaceAll('{', '${'));

/** Services of the tiny catalog: real names, few of them. */
const SERVICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'aws-external-anthropic': { CreateWorkspace: 'W', ListWorkspaces: 'L' },
  iam: { AttachRolePolicy: 'P 3', CreateUser: 'W 4', DeleteUser: 'W 4', GetRole: 'R 3', PassRole: 'W 3' },
  kms: { CreateKey: 'W', Decrypt: 'W 2', DescribeKey: 'R 2', ScheduleKeyDeletion: 'W 2' },
  lambda: { GetFunction: 'R 5', ListFunctions: 'L', UpdateFunctionCode: 'W 5', InvokeFunction: 'W 5 6' },
  s3: { DeleteObject: 'W 1', GetObject: 'R 1', ListAllMyBuckets: 'L', ListBucket: 'L 0', PutObject: 'W 1' },
  sts: { AssumeRole: 'W 3', GetWebIdentityToken: 'R' },
};

export const SENSITIVE = [
  'iam:AttachRolePolicy',
  'iam:CreateUser',
  'iam:PassRole',
  'kms:Decrypt',
  'kms:ScheduleKeyDeletion',
  'lambda:UpdateFunctionCode',
  's3:DeleteObject',
  's3:GetObject',
  'sts:AssumeRole',
  'sts:GetWebIdentityToken',
] as const;

/** A real catalog over two dozen actions. */
export function tinyCatalog(): Catalog {
  const data: CatalogData = {
    actions: { ...SOURCE, arns: ARNS, services: SERVICES },
    // DescribeKey stands in for calls whose request does not tell all they used.
    operations: {
      ...SOURCE,
      operations: { kms: { DescribeKey: 'DescribeKey | Decrypt' } },
      aliases: {},
      unexercised: {},
    },
    eventOverrides: { ...SOURCE, eventSources: {}, consoles: {}, operations: {}, noPermissionNeeded: [] },
    claudePlatform: {
      ...SOURCE,
      documentedOnly: {},
    },
    aiPlatforms: { ...SOURCE, namespaces: {} },
    visibility: {
      ...SOURCE,
      never: [],
      data: [],
      globalServices: ['iam'],
      notReportedToLastAccessed: [],
    },
    sensitivePacks: {
      ...SOURCE,
      packs: [{ name: 'test', severity: 'critical', why: 'test', actions: SENSITIVE, sources: [] }],
      permissionsManagement: { name: 'permissions-management', severity: 'high', why: 'test' },
    },
  };
  return createCatalog(data);
}

export const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
export const userArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:user/${name}`;
export const groupArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:group/${name}`;
export const policyArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:policy/${name}`;
export const awsPolicyArn = (name: string): string => `arn:aws:iam::aws:policy/${name}`;

export function statement(parts: JsonObject): JsonObject {
  return {
    Effect: 'Allow',
    ...parts,
    ...('Resource' in parts || 'NotResource' in parts ? {} : { Resource: '*' }),
  };
}

/** An Allow on every resource. */
export function allow(...actions: readonly string[]): JsonObject {
  return statement({ Action: [...actions] });
}

export function doc(...statements: readonly Json[]): JsonObject {
  return { Version: '2012-10-17', Statement: [...statements] };
}

export function inlinePolicy(owner: string, name: string, document: JsonObject): Policy {
  return {
    id: `${owner}#${name}`,
    name,
    arn: null,
    kind: 'inline',
    owner,
    document: parsePolicy(document),
    problem: null,
    versions: [],
    attachmentCount: null,
    boundaryUsageCount: null,
  };
}

export function managedPolicy(name: string, document: JsonObject, changes: Partial<Policy> = {}): Policy {
  const parsed = parsePolicy(document);
  const version: PolicyVersion = { versionId: 'v1', createDate: LONG_AGO, isDefault: true, document: parsed };
  return {
    id: policyArn(name),
    name,
    arn: policyArn(name),
    kind: 'managed',
    owner: null,
    document: parsed,
    problem: null,
    versions: [version],
    attachmentCount: null,
    boundaryUsageCount: 0,
    ...changes,
  };
}

export function awsPolicy(name: string, document: JsonObject): Policy {
  return managedPolicy(name, document, {
    id: awsPolicyArn(name),
    arn: awsPolicyArn(name),
    kind: 'aws-managed',
  });
}

export function unreadablePolicy(name: string): Policy {
  return managedPolicy(name, doc(allow('s3:GetObject')), {
    document: null,
    problem: 'the document is not JSON',
  });
}

export function attached(policy: Policy, viaGroup: string | null = null): PolicyAttachment {
  return { policyId: policy.id, viaGroup };
}

export function role(
  name: string,
  attachments: readonly PolicyAttachment[],
  changes: Partial<Principal> = {},
): Principal {
  return {
    arn: roleArn(name),
    uniqueId: `AROA${name.toUpperCase()}`,
    type: 'role',
    name,
    path: '/',
    account: ACCOUNT,
    createDate: LONG_AGO,
    tags: [],
    attachments,
    permissionsBoundary: null,
    trustPolicy: null,
    trustProblem: null,
    groups: [],
    instanceProfiles: [],
    lastUsed: null,
    ...changes,
  };
}

export function user(
  name: string,
  attachments: readonly PolicyAttachment[],
  changes: Partial<Principal> = {},
): Principal {
  const groups = [...new Set(attachments.flatMap(({ viaGroup }) => viaGroup ?? []))].sort();
  return role(name, attachments, {
    arn: userArn(name),
    uniqueId: `AIDA${name.toUpperCase()}`,
    type: 'user',
    groups,
    ...changes,
  });
}

/** A permission as analyze would judge it; sensitive when the tiny catalog says so. */
export function permission(action: string, usage: Usage, changes: Partial<Permission> = {}): Permission {
  const sensitive = (SENSITIVE as readonly string[]).includes(action);
  return {
    action,
    usage,
    reasons: usage === 'unknown' ? ['no-log-coverage'] : [],
    granted: true,
    sensitivity: sensitive ? ['test'] : [],
    severity: sensitive ? 'critical' : null,
    firstUsed: usage === 'used' ? '2026-08-01T00:00:00Z' : null,
    lastUsed: usage === 'used' ? '2026-08-02T00:00:00Z' : null,
    calls: usage === 'used' ? 3 : 0,
    denied: usage === 'denied-only' ? 2 : 0,
    witnesses: [],
    conflict: null,
    grantedBy: [],
    ...changes,
  };
}

/** The analysis of one principal: usage by action, e.g. `{ 'kms:Decrypt': 'unused' }`. */
export function analysed(
  principal: Principal,
  usage: Readonly<Record<string, Usage>>,
  changes: Partial<PrincipalAnalysis> = {},
): PrincipalAnalysis {
  return {
    principalArn: principal.arn,
    uniqueId: principal.uniqueId,
    type: principal.type,
    name: principal.name,
    account: principal.account,
    inScope: true,
    agent: { isAgent: true, kind: 'ai-agent', confidence: 'certain', evidence: [] },
    unmanageable: null,
    exposure: { unused: 0, unknown: 0 },
    grants: { actions: 0, sensitive: 0 },
    permissions: Object.entries(usage)
      .map(([action, verdict]) => permission(action, verdict))
      .sort((a, b) => (a.action < b.action ? -1 : 1)),
    otherUnused: [],
    calls: 0,
    deniedCalls: 0,
    activeDays: [],
    sessions: null,
    ...changes,
  };
}

export function analysis(...principals: readonly PrincipalAnalysis[]): Analysis {
  return {
    window: WINDOW,
    coverage: {
      verdict: 'complete',
      notes: [],
      events: 0,
      duplicates: 0,
      firstEvent: null,
      lastEvent: null,
      witnesses: [],
      unmappedEvents: [],
    },
    principals,
    excluded: [],
    findings: [],
  };
}

/** Calls on one day; `eventName` `s3:PutObject` is short for its source and name. */
export function activity(principal: Principal, event: string, changes: Partial<Activity> = {}): Activity {
  const [service = '', eventName = ''] = event.split(':');
  return {
    principalArn: principal.arn,
    principalId: principal.uniqueId,
    account: principal.account,
    region: 'us-east-1',
    eventSource: `${service}.amazonaws.com`,
    eventName,
    category: 'Management',
    features: [],
    outcome: 'allowed',
    resources: [],
    via: null,
    day: '2026-08-01',
    calls: 1,
    first: '2026-08-01T00:00:00Z',
    last: '2026-08-01T00:00:00Z',
    ...changes,
  };
}

export function collected(
  principals: readonly Principal[],
  policies: readonly Policy[],
  activities: readonly Activity[] = [],
): Collected {
  return {
    principals,
    policies: new Map(policies.map((policy) => [policy.id, policy])),
    usage: {
      activity: activities,
      sessions: [],
      coverage: [],
      leftovers: [],
      excludedFiles: [],
      accounting: {
        files: { seen: 0, used: 0, excluded: 0, unreadable: 0 },
        records: { seen: 0, distinct: 0, duplicates: 0, unreadable: 0 },
      },
      firstEvent: null,
      lastEvent: null,
    },
    lastAccessed: [],
    trails: null,
    inputs: [],
    unreadable: [],
  };
}

/** What the account looks like once every recommendation is applied. */
export function applyAll(before: Collected, recommendations: readonly Recommendation[]): Collected {
  return recommendations.flatMap(({ changes }) => changes).reduce(applyChange, before);
}

function applyChange(before: Collected, { kind, policyId, policy, target, after }: PolicyChange): Collected {
  const policies = new Map(before.policies);
  const changeAttachments = (
    edit: (
      list: readonly PolicyAttachment[],
      mine: (a: PolicyAttachment) => boolean,
      group: string | null,
    ) => readonly PolicyAttachment[],
  ): readonly Principal[] =>
    before.principals.map((principal) => {
      const group = principal.groups.find((arn) => arn === target) ?? null;
      if (principal.arn !== target && group === null) return principal;
      return {
        ...principal,
        attachments: edit(
          principal.attachments,
          (a) => a.policyId === policyId && a.viaGroup === group,
          group,
        ),
      };
    });
  if (kind === 'replace') {
    const old = policies.get(policyId);
    if (old === undefined || after === null) throw new Error(`nothing to replace: ${policyId}`);
    policies.set(policyId, { ...old, document: parsePolicy(after) });
    return { ...before, policies };
  }
  if (kind === 'create') {
    if (after === null) throw new Error(`nothing to create: ${policyId}`);
    const created = managedPolicy(policy, after);
    if (policies.has(created.id)) throw new Error(`created twice: ${created.id}`);
    policies.set(created.id, created);
    return {
      ...before,
      policies,
      principals: changeAttachments((list, _, group) => [...list, attached(created, group)]),
    };
  }
  if (kind === 'delete') policies.delete(policyId);
  return {
    ...before,
    policies,
    principals: changeAttachments((list, mine) => list.filter((each) => !mine(each))),
  };
}
