/**
 * What tells an agent or workload identity from a person's, as data. Order of trust: configuration, role tag, trust
 * policy, IAM user name, granted AI namespaces, CloudTrail. User agents and session names can be forged: a hint, never
 * proof. A new marker is a row here.
 */

export type MarkerConfidence = 'strong' | 'hint';

export interface AgentMarker {
  /** Stable name shown as evidence. */
  readonly marker: string;
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
    service: 'bedrock-agentcore.amazonaws.com',
    confidence: 'strong',
    source: 'AgentCore developer guide, runtime permissions',
  },
  {
    marker: 'trust:bedrock',
    service: 'bedrock.amazonaws.com',
    confidence: 'strong',
    source: 'Bedrock user guide, agents service role',
  },
  {
    marker: 'trust:eks-pod-identity',
    service: 'pods.eks.amazonaws.com',
    confidence: 'strong',
    source: 'EKS user guide, pod identity role',
  },
  {
    marker: 'trust:lambda',
    service: 'lambda.amazonaws.com',
    confidence: 'strong',
    source: 'Lambda developer guide, execution role',
  },
  {
    marker: 'trust:ecs-tasks',
    service: 'ecs-tasks.amazonaws.com',
    confidence: 'strong',
    source: 'ECS developer guide, task IAM role',
  },
  {
    marker: 'trust:ec2',
    service: 'ec2.amazonaws.com',
    confidence: 'strong',
    source: 'EC2 user guide, IAM roles for EC2',
  },
  {
    marker: 'trust:codebuild',
    service: 'codebuild.amazonaws.com',
    confidence: 'strong',
    source: 'CodeBuild user guide, service role',
  },
  {
    marker: 'trust:step-functions',
    service: 'states.amazonaws.com',
    confidence: 'strong',
    source: 'Step Functions developer guide, execution role',
  },
  {
    marker: 'trust:github-actions',
    oidcProvider: /^token\.actions\.githubusercontent\.com/,
    confidence: 'strong',
    source: 'GitHub documentation, OpenID Connect in AWS',
  },
  {
    marker: 'trust:irsa',
    oidcProvider: /^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com/,
    confidence: 'strong',
    source: 'EKS user guide, IAM roles for service accounts',
  },
  {
    marker: 'trust:ci-oidc',
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
    pattern: /^AeaApiKey-/,
    confidence: 'strong',
    source: 'IAM User Guide, API keys',
  },
  {
    marker: 'user-name:bedrock-api-key',
    pattern: /^BedrockAPIKey-/,
    confidence: 'strong',
    source: 'IAM User Guide, API keys',
  },
];

/** Granting one of these by name says that the identity drives an AI platform; `*` says nothing. */
export const AI_NAMESPACES: readonly string[] = [
  'agent-registry',
  'aws-external-anthropic',
  'bedrock',
  'bedrock-agentcore',
  'bedrock-mantle',
];

/** Role tag keys whose presence (or value `agent`) marks an agent. */
export const TAG_MARKERS = {
  keys: ['agent', 'ai-agent', 'paredown:agent', 'agent-session'],
  valueKeys: ['identity-type', 'workload-type', 'principal-type'],
  values: ['agent', 'ai-agent', 'workload'],
} as const;

export type SessionKind = 'agent' | 'person' | 'automation';

/** What one session's own fields say about who drives it; first match wins. */
export interface SessionMarker {
  readonly marker: string;
  readonly kind: SessionKind;
  readonly field: 'via' | 'userAgentFamily' | 'sessionName' | 'sourceIdentity' | 'tag';
  readonly pattern: RegExp;
  readonly source: string;
}

export const SESSION_MARKERS: readonly SessionMarker[] = [
  {
    marker: 'cloudtrail:aws-mcp',
    kind: 'agent',
    field: 'via',
    pattern: /^aws-mcp\.amazonaws\.com$/,
    source: 'captures of July and September 2026: invokedBy of calls behind the AWS MCP server',
  },
  {
    marker: 'cloudtrail:claude-code',
    kind: 'agent',
    field: 'userAgentFamily',
    pattern: /^claude-(code|cli)\b/i,
    source: 'capture: claude-code/2.1.202 (cli)',
  },
  {
    marker: 'cloudtrail:amazon-q-cli',
    kind: 'agent',
    field: 'userAgentFamily',
    pattern: /AmazonQ-For-CLI/i,
    source: 'aws/amazon-q-developer-cli PR 1417',
  },
  {
    marker: 'session-name:agent',
    kind: 'agent',
    field: 'sessionName',
    pattern: /^(sess_|agent[-_]|claude[-_])/i,
    source: 'naming convention',
  },
  {
    marker: 'session-tag:agent',
    kind: 'agent',
    field: 'tag',
    pattern: /^agent(-session)?$/i,
    source: 'session tag convention',
  },
  {
    marker: 'session-name:github-actions',
    kind: 'automation',
    field: 'sessionName',
    pattern: /^GitHubActions$/,
    source: 'configure-aws-credentials README, default session name',
  },
  {
    marker: 'session-name:instance',
    kind: 'automation',
    field: 'sessionName',
    pattern: /^i-[0-9a-f]{8,17}$/,
    source: 'EC2 user guide: an instance profile session is named after the instance',
  },
  {
    marker: 'source-identity:person',
    kind: 'person',
    field: 'sourceIdentity',
    pattern: /@/,
    source: 'IAM User Guide, source identity',
  },
  {
    marker: 'session-name:person',
    kind: 'person',
    field: 'sessionName',
    pattern: /@/,
    source: 'IAM Identity Center and SAML sessions are named after the user',
  },
  {
    marker: 'user-agent:console',
    kind: 'person',
    field: 'userAgentFamily',
    pattern: /^(Mozilla|console|signin\.amazonaws\.com|AWS-Console)/i,
    source: 'CloudTrail record contents, userAgent',
  },
];
