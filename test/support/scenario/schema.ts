import { z } from 'zod';

/**
 * A scenario: one rule of the verdicts or proposals as data. Everything that is not the point has a default, so that a
 * file says only what matters: the account is 111122223333, the window is the 90 days to 2026-07-01, us-east-1 is the
 * only region in use, and the log holds one event of AWS itself on every day (`log: "complete"`).
 */

const json = z.record(z.string(), z.json());
const date = z.iso.date();
const texts = z.array(z.string());

/** Short for one inline policy `allows` that allows these actions on every resource. */
const allows = texts.min(1);

const principal = z.strictObject({
  /** Name; exactly one of the two. */
  role: z.string().optional(),
  user: z.string().optional(),
  /** Default `/`. */
  path: z.string().optional(),
  /** Unique id; default made from the name. */
  id: z.string().optional(),
  /** Day of creation; default 2024-01-01. Null: the export does not tell. */
  created: date.nullable().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  /** Service that may assume the role (default lambda.amazonaws.com), or a whole trust policy. */
  trust: z.union([z.string(), json]).optional(),
  allows: allows.optional(),
  /** Inline policies by name. */
  policies: z.record(z.string(), json).optional(),
  /** Names of `managedPolicies`. */
  attached: texts.optional(),
  /** Name of one of `managedPolicies`. */
  boundary: z.string().optional(),
  /** Users only: names of `groups`. */
  groups: texts.optional(),
});

const managedPolicy = z.strictObject({
  document: json,
  /** True: an AWS managed policy. */
  aws: z.boolean().optional(),
  /** Day the default version was made; default 2024-01-01. */
  updated: date.optional(),
  /** The version before the default one; made on 2024-01-01. */
  previous: json.optional(),
});

const group = z.strictObject({
  allows: allows.optional(),
  policies: z.record(z.string(), json).optional(),
  attached: texts.optional(),
});

const event = z.strictObject({
  day: date,
  /** Default 12:00:00Z. */
  time: z.iso.time().optional(),
  /** CloudTrail's eventSource and eventName. */
  source: z.string(),
  name: z.string(),
  /** Who: the name of a role (a session of it) or user of the scenario, or an AWS service. One of them. */
  role: z.string().optional(),
  user: z.string().optional(),
  service: z.string().optional(),
  /** Instead of these the whole userIdentity. */
  identity: json.optional(),
  /** Unique id in the record, when it is not the principal's. */
  id: z.string().optional(),
  /** RoleSessionName; default `session`. */
  session: z.string().optional(),
  sourceIdentity: z.string().optional(),
  /** accessKeyId; default one of a session; of a user none. */
  key: z.string().optional(),
  /** errorCode. */
  error: z.string().optional(),
  errorMessage: z.string().optional(),
  /** How many such events, one second apart; default 1. */
  times: z.int().min(1).optional(),
  /** How often each is delivered, with the same eventID; default 1. */
  copies: z.int().min(1).optional(),
  region: z.string().optional(),
  /** requestParameters and responseElements. */
  request: json.optional(),
  response: json.optional(),
  resources: z.array(z.strictObject({ ARN: z.string(), type: z.string().optional() })).optional(),
  /** Data events: the resource type they are recorded under, e.g. AWS::S3::Object. */
  data: z.string().optional(),
  invokedBy: z.string().optional(),
  userAgent: z.string().optional(),
  /** eventType; default AwsApiCall. */
  type: z.string().optional(),
});

const lastAccessed = z.strictObject({
  role: z.string().optional(),
  user: z.string().optional(),
  /** JobCompletionDate; default the end of the window. */
  generated: z.string().optional(),
  /** By namespace: the day of the last attempt, null for none; or with the tracked actions. */
  services: z.record(
    z.string(),
    z.union([
      date.nullable(),
      z.strictObject({ last: date.nullable(), actions: z.record(z.string(), date.nullable()) }),
    ]),
  ),
});

/** A row of the credential report; days of creation and last use, null for never. */
const accessKey = z.strictObject({
  user: z.string(),
  active: z.boolean().optional(),
  rotated: date,
  used: date.nullable(),
});

/** Of the credential report too. */
const password = z.strictObject({
  user: z.string(),
  changed: date,
  used: date.nullable(),
  mfa: z.boolean().optional(),
});

const serviceSpecific = z.strictObject({
  user: z.string(),
  service: z.string(),
  created: date,
  expires: date.nullable(),
  active: z.boolean().optional(),
});

const trail = z.strictObject({
  name: z.string(),
  /** Default true. */
  multiRegion: z.boolean().optional(),
  logging: z.boolean().optional(),
  /** Management events recorded; default All. */
  management: z.enum(['All', 'ReadOnly', 'WriteOnly', 'None']).optional(),
  excludedSources: texts.optional(),
  /** Data-event resource types, each with the resource ARN prefixes it is limited to; empty = all. */
  data: z.record(z.string(), texts).optional(),
});

const log = z.union([
  z.enum(['complete', 'none']),
  z.strictObject({
    /** First and last day with events; default the window's. */
    from: date.optional(),
    to: date.optional(),
    /** Days without any. */
    without: z.array(date).optional(),
    /** Default us-east-1. */
    regions: texts.optional(),
  }),
]);

