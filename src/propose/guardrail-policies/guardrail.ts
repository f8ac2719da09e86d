import type { JsonObject } from '../../domain/json.ts';

/** One statement of a guardrail policy and why it is there; `basis` is the account's fact it follows from. */
export interface GuardrailStatement {
  readonly sid: string;
  readonly explanation: string;
  readonly basis: string;
  readonly statement: JsonObject;
}

/** A policy that limits others: a service control policy, or a permissions boundary. */
export interface Guardrail {
  readonly name: string;
  readonly kind: 'scp' | 'boundary';
  /** Account a boundary is for; null: an SCP, for every account of the export. */
  readonly account: string | null;
  readonly statements: readonly GuardrailStatement[];
  readonly document: JsonObject;
}

export function guardrail(
  kind: Guardrail['kind'],
  name: string,
  account: string | null,
  statements: readonly GuardrailStatement[],
): Guardrail {
  return {
    name,
    kind,
    account,
    statements,
    document: {
      Version: '2012-10-17',
      Statement: statements.map(({ sid, statement }) => ({ Sid: sid, ...statement })),
    },
  };
}
