import { WORKSPACE_CAPABILITIES } from '../catalog/index.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import type { Activity } from '../domain/facts.ts';
import { oncePer } from '../domain/once-per.ts';
import type { PolicyDocument, Statement } from '../domain/policy.ts';
import type { Principal } from '../domain/principal.ts';
import type { DocumentedNeed, WorkspaceReach } from '../domain/workspaces.ts';
import { elementMatchesAction, matchesResource, parseArn } from '../iam/index.ts';
import type { PrincipalGrants } from './grants.ts';

const NAMESPACE = 'aws-external-anthropic';
const WORKSPACE = /:aws-external-anthropic:[^:]*:[^:]*:workspace\//;

export interface WorkspaceOptions {
  /** Workspace ids or ARNs, with `*` and `?`. */
  readonly productionWorkspaces: readonly string[];
  readonly documentedNeeds: readonly DocumentedNeed[];
}

interface Subject {
  readonly principal: Principal;
  readonly grants: PrincipalGrants;
}

/**
 * Who can do what with which Claude Platform workspace. A workspace is a row of its own when a policy, the log or the
 * configuration names it; a pattern that reaches none of those is a row by itself.
 */
export function workspaceReach(
  subjects: readonly Subject[],
  collected: Collected,
  catalog: Catalog,
  options: WorkspaceOptions,
): readonly WorkspaceReach[] {
  const named = namedWorkspaces(subjects, collected, options);
  const uses = usesByPrincipal(collected, catalog);
  return subjects.flatMap((subject) => {
    const { principal } = subject;
    const allows = platformStatements(principal, collected, 'Allow');
    const denies = platformStatements(principal, collected, 'Deny').filter(
      ({ conditions }) => conditions.length === 0,
    );
    const patterns = [
      ...new Set(allows.flatMap(({ resource }) => (resource === null ? [] : positive(resource)))),
    ];
    const reached = named.filter(
      (workspace) =>
        parseArn(workspace)?.account === principal.account &&
        patterns.some((pattern) => matchesResource(pattern, workspace)),
    );
    // A pattern that meets a known workspace is shown as those; others are shown as they stand.
    const open = patterns.filter(
      (pattern) => !named.some((workspace) => matchesResource(pattern, workspace)),
    );
    return [...reached, ...open]
      .sort()
      .flatMap((workspace) => row(subject, workspace, allows, denies, uses, options));
  });
}

type Uses = ReadonlyMap<string, ReadonlySet<string>>;

function row(
  { principal, grants }: Subject,
  workspace: string,
  allows: readonly Statement[],
  denies: readonly Statement[],
  uses: Uses,
  options: WorkspaceOptions,
): WorkspaceReach[] {
  const covers = ({ action, resource }: Statement, name: string): boolean =>
    elementMatchesAction(action, name) &&
    resource !== null &&
    resource.patterns.some((pattern) => pattern === workspace || matchesResource(pattern, workspace)) !==
      resource.negated;
  const used = new Set([...(uses.get(principal.uniqueId) ?? []), ...(uses.get(principal.arn) ?? [])]);
  const isPattern = /[*?]/.test(workspace);
  const access = WORKSPACE_CAPABILITIES.flatMap(({ capability, actions }) => {
    const held = actions
      .map((name) => `${NAMESPACE}:${name}`)
      .filter(
        (name) =>
          grants.has(name) &&
          allows.some((statement) => covers(statement, name)) &&
          !denies.some((statement) => covers(statement, name)),
      );
    const wasUsed = held.some((name) => used.has(isPattern ? name : `${name} ${workspace}`));
    return held.length === 0 ? [] : [{ capability, actions: held, used: wasUsed }];
  });
  if (access.length === 0) return [];
  const need = options.documentedNeeds.find(
    (one) => matchesResource(one.principal, principal.arn) && isWorkspace(one.workspace, workspace),
  );
  return [
    {
      principalArn: principal.arn,
      account: principal.account,
      workspace,
      production: options.productionWorkspaces.some((pattern) => isWorkspace(pattern, workspace)),
      documentedNeed: need === undefined ? null : `${need.owner}: ${need.reason}`,
      access,
    },
  ];
}

/** Whether a configured id or ARN, wildcards allowed, is this workspace. */
function isWorkspace(configured: string, workspace: string): boolean {
  const id = workspace.slice(workspace.indexOf(':workspace/') + ':workspace/'.length);
  return matchesResource(configured, configured.startsWith('arn:') ? workspace : id);
}

function positive({ negated, patterns }: NonNullable<Statement['resource']>): readonly string[] {
  return negated ? ['*'] : patterns.filter((pattern) => pattern === '*' || WORKSPACE.test(pattern));
}

function platformStatements(
  principal: Principal,
  { policies }: Collected,
  effect: Statement['effect'],
): readonly Statement[] {
  return principal.attachments.flatMap(({ policyId }) => {
    const document = policies.get(policyId)?.document ?? null;
    return document === null
      ? []
      : aboutPlatform(document).filter((statement) => statement.effect === effect);
  });
}

const PLATFORM_ACTIONS = WORKSPACE_CAPABILITIES.flatMap(({ actions }) =>
  actions.map((name) => `${NAMESPACE}:${name}`),
);

const aboutPlatform = oncePer(({ statements }: PolicyDocument): readonly Statement[] =>
  statements.filter(({ action }) => PLATFORM_ACTIONS.some((name) => elementMatchesAction(action, name))),
);

/** ARNs without wildcards of policies, the log and the configuration. */
function namedWorkspaces(
  subjects: readonly Subject[],
  collected: Collected,
  { productionWorkspaces }: WorkspaceOptions,
): readonly string[] {
  const inPolicies = subjects.flatMap(({ principal }) =>
    platformStatements(principal, collected, 'Allow').flatMap(({ resource }) => resource?.patterns ?? []),
  );
  const inLog = (collected.usage?.activity ?? []).flatMap(({ eventSource, resources }) =>
    eventSource.startsWith(`${NAMESPACE}.`) ? resources : [],
  );
  const found = [...inPolicies, ...inLog, ...productionWorkspaces].filter(
    (arn) => WORKSPACE.test(arn) && !/[*?$]/.test(arn),
  );
  return [...new Set(found)].sort();
}

/** By unique id or ARN: `action`, and `action workspace` for each workspace it was called on. */
function usesByPrincipal({ usage }: Collected, catalog: Catalog): Uses {
  const uses = new Map<string, Set<string>>();
  for (const activity of usage?.activity ?? []) {
    const key = activity.principalId ?? activity.principalArn;
    if (key === null || !isUse(activity)) continue;
    const exercised = catalog.eventActions(activity);
    if (exercised.kind !== 'actions') continue;
    const known = uses.get(key) ?? new Set<string>();
    uses.set(key, known);
    for (const action of exercised.certain) {
      known.add(action);
      for (const arn of activity.resources) known.add(`${action} ${arn}`);
    }
  }
  return uses;
}

function isUse({ eventSource, outcome }: Activity): boolean {
  return outcome === 'allowed' && eventSource.startsWith(`${NAMESPACE}.`);
}
