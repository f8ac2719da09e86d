import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import type { SessionActivity } from '../domain/facts.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import type { Policy, PolicyDocument, Statement } from '../domain/policy.ts';
import type { Principal } from '../domain/principal.ts';
import type { Recommendation } from '../domain/recommendation.ts';
import { includes, parsePolicy, printPolicy, statementMatchesAction } from '../iam/index.ts';
import { allowedActions } from './allowed-actions.ts';
import { ArnTemplates } from './arn-template.ts';
import { type SessionUse, sessionNeeds } from './session-needs.ts';
import { trustSkeleton } from './trust-skeleton.ts';

export interface SplitOptions {
  /** Name of the role to be made. */
  readonly roleName: string;
}

/** A role of its own for some sessions of a role: drafts for a person to apply; nothing is attached anywhere. */
export interface RoleSplit {
  readonly roleName: string;
  readonly policyName: string;
  readonly policy: JsonObject;
  readonly trust: JsonObject;
  /** What the sessions exercised, by action. */
  readonly uses: readonly SessionUse[];
  /** What they were refused: a need or a probe, for a person to grant or refuse. */
  readonly needs: readonly SessionUse[];
  readonly notes: readonly string[];
  /** The same as the change of a copy of the old role, for the verifier. */
  readonly recommendation: Recommendation;
  /** The old role under the new name, with all its policies as one: what the draft is measured against. */
  readonly copy: Principal;
  readonly copyPolicy: Policy;
}

/**
 * Drafts the role from what the sessions did: the statements of the old role, each with only the actions the sessions
 * exercised and, where the log tells them, the resources. So it is never wider than the old role; its Denies stay.
 */
export function splitRole(
  collected: Collected,
  principal: Principal,
  activity: readonly SessionActivity[],
  catalog: Catalog,
  { roleName }: SplitOptions,
): RoleSplit {
  const { uses, needs, unmapped } = sessionNeeds(activity, catalog, new ArnTemplates(catalog));
  const documents = principal.attachments.flatMap(({ policyId }) => {
    const document = collected.policies.get(policyId)?.document;
    return document ? [document] : [];
  });
  const dependencies = neededBeside(uses, documents, catalog);
  const wanted = [...uses, ...dependencies.map(({ use }) => use)];
  const policy = policyOf(documents, wanted);
  const policyName = `${roleName}-needs`;
  const copyPolicy = policyOfCopy(principal, roleName, policyName, documents);
  const copy = copyOf(principal, roleName, copyPolicy.id);
  const kept = new Set(allowedActions([policy], catalog));
  const removed = allowedActions(
    documents.map((document) => printPolicy(document)),
    catalog,
  ).filter((action) => !kept.has(action));
  return {
    roleName,
    policyName,
    policy,
    trust: trustSkeleton(principal, activity),
    uses,
    needs,
    notes: notesOf(collected, principal, unmapped, dependencies, uses),
    recommendation: recommendation(copy, copyPolicy, policy, removed),
    copy,
    copyPolicy,
  };
}

interface Dependency {
  readonly use: SessionUse;
  readonly reason: string;
}

/** Actions no log shows and what was used cannot do without, as far as the old role grants them. */
function neededBeside(
  uses: readonly SessionUse[],
  documents: readonly PolicyDocument[],
  catalog: Catalog,
): readonly Dependency[] {
  const used = new Set(uses.map(({ action }) => action));
  const granted = allowedActions(
    documents.map((document) => printPolicy(document)),
    catalog,
  );
  return granted.flatMap((action) => {
    const reason = used.has(action) ? null : catalog.dependencyReason(action, used);
    return reason === null ? [] : [{ use: { action, calls: 0, resources: null, certain: true }, reason }];
  });
}

function policyOf(documents: readonly PolicyDocument[], uses: readonly SessionUse[]): JsonObject {
  const all = documents.flatMap((document) => document.statements);
  const allows = all.filter(({ effect }) => effect === 'Allow');
  // A resource key wider than what any statement allows was allowed all the same: then the statements stay as wide.
  const settled = uses.map((use) =>
    allows.some(
      (statement) => statementMatchesAction(statement, use.action) && narrowedResources(statement, use),
    )
      ? use
      : { ...use, resources: null },
  );
  const statements = all.flatMap((statement) =>
    statement.effect === 'Deny' ? [statement.raw] : narrowed(statement, settled),
  );
  // Sids must be unique in a document, and here several documents meet; the old names would mean something else.
  return { Version: '2012-10-17', Statement: statements.map(({ Sid: _, ...rest }) => rest) };
}

