/** What one can do with a Claude Platform workspace, by the actions that let one (Anthropic, IAM actions page). */
export interface WorkspaceCapability {
  readonly capability: string;
  /** Actions of `aws-external-anthropic`, without the namespace. */
  readonly actions: readonly string[];
}

export const WORKSPACE_CAPABILITIES: readonly WorkspaceCapability[] = [
  {
    capability: 'invoke',
    actions: ['CreateInference', 'CreateBatchInference', 'CreateSession', 'ProcessEnvironmentWork'],
  },
  // The reads that return content; the other Get and List actions return names and settings.
  {
    capability: 'read content',
    actions: ['GetBatchInference', 'GetFile', 'GetMemoryStore', 'GetSession', 'GetSkill'],
  },
  {
    capability: 'change agents',
    actions: ['ArchiveAgent', 'CreateAgent', 'UpdateAgent', 'CreateSkill', 'DeleteSkill', 'UpdateSkill'],
  },
  {
    capability: 'change environments',
    actions: ['ArchiveEnvironment', 'CreateEnvironment', 'DeleteEnvironment', 'UpdateEnvironment'],
  },
  {
    capability: 'change memory',
    actions: ['ArchiveMemoryStore', 'CreateMemoryStore', 'DeleteMemoryStore', 'UpdateMemoryStore'],
  },
  { capability: 'change vaults', actions: ['ArchiveVault', 'CreateVault', 'DeleteVault', 'UpdateVault'] },
  {
    capability: 'change webhooks',
    actions: ['CreateWebhook', 'DeleteWebhook', 'RotateWebhookSecret', 'UpdateWebhook'],
  },
  {
    capability: 'administer',
    actions: [
      'ArchiveWorkspace',
      'AssumeConsole',
      'CreateWorkspace',
      'DisableKey',
      'RegisterKey',
      'UpdateKey',
      'UpdateWorkspace',
    ],
  },
];
