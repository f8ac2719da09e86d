import {
  type ActionIndex,
  type ActionSet,
  contains,
  intersect,
  size,
  subtract,
  union,
} from '../catalog/index.ts';
import type { GrantRef } from '../domain/analysis.ts';
import type { Collected } from '../domain/collected.ts';
import type { Element, Statement } from '../domain/policy.ts';
import type { PolicyAttachment, Principal } from '../domain/principal.ts';
import { statementHash } from '../iam/index.ts';
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
  /** The same object for all principals and actions that the same statements grant. */
  sourcesOf(action: string): Sources;
  readonly unknownPatterns: readonly { readonly pattern: string; readonly grantedBy: readonly GrantRef[] }[];
}

/** The statements that grant an action, and on what. */
export interface Sources {
  /** In the order of the attachments. */
  readonly refs: readonly GrantRef[];
  /** Resource patterns under which the action is allowed; `null` for NotResource, which has no positive list. */
  readonly resources: readonly string[] | null;
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
  readonly #grantings = new Map<string, Granting>();
  readonly #paths = new Path([]);
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
        granting: this.#granting(attachment, document.statements[statement], statement),
      })),
    );
    return {
      actions,
      count: size(actions),
      has: (action) => index.has(actions, action),
      sourcesOf: (action) => {
        const number = index.numberOf(action);
        let path = this.#paths;
        for (const { granted, granting } of statements) {
          if (contains(granted, number)) path = path.with(granting);
        }
        return path.sources;
      },
      unknownPatterns: carried.flatMap(({ attachment, document, grants }) =>
        grants.unknownPatterns.map(({ pattern, statement }) => ({
          pattern,
          grantedBy: [this.#granting(attachment, document.statements[statement], statement).ref],
        })),
      ),
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

  #granting(attachment: PolicyAttachment, statement: Statement | undefined, index: number): Granting {
    const key = JSON.stringify([attachment.policyId, attachment.viaGroup === null, index]);
    let granting = this.#grantings.get(key);
    if (granting === undefined) {
      const ref = this.#ref(attachment, statement, index);
      granting = { ref, resource: statement?.resource ?? null };
      this.#grantings.set(key, granting);
    }
    return granting;
  }

  #ref({ policyId, viaGroup }: PolicyAttachment, statement: Statement | undefined, index: number): GrantRef {
    const policy = this.#collected.policies.get(policyId);
    return {
      policyId,
      policy: policy?.arn ?? policy?.name ?? policyId,
      kind: viaGroup === null ? (policy?.kind ?? 'managed') : 'group',
      statement: index,
      ...(statement === undefined ? {} : { statementHash: statementHash(statement.raw) }),
    };
  }
}

/** A statement that grants something, as a principal itself or as a group carries it: one object of each. */
interface Granting {
  readonly ref: GrantRef;
  readonly resource: Element | null;
}

/** The way to the sources of an action along the statements that grant it, so that the same ones lead to one object. */
class Path {
  readonly sources: Sources;
  readonly #grantings: readonly Granting[];
  readonly #longer = new Map<Granting, Path>();

  constructor(grantings: readonly Granting[]) {
    this.#grantings = grantings;
    this.sources = {
      refs: grantings.map(({ ref }) => ref),
      resources: resourcesOf(grantings.map(({ resource }) => resource)),
    };
  }

  with(granting: Granting): Path {
    let path = this.#longer.get(granting);
    if (path === undefined) {
      path = new Path([...this.#grantings, granting]);
      this.#longer.set(granting, path);
    }
    return path;
  }
}

function resourcesOf(elements: readonly (Element | null)[]): readonly string[] | null {
  const listed = elements.flatMap((element) =>
    element === null || element.negated ? [] : [element.patterns],
  );
  return listed.length === elements.length ? listed.flat() : null;
}
