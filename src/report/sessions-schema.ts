import { z } from 'zod';
import { UNKNOWN_REASONS } from '../domain/analysis.ts';

const record = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape).readonly();
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();
const text = z.string();
const count = z.int().min(0);

const sensitive = list(
  record({
    action: text,
    severity: z.enum(['critical', 'high', 'medium', 'low']),
    calls: count,
    denied: count,
  }),
);

/** `principals[].sessions` of assessment.json: who drives the sessions of a principal, and what they did. */
export const sessionsSchema = record({
  kinds: list(
    record({
      kind: z.enum(['agent', 'person', 'automation', 'unclear']),
      sessions: count,
      calls: count,
      denied: count,
      markers: list(record({ marker: text, calls: count })),
      sensitive,
    }),
  ),
  origins: list(record({ origin: text, hops: count, calls: count })),
  agentSessions: list(
    record({
      session: text,
      sourceIdentity: text.nullable(),
      marker: text,
      origin: text.nullable(),
      first: text,
      last: text,
      calls: count,
      denied: count,
      sensitive,
    }),
  ),
  agentSessionsMore: count,
});

/** `workspaces` of assessment.json: who can do what with which Claude Platform workspace. */
export const workspacesSchema = list(
  record({
    principalArn: text,
    account: text,
    workspace: text,
    production: z.boolean(),
    documentedNeed: text.nullable(),
    access: list(record({ capability: text, actions: list(text), used: z.boolean() })),
  }),
);

/** `unjudged` of assessment.json: critical permissions of agents that cannot be judged, by what would settle them. */
export const unjudgedSchema = list(
  record({
    reason: z.enum(UNKNOWN_REASONS),
    account: text,
    resourceTypes: list(text),
    permissions: count,
    agents: count,
  }),
);
