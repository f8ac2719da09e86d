import type { GrantRef } from '../domain/analysis.ts';
import type { Collected } from '../domain/collected.ts';
import type { Element } from '../domain/policy.ts';
import type { PolicyAttachment, Principal } from '../domain/principal.ts';
import { statementHash } from '../iam/index.ts';
import { type ActionIndex, type ActionSet, intersect, size, subtract, union } from './action-set.ts';
import { DocumentExpander } from './document-grants.ts';
import { ServiceControl } from './service-control.ts';

/** What the identity policies of one principal allow, its boundary and unconditional denials considered. */
export interface PrincipalGrants {
  /** The same object for all principals that carry the same policies: their grants differ in `blockedBy` at most. */
  readonly alike: object;
  readonly actions: ActionSet;
  readonly count: number;
  has(action: string): boolean;
  /**
   * Which service control policy keeps the action from having effect, in one sentence; null: none for certain. The
   * same function for all principals that the same policies limit.
   */
  readonly blockedBy: (action: string) => string | null;
  /** Statements that allow the action, in the order of the attachments. */
  grantedBy(action: string): readonly GrantRef[];
  readonly unknownPatterns: readonly { readonly pattern: string; readonly grantedBy: readonly GrantRef[] }[];
  /** Resource patterns under which the action is allowed; `null` for NotResource, which has no positive list. */
  resourcesOf(action: string): readonly string[] | null;
}

/** What principals that carry the same policies have in common. */
type SharedGrants = Omit<PrincipalGrants, 'blockedBy' | 'alike'>;

const notBlocked = (): null => null;

/**
 * Resolves grants; every distinct document is expanded once, whoever carries it, and every distinct set of policies
 * once. Answers of the same meaning are the same objects, so that an account of thousands is told in few.
 */
export class GrantResolver {
  readonly #collected: Collected;
  readonly #index: ActionIndex;
  readonly #documents: DocumentExpander;
  readonly #shared = new Map<string, SharedGrants>();
  readonly #refs = new Map<string, GrantRef>();
  readonly #sources = new Map<string, Sources>();
  readonly #control: ServiceControl | null;

  constructor(collected: Collected, index: ActionIndex) {
    this.#collected = collected;
    this.#index = index;
    this.#documents = new DocumentExpander(index);
    const { organization } = collected;
    this.#control =
      organization === undefined
        ? null
        : new ServiceControl(organization, index, (document) => this.#documents.of(document));
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
    return { ...shared, alike: shared, blockedBy: this.#control?.over(principal) ?? notBlocked };
  }

  #sharedGrants(principal: Principal): SharedGrants {
    const index = this.#index;
    const carried = principal.attachments.flatMap((attachment) => {
      const document = this.#collected.policies.get(attachment.policyId)?.document;
      return document ? [{ attachment, document, grants: this.#documents.of(document) }] : [];
    });
    const actions = index.empty();
    for (const { grants } of carried) union(actions, grants.allowed);
    for (const { grants } of carried) subtract(actions, grants.denied);
    this.#applyBoundary(principal, actions);

    const statements = carried.flatMap(({ attachment, document, grants }) =>
      grants.allows.map(({ statement, actions: granted }) => ({
        granted,
        key: refKey(attachment, statement),
        ref: this.#ref(attachment, statement),
        resource: document.statements[statement]?.resource ?? null,
      })),
    );
    const sources = new Map<string, Sources>();
    // Of thousands of actions only a few sets of statements grant any.
    const sourcesOf = (action: string): Sources => {
      let known = sources.get(action);
      if (known === undefined) {
        known = this.#sourcesOf(statements.filter(({ granted }) => index.has(granted, action)));
        sources.set(action, known);
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
    const { allowed, denied } = this.#documents.of(document);
    intersect(actions, allowed);
    subtract(actions, denied);
  }

  #sourcesOf(granting: readonly Granting[]): Sources {
    const key = granting.map((statement) => statement.key).join('\n');
    let known = this.#sources.get(key);
    if (known === undefined) {
      known = {
        refs: granting.map(({ ref }) => ref),
        resources: resourcesOf(granting.map(({ resource }) => resource)),
      };
      this.#sources.set(key, known);
    }
    return known;
  }

  #ref(attachment: PolicyAttachment, statement: number): GrantRef {
    const key = refKey(attachment, statement);
    let ref = this.#refs.get(key);
    if (ref === undefined) {
      ref = this.#newRef(attachment, statement);
      this.#refs.set(key, ref);
    }
    return ref;
  }

  #newRef(attachment: PolicyAttachment, statement: number): GrantRef {
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
}

/** A statement that grants something to a principal. */
interface Granting {
  /** Of the statement, and whether a group carries it: what `ref` and `resource` follow from. */
  readonly key: string;
  readonly ref: GrantRef;
  readonly resource: Element | null;
}

/** The statements that grant an action, and on what. */
interface Sources {
  readonly refs: readonly GrantRef[];
  readonly resources: readonly string[] | null;
}

function refKey({ policyId, viaGroup }: PolicyAttachment, statement: number): string {
  return JSON.stringify([policyId, viaGroup === null, statement]);
}

function resourcesOf(elements: readonly (Element | null)[]): readonly string[] | null {
  const listed = elements.flatMap((element) =>
    element === null || element.negated ? [] : [element.patterns],
  );
  return listed.length === elements.length ? listed.flat() : null;
}
