import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenarioSchema } from '../support/scenario/schema.ts';
import { writeInputs } from '../support/scenario/write-inputs.ts';

const bin = join(fileURLToPath(new URL('../../', import.meta.url)), 'dist', 'cli.js');
const call = { source: 'sqs.amazonaws.com', name: 'SendMessage', data: 'AWS::SQS::Queue' };
const queue = (name: string) => `arn:aws:sqs:us-east-1:111122223333:${name}`;

const workspace = 'arn:aws:aws-external-anthropic:us-east-1:111122223333:workspace/wrkspc_01PROD';

const SCENARIO = scenarioSchema.parse({
  name: 'a role that a person and an agent share',
  why: 'something to split',
  principals: [
    {
      role: 'shared',
      trust: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' },
        ],
      },
      allows: ['sqs:*', 'kms:ScheduleKeyDeletion'],
    },
    { user: 'ana', allows: ['sqs:ListQueues'] },
    {
      role: 'through-mcp',
      trust: 'bedrock-agentcore.amazonaws.com',
      allows: ['sqs:SendMessage', 'iam:CreateAccessKey', 'kms:Decrypt'],
    },
    {
      role: 'support-desk',
      trust: 'bedrock-agentcore.amazonaws.com',
      policies: {
        desk: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 'aws-external-anthropic:CreateSession', Resource: workspace },
          ],
        },
      },
    },
    {
      role: 'roams',
      trust: 'bedrock-agentcore.amazonaws.com',
      allows: ['aws-external-anthropic:CreateSession'],
    },
    { user: 'AeaApiKey-1', allows: ['iam:CreateUser', 'bedrock:InvokeModel'] },
  ],
  events: [
    { ...call, day: '2026-06-01', role: 'shared', session: 'claude-1', resources: [{ ARN: queue('jobs') }] },
    {
      ...call,
      day: '2026-06-02',
      role: 'shared',
      session: 'ana@example.com',
      resources: [{ ARN: queue('mail') }],
    },
    {
      day: '2026-06-02',
      role: 'shared',
      session: 'claude-2',
      source: 'iam.amazonaws.com',
      name: 'CreateUser',
      error: 'AccessDenied',
    },
    {
      ...call,
      day: '2026-06-02',
      role: 'through-mcp',
      session: 'task',
      invokedBy: 'aws-mcp.amazonaws.com',
      resources: [{ ARN: queue('jobs') }],
    },
    // A direct call: a guardrail that left this service to MCP alone would break it.
    {
      day: '2026-06-02',
      role: 'through-mcp',
      session: 'task',
      source: 'kms.amazonaws.com',
      name: 'Decrypt',
    },
    {
      day: '2026-06-03',
      role: 'shared',
      session: 'ana@example.com',
      source: 'cloudtrail.amazonaws.com',
      name: 'StopLogging',
    },
  ],
  expect: {},
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'paredown-agents-'));
  writeInputs(SCENARIO, join(folder, 'in'), 'delivered');
  mkdirSync(join(folder, 'empty'));
  writeFileSync(
    join(folder, 'paredown.yaml'),
    [
      'authorizationDetails: in/account.json',
      'cloudTrail: in/cloudtrail',
      'asOf: 2026-07-01',
      'productionWorkspaces: [wrkspc_01PROD]',
      'documentedNeeds:',
      '  - principal: arn:aws:iam::*:role/support-desk',
      '    workspace: wrkspc_01PROD',
      '    owner: Maria',
      '    reason: answers customers',
      '',
    ].join('\n'),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function paredown(...words: readonly string[]) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PAREDOWN_'));
  const cwd = words.includes('--nowhere') ? join(folder, 'empty') : folder;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [bin, ...words.filter((word) => word !== '--nowhere')],
    { cwd, encoding: 'utf8', env: Object.fromEntries(inherited) },
  );
  return { code: status, stdout, stderr };
}

