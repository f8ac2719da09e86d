import { z } from 'zod';
import { UNKNOWN_REASONS } from '../domain/analysis.ts';
import type { JsonObject } from '../domain/json.ts';
import { PROPOSAL_FORMS, TARGETS } from '../domain/recommendation.ts';
import { backtestSchema } from './backtest-schema.ts';
import { coverageSchema } from './coverage-schema.ts';
import { principalTestsSchema } from './policy-tests-schema.ts';
import { decisionsSchema, exceptionsSchema, previousSchema } from './review-schema.ts';
import { count, day, inputKind, list, record, share, text, time, witness } from './schema-parts.ts';
import { sessionsSchema, unjudgedSchema, workspacesSchema } from './sessions-schema.ts';
import { summarySchema } from './summary-schema.ts';

const severity = z.enum(['critical', 'high', 'medium', 'low']);
const policyKind = z.enum(['inline', 'managed', 'aws-managed']);
/** zod's own JSON type is mutable; ours is read-only. The values are the same. */
const policyDocument = z.record(text, z.json()) as unknown as z.ZodType<JsonObject>;

export const permissionSchema = record({
  action: text,
  usage: z.enum(['used', 'unused', 'unknown', 'denied-only']),
  reasons: list(z.enum(UNKNOWN_REASONS)),
  granted: z.boolean(),
  blockedBy: text.exactOptional(),
  sensitivity: list(text),
  severity: severity.nullable(),
  firstUsed: text.nullable(),
  lastUsed: text.nullable(),
  calls: count,
  denied: count,
  witnesses: list(
    record({
      witness,
      saw: z.enum(['use', 'possible-use', 'denied', 'nothing']),
      from: text,
      to: text,
      lastBefore: text.exactOptional(),
      complete: z.boolean(),
      detail: text,
    }),
  ),
  conflict: text.nullable(),
  grantedBy: list(
    record({
      policyId: text,
      policy: text,
      kind: z.enum(['inline', 'managed', 'aws-managed', 'group']),
      statement: count,
      statementHash: text.optional(),
    }),
  ),
});

const principal = record({
  arn: text,
  uniqueId: text,
  type: z.enum(['role', 'user']),
  name: text,
  account: text,
  inScope: z.boolean(),
  agent: record({
    isAgent: z.boolean(),
    kind: z.enum(['ai-agent', 'workload']).nullable(),
    confidence: z.enum(['certain', 'strong', 'hint', 'none']),
    evidence: list(record({ marker: text, detail: text })),
  }),
  unmanageable: z.enum(['service-linked-role', 'identity-center-role']).nullable(),
  exposure: record({ before: share, after: share, unknown: share }),
  grants: record({
    actions: count,
    sensitive: count,
    effective: record({ actions: count, sensitive: count }).exactOptional(),
  }),
  permissions: list(permissionSchema),
  otherUnused: list(text),
  calls: count,
  deniedCalls: count,
  activeDays: list(record({ day, calls: count })),
  sessions: sessionsSchema.nullable(),
  callers: list(
    record({ userAgentFamily: text.nullable(), via: text.nullable(), sessions: count, calls: count }),
  ),
  /** Policies that grant to it, with the hash of the document as it stood; null when it could not be read. */
  policies: list(record({ policyId: text, sha256: text.nullable() })).optional(),
});

const finding = record({
  type: text,
  severity,
  principalArn: text.nullable(),
  account: text,
  title: text,
  detail: text,
  remedy: text,
  evidence: list(text),
  controls: list(text),
  /** Set when exceptions cover all it is about: it is shown, and no longer counts for `--fail-on`. */
  muted: text.optional(),
  /** A sentence for each of these exceptions. */
  excepted: list(text).exactOptional(),
});

const check = {
  status: z.enum(['passed', 'failed']),
  counterexamples: list(
    record({
      principalArn: text.nullable(),
      policy: text.nullable(),
      action: text,
      resource: text.nullable(),
      explanation: text,
    }),
  ),
};

