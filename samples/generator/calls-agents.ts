import type { Call, CallContext } from './model.ts';
import { AGENTCORE, arn, SONNET, WORKSPACES } from './world.ts';

const WORKSPACE = 'AWS::AWSExternalAnthropic::Workspace';

/** Claude Platform on AWS: the event name is the action's; `data` as its monitoring guide says. */
const claude = (
  name: string,
  data: boolean,
  write: boolean,
  request: (c: CallContext) => Record<string, string> = () => ({}),
): Call => ({
  source: 'aws-external-anthropic',
  name,
  actions: [`aws-external-anthropic:${name}`],
  ...(write ? { write: true } : {}),
  ...(data ? { dataType: WORKSPACE } : {}),
  request: (c) => (name === 'ListWorkspaces' ? null : { workspaceId: workspaceOf(c), ...request(c) }),
  resources: (c) => {
    const resource = name === 'ListWorkspaces' ? 'workspace/*' : `workspace/${workspaceOf(c)}`;
    return [{ type: WORKSPACE, arn: arn('aws-external-anthropic', c.region, c.account, resource) }];
  },
});

const workspaceOf = (c: CallContext) => (c.subject.startsWith('wrkspc_') ? c.subject : WORKSPACES.production);

/** A long-term API key: AWS puts the marker into the request for the Claude Platform. */
const withKey = (call: Call): Call => ({
  ...call,
  actions: [...call.actions, 'aws-external-anthropic:CallWithBearerToken'],
  request: (c) => ({ workspaceId: workspaceOf(c), callWithBearerToken: true, bearerTokenType: 'LONG_TERM' }),
});

const agentCore = (name: string, resource: string, write: boolean, dataType?: string): Call => ({
  source: 'bedrock-agentcore',
  name,
  actions: [`bedrock-agentcore:${name}`],
  ...(write ? { write: true } : {}),
  ...(dataType === undefined ? {} : { dataType: `AWS::BedrockAgentCore::${dataType}` }),
  request: () => {
    const [kind = '', ...id] = resource.split('/');
    return { [`${kind.split('-')[0]}Id`]: id.at(-1) ?? '' };
  },
  resources: (c) => [
    {
      type: `AWS::BedrockAgentCore::${dataType ?? 'Gateway'}`,
      arn: arn('bedrock-agentcore', c.region, c.account, resource),
    },
  ],
});

const invoke = (name: string, action: string): Call => ({
  source: 'bedrock',
  name,
  actions: [action],
  request: (c) => ({ modelId: c.region === 'eu-west-1' ? `eu.${SONNET}` : SONNET }),
  extra: (c) => ({ inputTokens: c.random.between(300, 9000), outputTokens: c.random.between(20, 900) }),
});

export const agentCalls = {
  'bedrock.InvokeModel': invoke('InvokeModel', 'bedrock:InvokeModel'),
  'bedrock.InvokeModelWithResponseStream': invoke(
    'InvokeModelWithResponseStream',
    'bedrock:InvokeModelWithResponseStream',
  ),
  'bedrock.Converse': invoke('Converse', 'bedrock:InvokeModel'),
  'textract.AnalyzeExpense': {
    source: 'textract',
    name: 'AnalyzeExpense',
    actions: ['textract:AnalyzeExpense'],
    request: (c) => ({
      document: { s3Object: { bucket: c.subject, name: `inbox/${c.random.between(100_000, 999_999)}.pdf` } },
    }),
  },
  'agentcore.GetWorkloadAccessToken': agentCore(
    'GetWorkloadAccessToken',
    AGENTCORE.identity,
    false,
    'WorkloadIdentity',
  ),
  'agentcore.CreateEvent': agentCore('CreateEvent', AGENTCORE.memory, true, 'Memory'),
  'agentcore.RetrieveMemoryRecords': agentCore('RetrieveMemoryRecords', AGENTCORE.memory, false, 'Memory'),
  'agentcore.InvokeGateway': agentCore('InvokeGateway', AGENTCORE.gateway, true, 'Gateway'),
  'agentcore.GetGateway': agentCore('GetGateway', AGENTCORE.gateway, false),
  'agentcore.ListGatewayTargets': agentCore('ListGatewayTargets', AGENTCORE.gateway, false),
  'agentcore.UpdateGatewayTarget': agentCore('UpdateGatewayTarget', AGENTCORE.gateway, true),
  'claude.ListWorkspaces': claude('ListWorkspaces', false, false),
  'claude.GetWorkspace': claude('GetWorkspace', false, false),
  'claude.ListVaults': claude('ListVaults', false, false),
  'claude.UpdateVault': claude('UpdateVault', false, true, (c) => ({ vaultId: `vlt_01${c.random.hex(12)}` })),
  'claude.RotateWebhookSecret': claude('RotateWebhookSecret', false, true, () => ({
    webhookId: 'whk_01LARKSUPPORT',
  })),
  'claude.ListAgents': claude('ListAgents', true, false),
  'claude.GetAgent': claude('GetAgent', true, false, () => ({ agentId: 'agent_01LARKSUPPORT' })),
  'claude.UpdateAgent': claude('UpdateAgent', true, true, () => ({ agentId: 'agent_01LARKSUPPORT' })),
  'claude.CreateSession': claude('CreateSession', true, true, () => ({ agentId: 'agent_01LARKSUPPORT' })),
  'claude.GetSession': claude('GetSession', true, false, (c) => ({
    sessionId: `sess_01${c.random.hex(14)}`,
  })),
  'claude.UpdateMemoryStore': claude('UpdateMemoryStore', true, true, () => ({
    memoryStoreId: 'memstore_01LARKSUPPORT',
  })),
  'claude.CreateInference': claude('CreateInference', true, true, () => ({ model: 'claude-sonnet-4-5' })),
  'claude.CreateInferenceWithKey': withKey(claude('CreateInference', true, true)),
  'claude.ListModelsWithKey': withKey(claude('ListModels', true, false)),
  'mcp.CallReadWriteTool': {
    source: 'aws-mcp',
    name: 'CallReadWriteTool',
    actions: [],
    write: true,
    request: () => ({ toolName: 'aws___call_aws', arguments: 'HIDDEN_DUE_TO_SECURITY_REASONS' }),
  },
} as const satisfies Record<string, Call>;
