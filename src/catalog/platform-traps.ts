/**
 * AI platform actions that do more than their names say, and those that work on no workspace (Anthropic, Claude Platform
 * on AWS: IAM actions; platform.claude.com/docs/en/api/claude-platform-on-aws-iam-actions).
 */

export interface VerbTrap {
  readonly action: string;
  /** What it does, after the action's name. */
  readonly does: string;
  /** Actions whose names would say so: with one of them nobody is misled. */
  readonly plain: readonly string[];
}

const CLAUDE = 'aws-external-anthropic:';

export const VERB_TRAPS: readonly VerbTrap[] = [
  {
    action: `${CLAUDE}UpdateMemoryStore`,
    does: 'also deletes and redacts memories',
    plain: [`${CLAUDE}DeleteMemoryStore`],
  },
  {
    action: `${CLAUDE}UpdateSession`,
    does: 'also deletes events and resources of a session',
    plain: [`${CLAUDE}DeleteSession`],
  },
  {
    action: `${CLAUDE}UpdateVault`,
    does: 'also creates, deletes and archives credentials',
    plain: [`${CLAUDE}CreateVault`, `${CLAUDE}DeleteVault`],
  },
  {
    action: `${CLAUDE}UpdateSkill`,
    does: 'also creates and deletes versions of a skill',
    plain: [`${CLAUDE}DeleteSkill`],
  },
  {
    action: `${CLAUDE}ProcessEnvironmentWork`,
    does: 'runs the work of an environment, whatever its tools do',
    plain: [`${CLAUDE}UpdateEnvironment`],
  },
  {
    action: `${CLAUDE}GetSession`,
    does: 'returns the conversation, not only what the session is called',
    plain: [`${CLAUDE}ListSessions`],
  },
  {
    action: `${CLAUDE}GetMemoryStore`,
    does: 'also returns the memories and their versions (service authorization reference)',
    plain: [`${CLAUDE}ListMemoryStores`],
  },
  {
    action: `${CLAUDE}GetVault`,
    does: 'also returns the details of the credentials in the vault (service authorization reference)',
    plain: [`${CLAUDE}ListVaults`],
  },
];

/** They take no workspace: on a workspace ARN the grant does nothing. */
export const ACCOUNT_SCOPED_ACTIONS: readonly string[] = [
  'AssumeConsole',
  'CallWithBearerToken',
  'CreateWorkspace',
  'DisableKey',
  'GetAccountStatus',
  'GetKey',
  'ListComplianceActivities',
  'ListKeys',
  'ListWorkspaces',
  'RegisterKey',
  'UpdateKey',
].map((name) => `${CLAUDE}${name}`);
