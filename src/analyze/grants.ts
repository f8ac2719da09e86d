import type { GrantRef } from '../domain/analysis.ts';
import type { Collected } from '../domain/collected.ts';
import type { PolicyDocument, Statement } from '../domain/policy.ts';
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
  /** Statements that allow the action, in the order of the attachments. */
  /** Which service control policy keeps the action from having effect, in one sentence; null: none for certain. */
  blockedBy(action: string): string | null;
  grantedBy(action: string): readonly GrantRef[];
  readonly unknownPatterns: readonly { readonly pattern: string; readonly grantedBy: readonly GrantRef[] }[];
  /** Resource patterns under which the action is allowed; `null` for NotResource, which has no positive list. */
  resourcesOf(action: string): readonly string[] | null;
}

/** Resolves grants; every distinct document is expanded once, whoever carries it. */
export class GrantResolver {
  readonly #collected: Collected;
  readonly #index: ActionIndex;
  readonly #documents = new Map<PolicyDocument, DocumentGrants>();
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
    const index = this.#index;
    const carried = principal.attachments.flatMap((attachment) => {
      const document = this.#collected.policies.get(attachment.policyId)?.document;
      return document ? [{ attachment, document, grants: this.#documentGrants(document) }] : [];
    });
    const actions = index.empty();
    for (const { grants } of carried) union(actions, grants.allowed);
    for (const { grants } of carried) subtract(actions, grants.denied);
    this.#applyBoundary(principal, actions);

    const refs = (matches: (grant: StatementGrant) => boolean): GrantRef[] =>
      carried.flatMap(({ attachment, grants }) =>
        grants.allows.filter(matches).map(({ statement }) => this.#ref(attachment, statement)),
      );
    return {
      actions,
      count: size(actions),
      has: (action) => index.has(actions, action),
      blockedBy: this.#control?.over(principal) ?? (() => null),
      grantedBy: (action) => refs((grant) => index.has(grant.actions, action)),
      unknownPatterns: carried.flatMap(({ attachment, grants }) =>
        grants.unknownPatterns.map(({ pattern, statement }) => ({
          pattern,
          grantedBy: [this.#ref(attachment, statement)],
        })),
      ),
      resourcesOf: (action) => {
        const patterns: string[] = [];
        for (const { document, grants } of carried) {
          for (const grant of grants.allows) {
            if (!index.has(grant.actions, action)) continue;
            const resource = document.statements[grant.statement]?.resource;
            if (!resource || resource.negated) return null;
            patterns.push(...resource.patterns);
          }
        }
        return patterns;
      },
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

/** A Deny with a condition or on some resources leaves the action granted elsewhere. */
function isUnconditional(statement: Statement): boolean {
  return (
    statement.conditions.length === 0 &&
    statement.resource !== null &&
    !statement.resource.negated &&
    statement.resource.patterns.includes('*')
  );
}
