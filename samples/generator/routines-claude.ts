import type { SampleRoutine } from './calls.ts';
import { FUNCTIONS, PRODUCTION, SERVICES, STACKS, WORKSPACES } from './world.ts';

const PLATFORM_PEOPLE = [
  'maria.lopez@larkfield.example',
  'jonas.weber@larkfield.example',
  'priya.nair@larkfield.example',
];
const ON_CALL = ['maria.lopez@larkfield.example', 'tom.okafor@larkfield.example'];
const ADMIN = `${PRODUCTION}/AWSReservedSSO_PlatformAdmin_3f9a1c07be52d468`;
const EKS_CLUSTER = 'operations';

const localPart = (person: string) => person.slice(0, person.indexOf('@'));

const claudeCode = {
  identity: `${PRODUCTION}/claude-code-deployer`,
  region: 'us-east-1',
  rhythm: 'office',
  opening: { by: 'role', identity: ADMIN },
  people: PLATFORM_PEOPLE,
  sessionName: localPart,
  sourceIdentity: true,
  address: 'office',
  mfa: true,
} as const;

/** Identities that Claude runs under, some of them beside people. */
export const claudeRoutines: readonly SampleRoutine[] = [
  {
    // Claude Code in a shell: only the app id the team sets tells it from a person's own aws command.
    ...claudeCode,
    id: 'claude-code-shell',
    perDay: 0.8,
    subjects: FUNCTIONS,
    userAgent:
      'aws-cli/2.27.41 md/awscrt#0.26.1 ua/2.1 os/macos#25.0.0 md/arch#arm64 lang/python#3.13.4 app/claude-code',
    steps: [
      { call: 'sts.GetCallerIdentity', chance: 0.5 },
      { call: 'lambda.GetFunction' },
      { call: 'lambda.UpdateFunctionCode', chance: 0.7 },
      { call: 'logs.FilterLogEvents', times: [0, 2] },
      { call: 'cloudformation.DescribeStacks', chance: 0.4 },
      { call: 'iam.GetRole', chance: 0.2 },
      { call: 'iam.CreateAccessKey', chance: 0.1, fails: 'denied-explicitly' },
    ],
  },
  {
    ...claudeCode,
    id: 'claude-code-model',
    perDay: 0.5,
    subjects: ['claude-code'],
    userAgent: 'claude-cli/2.1.202 (external, cli)',
    steps: [{ call: 'bedrock.InvokeModelWithResponseStream', times: [1, 3] }],
  },
  {
    ...claudeCode,
    id: 'claude-code-mcp',
    perDay: 0.5,
    mcp: true,
    subjects: STACKS,
    userAgent: 'claude-code/2.1.202 (cli)',
    steps: [
      { call: 'cloudformation.DescribeStacks' },
      { call: 'cloudformation.CreateChangeSet', chance: 0.3 },
      { call: 'lambda.ListFunctions', chance: 0.4 },
      { call: 's3.ListBuckets', chance: 0.3 },
      { call: 'cloudwatch.DescribeAlarms', chance: 0.3 },
    ],
  },
  {
    id: 'claude-platform-operator',
    identity: `${PRODUCTION}/claude-platform-operator`,
    region: 'us-east-1',
    perDay: 1.1,
    rhythm: 'office',
    opening: {
      by: 'service',
      service: 'pods.eks',
      tags: (pod, random) => ({
        'eks-cluster-arn': `arn:aws:eks:us-east-1:${PRODUCTION}:cluster/${EKS_CLUSTER}`,
        'eks-cluster-name': EKS_CLUSTER,
        'kubernetes-namespace': 'support',
        'kubernetes-service-account': 'claude-operator',
        'kubernetes-pod-name': pod,
        'kubernetes-pod-uid': random.uuid(),
      }),
    },
    people: ['claude-operator-6d5f7c9b8-x2kqp'],
    sessionName: (pod, random) => `eks-${EKS_CLUSTER}-${pod.slice(0, 20)}-${random.hex(8)}`,
    userAgent: 'Anthropic/Python 0.71.0',
    address: 'aws',
    subjects: [WORKSPACES.production, WORKSPACES.production, WORKSPACES.staging],
    steps: [
      { call: 'claude.ListWorkspaces', chance: 0.6 },
      { call: 'claude.GetWorkspace' },
      { call: 'claude.ListVaults', chance: 0.5 },
      { call: 'claude.UpdateVault', chance: 0.15 },
      { call: 'claude.RotateWebhookSecret', chance: 0.04 },
      { call: 'claude.ListAgents', chance: 0.7 },
      { call: 'claude.GetAgent', times: [0, 2] },
      { call: 'claude.UpdateAgent', chance: 0.2 },
      { call: 'claude.UpdateMemoryStore', chance: 0.15 },
      { call: 'claude.CreateSession', times: [0, 2] },
      { call: 'claude.GetSession', times: [0, 1] },
      { call: 'sts.GetWebIdentityToken', via: 'aws-external-anthropic.amazonaws.com' },
      { call: 'claude.CreateInference', times: [1, 3] },
      { call: 'secretsmanager.WebhookSecret', chance: 0.2 },
    ],
  },
  {
    id: 'incident-people',
    identity: `${PRODUCTION}/incident-readonly`,
    region: 'us-east-1',
    perDay: 0.16,
    rhythm: 'on-call',
    opening: { by: 'role', identity: ADMIN },
    people: ON_CALL,
    sourceIdentity: true,
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36',
    address: 'home',
    subjects: SERVICES,
    mfa: true,
    steps: [
      { call: 'cloudwatch.DescribeAlarms' },
      { call: 'logs.FilterLogEvents', times: [1, 4] },
      { call: 'ecs.DescribeServices', times: [1, 2] },
      { call: 'athena.StartQueryExecution', chance: 0.3 },
      { call: 'rds.CreateDBSnapshot', chance: 0.15 },
    ],
  },
  {
    id: 'incident-claude',
    identity: `${PRODUCTION}/incident-readonly`,
    region: 'us-east-1',
    perDay: 0.2,
    rhythm: 'on-call',
    opening: { by: 'role', identity: ADMIN },
    people: ON_CALL,
    sessionName: (_person, random) => `claude-incident-${random.between(2100, 2290)}`,
    sourceIdentity: true,
    userAgent:
      'Boto3/1.40.61 md/Botocore#1.40.61 ua/2.1 os/linux#6.1.150 lang/python#3.13.7 app/claude-incident',
    address: 'aws',
    subjects: SERVICES,
    steps: [
      { call: 'cloudwatch.DescribeAlarms' },
      { call: 'ec2.DescribeInstances', times: [1, 2] },
      { call: 'logs.FilterLogEvents', times: [2, 5] },
      { call: 'lambda.GetFunction', chance: 0.4, subject: 'route-planner' },
      { call: 'dynamodb.DescribeTable', chance: 0.3 },
      { call: 'ec2.TerminateInstances', chance: 0.12, fails: 'denied' },
    ],
  },
  {
    id: 'claude-api-key',
    identity: `${PRODUCTION}/AeaApiKey-q7m2w9`,
    region: 'us-east-1',
    perDay: 1.1,
    rhythm: 'office',
    opening: { by: 'api-key' },
    people: ['AeaApiKey-q7m2w9'],
    userAgent: 'Anthropic/JS 0.65.0',
    address: 'home',
    subjects: [WORKSPACES.production],
    steps: [
      { call: 'claude.ListModelsWithKey', chance: 0.3 },
      { call: 'claude.CreateInferenceWithKey', times: [1, 2] },
    ],
  },
];
