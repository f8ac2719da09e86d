import { analyze } from '../analyze/index.ts';
import { loadCatalog } from '../collect/catalog-files.ts';
import type { Permission } from '../domain/analysis.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import type { Effect, Policy, Statement } from '../domain/policy.ts';
import type { Principal } from '../domain/principal.ts';
import { statementMatchesAction } from '../iam/index.ts';
import { readEvidence, unpackEvidence } from './evidence.ts';

/** What the packed evidence says of one action of one principal, sensitive or not. */
export interface AskedAction {
  /** As AWS writes it; as it was asked when the catalog does not know it. */
  readonly action: string;
  readonly isKnown: boolean;
  /** Actions of the catalog that an asked pattern matches and the principal is granted or called; empty for a name. */
  readonly matching: readonly string[];
  /** Actions of the same service, to guess a mistyped one from. */
  readonly near: readonly string[];
  /** Null: it is neither granted nor was it called. */
  readonly permission: Permission | null;
  /** Where it is neither: what allows it after all, and what takes that away, a sentence each. */
  readonly limits: readonly string[];
}

/**
 * Judges one action of one principal from the evidence that a run packed: an assessment lists the sensitive ones and
 * those that were called, and of the others it keeps no more than a name.
 *
 * @param folder of the run
 * @returns null when the folder holds no evidence, or other evidence than of this principal
 * @throws UserError when the evidence is not what its manifest says
 */
export function askAction(
  folder: string,
  { arn, uniqueId }: { readonly arn: string; readonly uniqueId: string },
  asked: string,
): AskedAction | null {
  const packed = readEvidence(folder, undefined);
  if (packed.files.size === 0) return null;
  const { collected, question } = unpackEvidence(packed.files);
  const principal = collected.principals.find((one) => one.arn === arn && one.uniqueId === uniqueId);
  if (principal === undefined) return null;
  // Calls are told apart by account and name (a session's ARN has no path), so that nobody else's matter here.
  const alike = collected.principals.filter(
    ({ account, name: called }) => account === principal.account && called === principal.name,
  );
  const catalog = loadCatalog({ packs: question.packs });
  const action = catalog.action(asked)?.name ?? asked;
  const isPattern = /[*?]/.test(asked);
  const analysis = analyze({ ...collected, principals: alike }, catalog, {
    ...question,
    scope: 'all',
    extent: 'sensitive',
    also: isPattern ? catalog.expand(asked) : [action],
  });
  const judged = analysis.principals.find((each) => each.principalArn === arn && each.uniqueId === uniqueId);
  const permissions = judged?.permissions ?? [];
  const expanded = new Set(isPattern ? catalog.expand(asked) : []);
  const permission = permissions.find((each) => each.action === action) ?? null;
  return {
    action,
    isKnown: catalog.action(asked) !== null,
    matching: permissions.flatMap((each) => (expanded.has(each.action) ? [each.action] : [])),
    near: near(asked, catalog),
    permission,
    limits: permission === null ? limitsOf(principal, action, collected) : [],
  };
}

function near(asked: string, catalog: Catalog): readonly string[] {
  const namespace = asked.split(':')[0] ?? '';
  return catalog.hasService(namespace) ? catalog.actionsOf(namespace) : [];
}

/** Why an action is not granted although a statement allows it; empty when none does. */
function limitsOf(principal: Principal, action: string, { policies }: Collected): readonly string[] {
  const held = principal.attachments.flatMap(({ policyId }) => policies.get(policyId) ?? []);
  const allows = matching(held, 'Allow', action);
  if (allows.length === 0) return [];
  const boundary = policies.get(principal.permissionsBoundary ?? '');
  const limit = boundary === undefined ? [] : [boundary];
  const outside = limit.filter((policy) => matching([policy], 'Allow', action).length === 0);
  return [
    ...allows.map(({ policy, statement }) => `${name(policy)}, statement ${statement.index}, allows it.`),
    ...matching(held, 'Deny', action)
      .filter(({ statement }) => isUnconditional(statement))
      .map(({ policy, statement }) => `${name(policy)}, statement ${statement.index}, denies it.`),
    ...outside.map((policy) => `The permissions boundary ${name(policy)} does not allow it.`),
    ...matching(limit, 'Deny', action).map(
      ({ policy, statement }) =>
        `The permissions boundary ${name(policy)} denies it, statement ${statement.index}.`,
    ),
  ];
}

function matching(policies: readonly Policy[], effect: Effect, action: string) {
  return policies.flatMap((policy) =>
    (policy.document?.statements ?? [])
      .filter((statement) => statement.effect === effect && statementMatchesAction(statement, action))
      .map((statement) => ({ policy, statement })),
  );
}

function isUnconditional({ conditions, resource }: Statement): boolean {
  return conditions.length === 0 && resource !== null && !resource.negated && resource.patterns.includes('*');
}

function name({ arn, name: called }: Policy): string {
  return arn ?? called;
}