const damage = z.strictObject({
  day: date,
  region: z.string().optional(),
  how: z.enum(['truncated', 'not-json']),
});

/** `used`, `unused`, `denied-only`, `not listed`, or `unknown: reason, reason` with exactly these reasons. */
const verdict = z.string().regex(/^(used|unused|denied-only|not listed|unknown: [a-z, -]+)$/);

const expectedRecommendation = z.strictObject({
  /** Of every recommendation that changes a policy of the principal. */
  status: z.enum(['verified', 'failed', 'not-proposed']).optional(),
  /** Exactly the actions it loses. */
  removed: texts.optional(),
  /** Some of them. */
  removes: texts.optional(),
  /** Actions it must not lose. */
  keeps: texts.optional(),
  /** Action -> name of the guardrail that keeps it. */
  guardrails: z.record(z.string(), z.string()).optional(),
  /** Policy name -> the whole proposed document; null: the policy is deleted or detached. */
  after: z.record(z.string(), json.nullable()).optional(),
  /** Exactly the actions that go by a person's decision. */
  /** `action`, or `action, last DAY` where a witness tells of an attempt before the window. */
  decided: texts.optional(),
  /** Exactly the actions that the text for the permission set denies. */
  forPermissionSet: texts.optional(),
  /** Part of the sentence that says why nothing is proposed. */
  because: z.string().optional(),
});

export const scenarioSchema = z.strictObject({
  name: z.string(),
  /** The AWS behaviour behind it. */
  why: z.string(),
  asOf: date.optional(),
  window: z.int().min(1).optional(),
  scope: z.enum(['agents', 'all']).optional(),
  target: z.enum(['sensitive', 'used', 'scoped']).optional(),
  /** The regions in use; default us-east-1 alone; null: nobody says. */
  regions: texts.nullable().optional(),
  agents: z
    .array(
      z.strictObject({
        principal: z.string(),
        isAgent: z.boolean(),
        kind: z.enum(['ai-agent', 'workload']).optional(),
        reason: z.string(),
      }),
    )
    .optional(),
  breakGlassTags: texts.optional(),
  productionWorkspaces: texts.optional(),
  documentedNeeds: z
    .array(
      z.strictObject({
        principal: z.string(),
        workspace: z.string(),
        owner: z.string(),
        reason: z.string(),
      }),
    )
    .optional(),
  accessKeys: z.array(accessKey).optional(),
  passwords: z.array(password).optional(),
  serviceSpecificCredentials: z.array(serviceSpecific).optional(),
  form: z.enum(['replace', 'deny-overlay']).optional(),
  /** The content of a file of service control policies. */
  scps: z.json().optional(),
  never: z
    .array(
      z.strictObject({
        principal: z.string().nullable().default(null),
        tag: z.string().nullable().default(null),
        actions: texts,
        resources: texts.default([]),
        reason: z.string(),
      }),
    )
    .optional(),
  principals: z.array(principal).min(1),
  managedPolicies: z.record(z.string(), managedPolicy).optional(),
  groups: z.record(z.string(), group).optional(),
  log: log.optional(),
  events: z.array(event).optional(),
  lastAccessed: z.array(lastAccessed).optional(),
  trails: z.array(trail).optional(),
  damage: z.array(damage).optional(),
  expect: z.strictObject({
    coverage: z.enum(['complete', 'partial', 'insufficient']).optional(),
    /** Principal name -> action -> verdict. */
    verdicts: z.record(z.string(), z.record(z.string(), verdict)).optional(),
    /** Principal name -> granted action -> part of the sentence that says what blocks it; `nothing`. */
    blocked: z.record(z.string(), z.record(z.string(), z.string())).optional(),
    /** Principal name -> actions whose witnesses disagree. */
    conflicts: z.record(z.string(), texts).optional(),
    agents: z.record(z.string(), z.boolean()).optional(),
    /** Principal name -> `ai-agent (strong)`, `workload (hint)`, `none`. */
    kinds: z.record(z.string(), z.string()).optional(),
    /** Principal name -> markers of its evidence, sorted. */
    markers: z.record(z.string(), texts).optional(),
    /** Principal name -> `kind: marker` -> calls of its sessions. */
    sessions: z.record(z.string(), z.record(z.string(), z.int())).optional(),
    /** Principal name -> first principal of its role chains -> calls. */
    origins: z.record(z.string(), z.record(z.string(), z.int())).optional(),
    /** Principal name -> session name -> sensitive action -> `n allowed, n denied`. */
    agentSessions: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string()))).optional(),
    /** Principal name -> category -> exactly the actions it holds of it. */
    sensitivity: z.record(z.string(), z.record(z.string(), texts)).optional(),
    /** Principal name -> workspace id -> capabilities, `*` behind those in use. */
    workspaces: z.record(z.string(), z.record(z.string(), texts)).optional(),
    recommendations: z.record(z.string(), expectedRecommendation).optional(),
    /** `type principal-name` of findings that must, or must not, be there. */
    findings: texts.optional(),
    noFindings: texts.optional(),
    /** eventSource/eventName pairs that are reported as unmapped. */
    unmapped: texts.optional(),
  }),
});

export type Scenario = z.infer<typeof scenarioSchema>;
export type ScenarioPrincipal = z.infer<typeof principal>;
export type ScenarioEvent = z.infer<typeof event>;
