import { agentCalls } from './calls-agents.ts';
import { computeCalls } from './calls-compute.ts';
import { identityCalls } from './calls-identity.ts';
import { operationsCalls } from './calls-operations.ts';
import { storageCalls } from './calls-storage.ts';
import type { Call, Routine } from './model.ts';

const table = { ...agentCalls, ...computeCalls, ...identityCalls, ...operationsCalls, ...storageCalls };
export type CallId = keyof typeof table;

/** Every API operation somebody in the sample calls. */
export const calls: Readonly<Record<CallId, Call>> = table;

/** A routine whose steps name calls that exist. */
export type SampleRoutine = Routine<CallId>;
