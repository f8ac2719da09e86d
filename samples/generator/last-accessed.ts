import type { JsonObject } from '../../src/domain/json.ts';
import type { Statement } from '../../src/domain/policy.ts';
import { parsePolicy, statementMatchesAction } from '../../src/iam/index.ts';
import { groupsOf, policyNamed } from './authorization-details.ts';
import { EXPORTED_AT, millis, STALE_REPORT_AT } from './calendar.ts';
import { arnOf, identities } from './identities.ts';
import type { LastUse, Ledger, ReportTime } from './ledger.ts';
import { cliTime, latest } from './ledger.ts';
import type { Identity } from './model.ts';
import { prng } from './prng.ts';
import { REPORTED_SERVICES } from './tracked-actions.ts';

/** A claim no log supports: IAM says it was used in the window, a complete CloudTrail shows nothing. */
const CONFLICT = {
  identity: 'github-deployer',
  action: 'cloudformation:UpdateStack',
  at: '2026-08-14T15:47:00Z',
};
const WITHOUT_REPORT: readonly string[] = ['data-analyst'];
const SERVICE_LEVEL_ONLY: readonly string[] = ['thumbnail-lambda'];
const STALE: readonly string[] = ['incident-readonly'];

/** Used before the log begins, within the 400 days IAM remembers. */
const OLDER_USE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'claude-code-deployer': {
    'iam:PutRolePolicy': '2026-03-04T10:21:00Z',
    'iam:AttachRolePolicy': '2026-03-04T10:22:00Z',
    'lambda:DeleteFunction': '2026-05-19T14:03:00Z',
    's3:PutBucketPolicy': '2026-01-27T09:40:00Z',
  },
  'github-deployer': {
    'cloudformation:CreateStack': '2026-02-11T08:58:00Z',
    'lambda:AddPermission': '2026-02-11T09:01:00Z',
    'ecr:CreateRepository': '2025-12-02T13:30:00Z',
  },
  'claude-platform-operator': { 'iam:EnableOutboundWebIdentityFederation': '2026-02-03T15:40:00Z' },
  'break-glass-admin': {
    'iam:UpdateAssumeRolePolicy': '2025-11-28T03:12:00Z',
    'kms:PutKeyPolicy': '2025-11-28T03:14:00Z',
  },
  'BedrockAPIKey-4hz8': { 'bedrock:ListFoundationModels': '2026-04-09T12:00:00Z' },
};

/** The Claude Platform is not known to report to IAM: its rows never carry a time, whatever was called. */
const NEVER_REPORTS = 'aws-external-anthropic';

/** One report per identity that has one: file name and what get-service-last-accessed-details prints, with `Arn`. */
export function lastAccessedReports(
  seed: string,
  ledger: Ledger,
): readonly (readonly [string, JsonObject])[] {
  return identities
    .filter(({ name, path }) => !WITHOUT_REPORT.includes(name) && !path.startsWith('/aws-service-role/'))
    .map((identity) => [`${identity.account}-${identity.name}.json`, report(seed, identity, ledger)]);
}

function report(seed: string, identity: Identity, ledger: Ledger): JsonObject {
  const reportTime = STALE.includes(identity.name) ? STALE_REPORT_AT : EXPORTED_AT;
  const completed = millis(reportTime);
  const byAction = !SERVICE_LEVEL_ONLY.includes(identity.name);
  const arn = arnOf(identity);
  return {
    Arn: arn,
    JobStatus: 'COMPLETED',
    JobType: byAction ? 'ACTION_LEVEL' : 'SERVICE_LEVEL',
    JobCreationDate: cliTime(completed - 4_000 - prng(seed, 'report', arn).between(0, 9_000)),
    ServicesLastAccessed: services(identity, usesKnown(identity, reportTime, ledger), byAction),
    JobCompletionDate: cliTime(completed),
    IsTruncated: false,
  };
}

function usesKnown(identity: Identity, reportTime: ReportTime, ledger: Ledger): ReadonlyMap<string, LastUse> {
  const older = Object.entries(OLDER_USE[identity.name] ?? {});
  const claimed = identity.name === CONFLICT.identity ? [[CONFLICT.action, CONFLICT.at] as const] : [];
  const uses = new Map<string, LastUse>();
  for (const [action, at] of [...older, ...claimed]) {
    uses.set(action, { time: millis(at), region: 'us-east-1' });
  }
  for (const [action, use] of ledger.lastUses(identity, reportTime)) uses.set(action, use);
  return uses;
}

/** All Allow statements that reach the identity; the report ignores everything but identity policies. */
function allows(identity: Identity): readonly Statement[] {
  const { account, managed = [], inline = {} } = identity;
  const documents = [
    ...Object.values(inline),
    ...managed.map((reference) => policyNamed(account, reference).versions[0]?.document ?? {}),
    ...groupsOf(identity).flatMap((group) => Object.values(group.inline)),
  ];
  return documents
    .flatMap((document) => parsePolicy(document).statements)
    .filter(({ effect }) => effect === 'Allow');
}

function services(
  identity: Identity,
  uses: ReadonlyMap<string, LastUse>,
  byAction: boolean,
): readonly JsonObject[] {
  const statements = allows(identity);
  const granted = (action: string) =>
    statements.some((statement) => statementMatchesAction(statement, action));
  const named = new Set(
    statements.flatMap(({ action }) =>
      action.negated ? [] : action.patterns.map((p) => p.split(':')[0] ?? ''),
    ),
  );
  const arn = arnOf(identity);
  return Object.entries(REPORTED_SERVICES).flatMap(([namespace, [ServiceName, tracked]]) => {
    const actions = tracked.split(' ').filter((name) => name !== '' && granted(`${namespace}:${name}`));
    // Listed when anything of the service is allowed; an action nobody names stands for the wildcards.
    if (actions.length === 0 && !named.has(namespace) && !granted(`${namespace}:AnyOther`)) return [];
    const last = namespace === NEVER_REPORTS ? null : latest(ofService(uses, namespace));
    return [
      {
        ServiceName,
        ...(last === null
          ? {}
          : {
              LastAuthenticated: cliTime(last.time),
              LastAuthenticatedEntity: arn,
              LastAuthenticatedRegion: last.region,
            }),
        ServiceNamespace: namespace,
        TotalAuthenticatedEntities: last === null ? 0 : 1,
        ...(byAction && actions.length > 0 && namespace !== NEVER_REPORTS
          ? {
              TrackedActionsLastAccessed: actions.map((name) =>
                trackedAction(arn, name, uses.get(`${namespace}:${name}`)),
              ),
            }
          : {}),
      },
    ];
  });
}

const ofService = (uses: ReadonlyMap<string, LastUse>, namespace: string): LastUse[] =>
  [...uses].filter(([action]) => action.startsWith(`${namespace}:`)).map(([, use]) => use);

const trackedAction = (arn: string, name: string, use: LastUse | undefined): JsonObject =>
  use === undefined
    ? { ActionName: name }
    : {
        ActionName: name,
        LastAccessedEntity: arn,
        LastAccessedTime: cliTime(use.time),
        LastAccessedRegion: use.region,
      };
