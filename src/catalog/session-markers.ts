/**
 * What one session's own fields say about who drives it, as data; the first match wins: an agent that works with a
 * person's session is still an agent. All but the origin and `via` can be forged: a hint, never proof.
 */

export type SessionKind = 'agent' | 'person' | 'automation';

export interface SessionMarker {
  readonly marker: string;
  readonly kind: SessionKind;
  /** `tag`: any key of the session tags; `origin`: what asked for the session where no principal did. */
  readonly field: 'via' | 'userAgentFamily' | 'sessionName' | 'sourceIdentity' | 'tag' | 'origin';
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
    marker: 'origin:bedrock',
    kind: 'agent',
    field: 'origin',
    pattern: /^AWSService bedrock(-agentcore)?\.amazonaws\.com$/,
    source: 'AgentCore developer guide, runtime permissions; Bedrock user guide, agents service role',
  },
  {
    marker: 'cloudtrail:claude',
    kind: 'agent',
    field: 'userAgentFamily',
    // AWS_SDK_UA_APP_ID names the application (botocore useragent.py), so that an SDK below it is told apart.
    pattern: /^(app\/)?claude[-_]/i,
    source: 'captures: claude-code/2.1.202 (cli), claude-cli; app/<name> of the SDKs',
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
    pattern: /^(sess_|agent[-_]|claude[-_]|BedrockAgentCore-)/i,
    source: 'naming convention; AgentCore names its sessions BedrockAgentCore-<id>',
  },
  {
    marker: 'session-tag:agent',
    kind: 'agent',
    field: 'tag',
    pattern: /^agent(-session)?$/i,
    source: 'session tag convention',
  },
  {
    marker: 'session-tag:kubernetes',
    kind: 'automation',
    field: 'tag',
    pattern: /^kubernetes-service-account$/,
    source: 'EKS user guide, session tags of pod identity',
  },
  {
    marker: 'origin:aws-service',
    kind: 'automation',
    field: 'origin',
    pattern: /^AWSService /,
    source: 'CloudTrail userIdentity: type AWSService asked for the session',
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
  {
    marker: 'origin:saml',
    kind: 'person',
    field: 'origin',
    pattern: /^SAMLUser/,
    source: 'CloudTrail userIdentity: a person signed in through a SAML provider',
  },
];
