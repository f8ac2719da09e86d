import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import type { JsonObject } from '../../../src/domain/json.ts';
import type { Request } from '../../../src/verify/index.ts';
import { ACCOUNT } from '../builders.ts';

export type SimulatedDecision = 'allowed' | 'explicitly-denied' | 'implicitly-denied';

const DECISIONS: Readonly<Record<string, SimulatedDecision>> = {
  Allowed: 'allowed',
  ExplicitlyDenied: 'explicitly-denied',
  ImplicitlyDenied: 'implicitly-denied',
};

/** KMS and STS ask a key's or role's own policy too; `null` from `simulate` there. */
const ASK_RESOURCE_POLICY: ReadonlySet<string> = new Set(['kms', 'sts']);

/**
 * What `@cloud-copilot/iam-simulate`, written by others and independently of us, answers to a request of user `ana`;
 * null where identity policies alone do not decide.
 */
export function simulate(
  request: Request,
  documents: readonly JsonObject[],
  boundary: JsonObject | null = null,
): SimulatedDecision | null {
  if (ASK_RESOURCE_POLICY.has(request.action.split(':')[0]?.toLowerCase() ?? '')) return null;
  const result = runUnsafeSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:user/ana`,
        action: request.action,
        resource: { resource: request.resource ?? '*', accountId: ACCOUNT },
        contextVariables: Object.fromEntries(
          Object.entries(request.context).flatMap(([key, values]) => {
            const [first, ...more] = values;
            return first === undefined ? [] : [[key, more.length === 0 ? first : [...values]]];
          }),
        ),
      },
      identityPolicies: documents.map((policy, index) => ({ name: `p${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(boundary === null ? {} : { permissionBoundaryPolicies: [{ name: 'boundary', policy: boundary }] }),
    },
    {},
  );
  const decision = DECISIONS[result];
  if (decision === undefined) throw new Error(`the simulator answers ${result}`);
  return decision;
}
