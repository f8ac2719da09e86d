import type { GrantRef } from '../domain/analysis.ts';
import type { Collected } from '../domain/collected.ts';
import type { Element, PolicyDocument, Statement } from '../domain/policy.ts';
import type { PolicyAttachment, Principal } from '../domain/principal.ts';
import { statementHash } from '../iam/index.ts';
import {
  type ActionIndex,
  type ActionSet,
  complement,
  intersect,
  size,
  subtract,
  union,
} from './action-set.ts';
import { ServiceControl } from './service-control.ts';

interface StatementGrant {
  readonly statement: number;
  readonly actions: ActionSet;
}

interface DocumentGrants {
  readonly allows: readonly StatementGrant[];
  readonly allowed: ActionSet;
  /** Denied whatever the resource and the context: only these cancel a grant for certain. */
  readonly denied: ActionSet;
  /** Allowed patterns that match no catalog action, e.g. of a service the catalog does not know. */
  readonly unknownPatterns: readonly { readonly pattern: string; readonly statement: number }[];
}

/** What the identity policies of one principal allow, its boundary and unconditional denials considered. */
export interface PrincipalGrants {
  readonly actions: ActionSet;
  readonly count: number;
  has(action: string): boolean;
  /** Which service control policy keeps the action from having effect, in one sentence; null: none for certain. */
  blockedBy(action: string): string | null;
  /** Statements that allow the action, in the order of the attachments. */
  grantedBy(action: string): readonly GrantRef[];
  readonly unknownPatterns: readonly { readonly pattern: string; readonly grantedBy: readonly GrantRef[] }[];
  /** Resource patterns under which the action is allowed; `null` for NotResource, which has no positive list. */
  resourcesOf(action: string): readonly string[] | null;
}

/** What principals that carry the same policies have in common. */
type SharedGrants = Omit<PrincipalGrants, 'blockedBy'>;

/**
 * Resolves grants; every distinct document is expanded once, whoever carries it, and every distinct set of policies
 * once. Answers of the same meaning are the same objects, so that an account of thousands is told in few.
 */
export class GrantResolver {
  readonly #collected: Collected;
  readonly #index: ActionIndex;
  readonly #documents = new Map<PolicyDocument, DocumentGrants>();
  readonly #shared = new Map<string, SharedGrants>();
  readonly #control: ServiceControl | null;

