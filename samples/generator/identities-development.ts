import { AWS_MANAGED } from './aws-managed-policies.ts';
import type { Identity } from './model.ts';
import { allow, policy, trust, trustGithub, trustService } from './statements.ts';
import { DEVELOPMENT, PRODUCTION, roleArn } from './world.ts';

/** Agents of the development account. */
export const developmentAgents: readonly Identity[] = [
  {
    kind: 'role',
    name: 'dev-agent-orchestrator',
    path: '/agents/',
    account: DEVELOPMENT,
    created: '2025-06-11T08:02:25+00:00',
    description: 'Orchestrates coding agents; promotes releases to production',
    tags: { agent: 'orchestrator', team: 'platform' },
    trust: trustService('ecs-tasks'),
    inline: {
      orchestrate: policy(
        allow('Promote', ['sts:AssumeRole', 'sts:TagSession'], roleArn(PRODUCTION, 'release-promoter')),
        allow('Work', ['states:StartExecution', 'states:DescribeExecution', 'states:StopExecution', 'sqs:*']),
        allow('Tools', [
          'lambda:InvokeFunction',
          'lambda:UpdateFunctionCode',
          'bedrock-agentcore:InvokeCodeInterpreter',
          'bedrock-agentcore:StartCodeInterpreterSession',
        ]),
        allow('Model', 'bedrock:InvokeModel*', 'arn:aws:bedrock:*::foundation-model/anthropic.*'),
      ),
    },
  },
  {
    kind: 'role',
    name: 'claude-sandbox',
    path: '/sandbox/',
    account: DEVELOPMENT,
    created: '2025-10-07T09:20:00+00:00',
    description: 'Claude Code experiments; everything but the account itself',
    tags: { agent: 'claude-code', team: 'platform' },
    trust: trust({ AWS: `arn:aws:iam::${DEVELOPMENT}:root` }),
    managed: ['sandbox-by-exclusion'],
  },
  {
    kind: 'role',
    name: 'preview-deployer',
    path: '/',
    account: DEVELOPMENT,
    created: '2025-12-01T13:20:40+00:00',
    // People type what they like; a report must show it and nothing more.
    description: 'Preview environments of pull requests; <b>ask Ana</b> before any change',
    tags: { team: 'platform', 'cost-centre': '=4711+20' },
    // No `sub` condition: any repository on GitHub can assume it.
    trust: trustGithub(DEVELOPMENT),
    managed: ['preview-deploy'],
  },
  {
    kind: 'user',
    name: 'BedrockAPIKey-4hz8',
    path: '/',
    account: DEVELOPMENT,
    created: '2026-04-09T11:05:17+00:00',
    managed: [AWS_MANAGED.bedrockLimited],
  },
];