describe('paredown split', () => {
  it('drafts the role of the agent sessions alone and proves it', () => {
    const { code, stdout, stderr } = paredown('split', 'shared');
    const draft = JSON.parse(stdout);
    expect({ code, status: draft.verification.status }).toEqual({ code: 0, status: 'verified' });
    expect(draft.policy.document.Statement).toEqual([
      { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [queue('jobs')] },
    ]);
    expect(draft.needs.map(({ action }: { action: string }) => action)).toEqual(['iam:CreateUser']);
    expect(stderr).toContain('for a person to grant or refuse: iam:CreateUser');
  });

  it('takes sessions by name instead', () => {
    const { stdout } = paredown('split', 'shared', '--sessions', 'ana@*', '--role-name', 'people');
    const draft = JSON.parse(stdout);
    expect(draft.role).toBe('people');
    expect(JSON.stringify(draft.policy.document)).toContain(queue('mail'));
    expect(JSON.stringify(draft.policy.document)).not.toContain(queue('jobs'));
  });

  it.each([
    [['split', 'shard'], 'no principal "shard"'],
    [['split', 'ana'], 'is a user'],
    [['split', 'shared', '--kind', 'automation'], 'has no automation sessions'],
    [['split', 'shared', '--sessions', 'nobody-*'], 'has no session called nobody-*'],
    [['split', 'shared', '--nowhere'], 'Give --authorization-details'],
  ])('says what is wrong: %j', (words, message) => {
    const { code, stdout, stderr } = paredown(...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('paredown guardrails', () => {
  it('says of each statement why, and of each document what it would have denied', () => {
    const { code, stdout } = paredown('guardrails');
    expect(code).toBe(0);
    const { guardrails } = JSON.parse(stdout);
    const named = new Map<string, (typeof guardrails)[number]>(
      guardrails.map((one: { name: string }) => [one.name, one]),
    );
    expect(named.get('ai-credentials').verification.denies).toBe('nothing seen in the window');
    expect(named.get('keep-logging-on').verification.denies).toEqual([
      expect.objectContaining({ action: 'cloudtrail:StopLogging', answer: 'denied', sid: 'KeepTrails' }),
    ]);
    const [mcp] = named.get('agents-through-mcp').document.Statement;
    expect(mcp).toMatchObject({
      Effect: 'Deny',
      Action: ['iam:*'],
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/through-mcp'] },
        BoolIfExists: { 'aws:ViaAWSMCPService': 'false' },
      },
    });
    expect(named.get('agents-through-mcp').verification.denies).toBe('nothing seen in the window');
    expect(named.get('claude-workspaces').document.Statement).toMatchObject([
      {
        Effect: 'Deny',
        Resource: [workspace],
        Condition: {
          ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/support-desk'] },
        },
      },
    ]);
    for (const { size, explanations, document } of guardrails) {
      expect(size.fits).toBe(true);
      expect(explanations).toHaveLength(document.Statement.length);
    }
  });

  it('prints one document ready for AWS', () => {
    const { stdout } = paredown('guardrails', '--only', 'keep-logging-on');
    expect(JSON.parse(stdout)).toMatchObject({ Version: '2012-10-17' });
    expect(stdout.trim()).not.toContain('\n');
  });

  it('names the guardrails there are when one is misspelt', () => {
    const { code, stderr } = paredown('guardrails', '--only', 'keep-loging-on');
    expect(code).toBe(2);
    expect(stderr).toContain('keep-logging-on');
  });
});

describe('paredown contain', () => {
  it('prints the Deny by issue time and applies nothing', () => {
    const { code, stdout, stderr } = paredown('contain', 'shared', '--before', '2026-07-01T12:00:00Z');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).Statement).toEqual([
      {
        Effect: 'Deny',
        Action: ['*'],
        Resource: ['*'],
        Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-07-01T12:00:00Z' } },
      },
    ]);
    expect(stderr).toContain('--role-name shared --policy-name AWSRevokeOlderSessions');
  });

  it.each([
    [['contain', 'arn:aws:iam::111122223333:user/ana'], 'is a user'],
    [['contain', 'arn:aws:iam::1:role'], 'neither the name nor the ARN'],
    [['contain', 'arn:aws:iam::111122223333:role/aws-service-role/x/R'], 'service-linked role'],
    [['contain', 'shared', '--before', 'noon'], 'is not a date'],
    [['contain'], 'rguments are missing'],
  ])('says what is wrong: %j', (words, message) => {
    const { code, stderr } = paredown(...words);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