/** An Allow statement with only what was used of it: one statement per list of resources. */
function narrowed(statement: Statement, uses: readonly SessionUse[]): JsonObject[] {
  const byResources = new Map<string, string[]>();
  for (const use of uses) {
    if (!statementMatchesAction(statement, use.action)) continue;
    const resources = narrowedResources(statement, use);
    if (resources === null) continue;
    const key = JSON.stringify(resources);
    byResources.set(key, [...(byResources.get(key) ?? []), use.action]);
  }
  return [...byResources].map(([resources, actions]) => {
    const { Action: _, NotAction: __, Resource: ___, NotResource: ____, ...rest } = statement.raw;
    return { ...rest, Action: actions.sort(), ...(JSON.parse(resources) as JsonObject) };
  });
}

/** Null: what was called is not among the resources of this statement, so another allowed it. */
function narrowedResources(statement: Statement, { resources }: SessionUse): JsonObject | null {
  const { resource, raw } = statement;
  if (resource === null) return null;
  const own: JsonObject = resource.negated
    ? { NotResource: raw.NotResource ?? '*' }
    : { Resource: raw.Resource ?? '*' };
  // A list is narrowed only as a whole: what cannot be told keeps the statement as it stood.
  if (resources === null || resource.negated) return own;
  const covered = resources.filter(
    (arn) => includes(resource.patterns, arn, { caseInsensitive: false }).included,
  );
  if (covered.length === 0) return resource.patterns.some((pattern) => pattern.includes('$')) ? own : null;
  return { Resource: [...covered] as readonly Json[] };
}

const arnOfCopy = ({ arn }: Principal, roleName: string) =>
  arn.replace(/:role\/.*$/, () => `:role/${roleName}`);

function policyOfCopy(
  principal: Principal,
  roleName: string,
  policyName: string,
  documents: readonly PolicyDocument[],
): Policy {
  const owner = arnOfCopy(principal, roleName);
  const statements = documents.flatMap((document) => document.statements.map(({ raw }) => raw));
  return {
    id: `${owner}#${policyName}`,
    name: policyName,
    arn: null,
    kind: 'inline',
    owner,
    document: parsePolicy({
      Version: '2012-10-17',
      Statement: statements.map(({ Sid: _, ...rest }) => rest),
    }),
    problem: null,
    versions: [],
    attachmentCount: null,
    boundaryUsageCount: null,
  };
}

function copyOf(principal: Principal, roleName: string, policyId: string): Principal {
  return {
    ...principal,
    arn: arnOfCopy(principal, roleName),
    uniqueId: `copy of ${principal.uniqueId}`,
    name: roleName,
    path: '/',
    attachments: [{ policyId, viaGroup: null }],
    groups: [],
  };
}

function recommendation(
  copy: Principal,
  { id, name, kind, document }: Policy,
  policy: JsonObject,
  removed: readonly string[],
): Recommendation {
  return {
    id: copy.arn,
    principalArns: [copy.arn],
    target: 'scoped',
    changes: [
      {
        kind: 'replace',
        policyId: id,
        policy: name,
        policyKind: kind,
        target: copy.arn,
        before: document?.raw ?? null,
        after: policy,
      },
    ],
    removed,
    kept: [],
    requires: [],
    notProposed: null,
  };
}

function notesOf(
  { policies }: Collected,
  principal: Principal,
  unmapped: readonly string[],
  dependencies: readonly Dependency[],
  uses: readonly SessionUse[],
): readonly string[] {
  const possible = uses.filter(({ certain }) => !certain).map(({ action }) => action);
  const unreadable = principal.attachments.filter(({ policyId }) => !policies.get(policyId)?.document);
  return [
    ...dependencies.map(({ use, reason }) => `Kept although no call shows it: ${use.action}: ${reason}.`),
    ...(possible.length === 0
      ? []
      : [
          `Kept because the calls may have needed them, which their requests do not decide: ${possible.join(', ')}.`,
        ]),
    ...unmapped.map((event) => `No IAM action is known for ${event}: what it needs is not in the policy.`),
    ...unreadable.map(
      ({ policyId }) => `${policyId} could not be read; what it allows is not in the policy.`,
    ),
    ...(principal.permissionsBoundary === null
      ? []
      : [`Give the new role the permissions boundary too: ${principal.permissionsBoundary}.`]),
    'What CloudTrail does not record (data events that are off, iam:PassRole inside unknown requests) is not in the policy: try it beside the old role before the agent moves.',
  ];
}