  constructor(collected: Collected, index: ActionIndex) {
    this.#collected = collected;
    this.#index = index;
    const { organization } = collected;
    this.#control =
      organization === undefined
        ? null
        : new ServiceControl(organization, index, (document) => this.#documentGrants(document));
  }

  of(principal: Principal): PrincipalGrants {
    const { attachments, permissionsBoundary } = principal;
    const key = JSON.stringify([
      permissionsBoundary,
      ...attachments.map((each) => [each.policyId, each.viaGroup]),
    ]);
    let shared = this.#shared.get(key);
    if (shared === undefined) {
      shared = this.#sharedGrants(principal);
      this.#shared.set(key, shared);
    }
    return { ...shared, blockedBy: this.#control?.over(principal) ?? (() => null) };
  }

  #sharedGrants(principal: Principal): SharedGrants {
    const index = this.#index;
    const carried = principal.attachments.flatMap((attachment) => {
      const document = this.#collected.policies.get(attachment.policyId)?.document;
      return document ? [{ attachment, document, grants: this.#documentGrants(document) }] : [];
    });
    const actions = index.empty();
    for (const { grants } of carried) union(actions, grants.allowed);
    for (const { grants } of carried) subtract(actions, grants.denied);
    this.#applyBoundary(principal, actions);

    const statements = carried.flatMap(({ attachment, document, grants }) =>
      grants.allows.map(({ statement, actions: granted }) => ({
        granted,
        ref: this.#ref(attachment, statement),
        resource: document.statements[statement]?.resource ?? null,
      })),
    );
    const sources = new Map<string, Sources>();
    // Of thousands of actions only a few sets of statements grant any.
    const sourcesOf = (action: string): Sources => {
      const granting = statements.filter(({ granted }) => index.has(granted, action));
      const key = granting.map((statement) => statements.indexOf(statement)).join();
      let known = sources.get(key);
      if (known === undefined) {
        known = {
          refs: granting.map(({ ref }) => ref),
          resources: resourcesOf(granting.map(({ resource }) => resource)),
        };
        sources.set(key, known);
      }
      return known;
    };
    return {
      actions,
      count: size(actions),
      has: (action) => index.has(actions, action),
      grantedBy: (action) => sourcesOf(action).refs,
      unknownPatterns: carried.flatMap(({ attachment, grants }) =>
        grants.unknownPatterns.map(({ pattern, statement }) => ({
          pattern,
          grantedBy: [this.#ref(attachment, statement)],
        })),
      ),
      resourcesOf: (action) => sourcesOf(action).resources,
    };
  }

  /** A boundary that cannot be read is no limit here: grants are then over-counted, never missed. */
  #applyBoundary(principal: Principal, actions: ActionSet): void {
    if (principal.permissionsBoundary === null) return;
    const document = this.#collected.policies.get(principal.permissionsBoundary)?.document;
    if (!document) return;
    const { allowed, denied } = this.#documentGrants(document);
    intersect(actions, allowed);
    subtract(actions, denied);
  }

  #ref(attachment: PolicyAttachment, statement: number): GrantRef {
    const policy = this.#collected.policies.get(attachment.policyId);
    const raw = policy?.document?.statements[statement]?.raw;
    return {
      policyId: attachment.policyId,
      policy: policy?.arn ?? policy?.name ?? attachment.policyId,
      kind: attachment.viaGroup === null ? (policy?.kind ?? 'managed') : 'group',
      statement,
      ...(raw === undefined ? {} : { statementHash: statementHash(raw) }),
    };
  }

  #documentGrants(document: PolicyDocument): DocumentGrants {
    let grants = this.#documents.get(document);
    if (grants === undefined) {
      grants = this.#expand(document);
      this.#documents.set(document, grants);
    }
    return grants;
  }

  #expand(document: PolicyDocument): DocumentGrants {
    const allows: StatementGrant[] = [];
    const allowed = this.#index.empty();
    const denied = this.#index.empty();
    const unknownPatterns: { pattern: string; statement: number }[] = [];
    for (const statement of document.statements) {
      const actions = this.#statementActions(statement);
      if (statement.effect === 'Allow') {
        allows.push({ statement: statement.index, actions });
        union(allowed, actions);
        if (statement.action.negated) continue;
        for (const pattern of statement.action.patterns) {
          if (size(this.#index.matching(pattern)) === 0) {
            unknownPatterns.push({ pattern, statement: statement.index });
          }
        }
      } else if (isUnconditional(statement)) {
        union(denied, actions);
      }
    }
    return { allows, allowed, denied, unknownPatterns };
  }

  #statementActions(statement: Statement): ActionSet {
    const matched = this.#index.empty();
    for (const pattern of statement.action.patterns) union(matched, this.#index.matching(pattern));
    if (!statement.action.negated) return matched;
    const rest = this.#index.of(this.#index.names);
    intersect(rest, complement(matched));
    return rest;
  }
}

/** The statements that grant an action, and on what. */
interface Sources {
  readonly refs: readonly GrantRef[];
  readonly resources: readonly string[] | null;
}

function resourcesOf(elements: readonly (Element | null)[]): readonly string[] | null {
  const listed = elements.flatMap((element) =>
    element === null || element.negated ? [] : [element.patterns],
  );
  return listed.length === elements.length ? listed.flat() : null;
}

/** A Deny with a condition or on some resources leaves the action granted elsewhere. */
function isUnconditional(statement: Statement): boolean {
  return (
    statement.conditions.length === 0 &&
    statement.resource !== null &&
    !statement.resource.negated &&
    statement.resource.patterns.includes('*')
  );
}