const awsValidation = record({
  status: z.enum(['passed', 'failed']),
  findings: list(
    record({
      policy: text,
      check: z.enum(['ValidatePolicy', 'CheckNoNewAccess']),
      severity: z.enum(['ERROR', 'SECURITY_WARNING', 'WARNING', 'SUGGESTION', 'NEW_ACCESS']),
      code: text,
      message: text,
    }),
  ),
});

const recommendation = record({
  id: text,
  principalArns: list(text),
  target: z.enum(TARGETS),
  status: z.enum(['verified', 'failed', 'not-proposed']),
  changes: list(
    record({
      kind: z.enum(['replace', 'detach', 'create', 'delete']),
      policyId: text,
      policy: text,
      policyKind,
      target: text.nullable(),
      before: policyDocument.nullable(),
      after: policyDocument.nullable(),
    }),
  ),
  removed: list(text),
  kept: list(record({ action: text, guardrail: text, reason: text })),
  decided: list(
    record({
      principalArn: text,
      action: text,
      usage: z.enum(['unknown', 'denied-only']),
      lastBefore: text.exactOptional(),
      reason: text,
    }),
  ).exactOptional(),
  form: z.enum(PROPOSAL_FORMS).exactOptional(),
  forPermissionSet: policyDocument.nullable().exactOptional(),
  requires: list(text),
  notProposed: text.nullable(),
  notes: list(text),
  verification: record({
    noNewAccess: record(check),
    noLostUsage: record({ ...check, replayed: count }),
    takesEffect: record({ ...check, checked: count }),
    fits: record({ ...check, sizes: list(record({ policy: text, characters: count, limit: count })) }),
    awsValidate: awsValidation.exactOptional(),
  }).nullable(),
});

/** The contract of `assessment.json`, schemaVersion 1: fields may be added, never renamed or removed. */
export const assessmentSchema = record({
  schemaVersion: z.literal(1),
  tool: record({ name: text, version: text }),
  asOf: time,
  window: record({ start: time, end: time, days: z.number().min(0) }),
  target: z.enum(TARGETS),
  arguments: list(text),
  catalog: list(record({ name: text, version: text, date: text })),
  inputs: list(
    record({
      kind: inputKind,
      location: text,
      sha256: text,
      records: count,
    }),
  ),
  coverage: coverageSchema,
  population: record({
    total: count,
    inScope: count,
    excluded: list(record({ principalArn: text, rule: text })),
    /** Of those in scope: principals whose policies could not all be read. */
    failed: list(record({ principalArn: text, reason: text })).optional(),
  }),
  summary: summarySchema,
  principals: list(principal),
  workspaces: workspacesSchema.optional(),
  unjudged: unjudgedSchema.optional(),
  findings: list(finding),
  recommendations: list(recommendation),
  policyTests: list(principalTestsSchema).exactOptional(),
  backtest: backtestSchema.exactOptional(),
  exceptions: exceptionsSchema.optional(),
  decisions: decisionsSchema.optional(),
  previous: previousSchema.optional(),
});

export type Assessment = z.infer<typeof assessmentSchema>;
export type AssessmentPrincipal = Assessment['principals'][number];
export type AssessmentPermission = AssessmentPrincipal['permissions'][number];
export type AssessmentFinding = Assessment['findings'][number];
export type AssessmentRecommendation = Assessment['recommendations'][number];
export type AssessmentChange = AssessmentRecommendation['changes'][number];
export type Summary = Assessment['summary'];

/** The published JSON Schema (draft 2020-12) of `assessment.json`; `assessment.schema.json` beside this file is its text. */
export function assessmentJsonSchema(): JsonObject {
  const schema = z.toJSONSchema(assessmentSchema, {
    // `readOnly` would tell API clients not to send the field; here it only says how our TypeScript sees it.
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  return {
    $id: 'urn:paredown:assessment:1',
    title: 'paredown assessment',
    ...(JSON.parse(JSON.stringify(schema)) as JsonObject),
  };
}
