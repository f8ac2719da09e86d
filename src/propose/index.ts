export type { Guardrail } from './guardrail-policies/guardrail.ts';
export { guardrails } from './guardrail-policies/guardrails.ts';
export type { ProposeException, ProposeOptions } from './options.ts';
export { propose } from './propose.ts';
export type { SessionUse } from './session-needs.ts';
export { type RoleSplit, splitRole } from './split-role.ts';
