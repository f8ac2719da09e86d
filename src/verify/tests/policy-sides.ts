import type { PolicyDocument } from '../../domain/policy.ts';
import type { SimulatedPolicies, TestDecision } from '../../domain/policy-tests.ts';
import type { Principal } from '../../domain/principal.ts';
import { DocumentSets } from '../document-sets.ts';
import { evaluate } from '../evaluate.ts';
import { documentsOf, type World } from '../world.ts';
import type { ExampleRequest } from './example-requests.ts';
import { testDecision } from './test-decision.ts';

/** The policies of a principal, before or after. */
export interface Side {
  readonly documents: readonly PolicyDocument[];
  readonly input: SimulatedPolicies;
  /** Null: it hangs on something that AWS does not settle, so no test can hold anybody to it. */
  decides(request: ExampleRequest): TestDecision | null;
}

/** The side of each principal; of those that carry the same documents it is one, and is asked each question once. */
export function sidesOf(world: World): (principal: Principal) => Side {
  const sets = new DocumentSets();
  const known = new Map<string, Side>();
  return (principal) => {
    const documents = documentsOf(world.holdings(principal));
    const boundary = world.boundary(principal)?.document ?? null;
    const key = [documents, boundary === null ? [] : [boundary]].map((set) => sets.keyOf(set)).join('|');
    let side = known.get(key);
    if (side === undefined) {
      side = sideOf(documents, boundary);
      known.set(key, side);
    }
    return side;
  };
}

function sideOf(documents: readonly PolicyDocument[], boundary: PolicyDocument | null): Side {
  const decided = new Map<string, TestDecision | null>();
  return {
    documents,
    input: {
      PolicyInputList: documents.map(text),
      ...(boundary === null ? {} : { PermissionsBoundaryPolicyInputList: [text(boundary)] }),
    },
    decides: (request) => {
      const key = JSON.stringify([request.action, request.resource, request.context]);
      let decision = decided.get(key);
      if (decision === undefined) {
        const answer = evaluate({ ...request, contextIsComplete: true }, documents, { boundary });
        decision = testDecision(answer.decision);
        decided.set(key, decision);
      }
      return decision;
    },
  };
}

const TEXTS = new WeakMap<PolicyDocument, string>();

/** Printed once, as principals share documents. */
function text(document: PolicyDocument): string {
  const known = TEXTS.get(document);
  if (known !== undefined) return known;
  const printed = JSON.stringify(document.raw);
  TEXTS.set(document, printed);
  return printed;
}
