/**
 * What tells an agent or workload identity from a person's, as data. Order of trust: configuration, role tag, trust
 * policy, IAM user name, granted AI namespaces, CloudTrail. User agents and session names can be forged: a hint, never
 * proof. A new marker is a row here.
 */

export type MarkerConfidence = 'strong' | 'hint';

/**
 * What a marker says: software that a model steers, or software of any kind. Both are in scope (an agent is "an AI agent
 * or workload"), but a trust policy for Lambda is no evidence of a model.
 */
export type AgentKind = 'ai-agent' | 'workload';

export interface AgentMarker {
  /** Stable name shown as evidence. */
  readonly marker: string;
  readonly kind: AgentKind;
  readonly confidence: MarkerConfidence;
  readonly source: string;
}

/** Who may assume the role: a service, or an OIDC provider by the start of its host. */
export interface TrustMarker extends AgentMarker {
  readonly service?: string;
  readonly oidcProvider?: RegExp;
}

export const TRUST_MARKERS: readonly TrustMarker[] = [
  {
    marker: 'trust:bedrock-agentcore',
    kind: 'ai-agent',
    service: 'bedrock-agentcore.amazonaws.com',
    confidence: 'strong',
    source: 'AgentCore developer guide, runtime permissions',
  },
  {
    marker: 'trust:bedrock',
    kind: 'ai-agent',
    service: 'bedrock.amazonaws.com',
    confidence: 'strong',
    source: 'Bedrock user guide, agents service role',
  },
  {
    marker: 'trust:eks-pod-identity',
    kind: 'workload',
    service: 'pods.eks.amazonaws.com',
    confidence: 'strong',
    source: 'EKS user guide, pod identity role',
  },
  {
    marker: 'trust:lambda',
    kind: 'workload',
    service: 'lambda.amazonaws.com',
    confidence: 'strong',
    source: 'Lambda developer guide, execution role',
  },
  {
    marker: 'trust:ecs-tasks',
    kind: 'workload',
    service: 'ecs-tasks.amazonaws.com',
    confidence: 'strong',
    source: 'ECS developer guide, task IAM role',
  },
  {
    marker: 'trust:ec2',
    kind: 'workload',
    service: 'ec2.amazonaws.com',
    confidence: 'strong',
    source: 'EC2 user guide, IAM roles for EC2',
  },
  {
    marker: 'trust:codebuild',
    kind: 'workload',
    service: 'codebuild.amazonaws.com',
    confidence: 'strong',
    source: 'CodeBuild user guide, service role',
  },
  {
    marker: 'trust:step-functions',
    kind: 'workload',
    service: 'states.amazonaws.com',
    confidence: 'strong',
    source: 'Step Functions developer guide, execution role',
  },
  {
    marker: 'trust:github-actions',
    kind: 'workload',
    oidcProvider: /^token\.actions\.githubusercontent\.com/,
    confidence: 'strong',
    source: 'GitHub documentation, OpenID Connect in AWS',
  },
  {
    marker: 'trust:irsa',
    kind: 'workload',
    oidcProvider: /^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com/,
    confidence: 'strong',
    source: 'EKS user guide, IAM roles for service accounts',
  },
  {
    marker: 'trust:ci-oidc',
    kind: 'workload',
    oidcProvider:
      /^(agent\.buildkite\.com|oidc\.circleci\.com|gitlab\.|app\.terraform\.io|api\.bitbucket\.org)/,
    confidence: 'strong',
    source: 'iam-data unassociatedConditions',
  },
];

export interface NameMarker extends AgentMarker {
  readonly pattern: RegExp;
}

/** IAM users the console makes to carry a long-term AI API key (IAM User Guide, id_credentials_api_keys). */
export const USER_NAME_MARKERS: readonly NameMarker[] = [
  {
    marker: 'user-name:claude-platform-api-key',
    kind: 'ai-agent',
    pattern: /^AeaApiKey-/,
    confidence: 'strong',
    source: 'IAM User Guide, API keys',
  },
  {
    marker: 'user-name:bedrock-api-key',
    kind: 'ai-agent',
    pattern: /^BedrockAPIKey-/,
    confidence: 'strong',
    source: 'IAM User Guide, API keys',
  },
];

/** Services that run models as agents: a role only they can assume is an agent's. */
export const AI_SERVICES: readonly string[] = ['bedrock-agentcore.amazonaws.com', 'bedrock.amazonaws.com'];

/** Granting one of these by name says that the identity drives an AI platform; `*` says nothing. */
export const AI_NAMESPACES: readonly string[] = [
  'agent-registry',
  'aws-external-anthropic',
  'bedrock',
  'bedrock-agentcore',
  'bedrock-mantle',
];

/** Role tag keys whose presence marks an AI agent, and those whose value says what runs the role. */
export const TAG_MARKERS = {
  keys: ['agent', 'ai-agent', 'paredown:agent', 'agent-session'],
  valueKeys: ['identity-type', 'workload-type', 'principal-type'],
  values: { agent: 'ai-agent', 'ai-agent': 'ai-agent', workload: 'workload' },
} as const satisfies {
  readonly keys: readonly string[];
  readonly valueKeys: readonly string[];
  readonly values: Readonly<Record<string, AgentKind>>;
};
