import type { Collected } from '../domain/collected.ts';
import type { PolicyDocument, PolicyKind } from '../domain/policy.ts';
import type { Principal } from '../domain/principal.ts';
import type { PolicyChange, Recommendation } from '../domain/recommendation.ts';
import type { Documents } from './documents.ts';
import { holdersOf, type Reach } from './reach.ts';

/** A policy as it reaches a principal. */
export interface Holding {
  readonly policyId: string;
  readonly policy: string;
  readonly kind: PolicyKind;
  /** ARN of the principal or group that carries it. */
  readonly holder: string;
  /** Null when it cannot be read. */
  readonly document: PolicyDocument | null;
}

/** The account's policies after some recommendations are applied; after none it is the account as it was collected. */
export class World {
  readonly #collected: Collected;
  readonly #replaced = new Map<string, PolicyDocument | null>();
  /** `policyId` taken from every holder, `policyId NUL holder` from one. */
  readonly #removed = new Set<string>();
  readonly #created = new Map<string, Holding[]>();

  constructor(collected: Collected, documents: Documents, applied: Iterable<Recommendation>) {
    this.#collected = collected;
    for (const recommendation of applied) {
      for (const change of recommendation.changes) this.#apply(change, documents);
    }
  }

  /** Identity policies of the principal, own and through groups; a created one stands after the others. */
  holdings(principal: Principal): readonly Holding[] {
    const kept = principal.attachments.flatMap(({ policyId, viaGroup }) => {
      const holder = viaGroup ?? principal.arn;
      if (this.#removed.has(policyId) || this.#removed.has(at(policyId, holder))) return [];
      return [this.#holding(policyId, holder)];
    });
    if (this.#created.size === 0) return kept;
    return [...kept, ...holdersOf(principal).flatMap((holder) => this.#created.get(holder) ?? [])];
  }

  /** What one principal or group carries itself, as its members show it. */
  heldBy(holder: string, reach: Reach): readonly Holding[] {
    const held = [...reach.membersOf(holder)]
      .flatMap((principal) => this.holdings(principal))
      .filter((holding) => holding.holder === holder);
    return [...new Map(held.map((holding) => [holding.policyId, holding])).values()];
  }

  boundary(principal: Principal): Holding | null {
    const id = principal.permissionsBoundary;
    return id === null ? null : this.#holding(id, principal.arn);
  }

  #holding(policyId: string, holder: string): Holding {
    const policy = this.#collected.policies.get(policyId);
    const replaced = this.#replaced.get(policyId);
    return {
      policyId,
      policy: policy?.name ?? policyId,
      kind: policy?.kind ?? 'managed',
      holder,
      document: replaced === undefined ? (policy?.document ?? null) : replaced,
    };
  }

  #apply(change: PolicyChange, documents: Documents): void {
    const { kind, policyId, target } = change;
    if (kind === 'replace') {
      this.#replaced.set(policyId, documents.readable(change.after));
    } else if (kind === 'create') {
      const holding: Holding = {
        policyId,
        policy: change.policy,
        kind: change.policyKind,
        holder: target ?? '',
        document: documents.readable(change.after),
      };
      this.#created.set(holding.holder, [...(this.#created.get(holding.holder) ?? []), holding]);
    } else {
      this.#removed.add(target === null ? policyId : at(policyId, target));
    }
  }
}

/** The readable documents of the holdings, each once. */
export function documentsOf(holdings: readonly Holding[]): readonly PolicyDocument[] {
  return [...new Set(holdings.flatMap(({ document }) => (document === null ? [] : [document])))];
}

function at(policyId: string, holder: string): string {
  return `${policyId}\0${holder}`;
}
