import { describe, expect, it } from 'vitest';
import { unjudged } from '../../src/analyze/unjudged.ts';
import { loadCatalog } from '../../src/collect/catalog-files.ts';
import type { UnknownReason } from '../../src/domain/analysis.ts';
import { permission, principal } from '../support/assessment-fixture.ts';

const catalog = loadCatalog();
const unknown = (action: string, ...reasons: UnknownReason[]) =>
  permission(action, 'critical', { usage: 'unknown', reasons });
const isAgent = { isAgent: true, kind: 'ai-agent', confidence: 'strong', evidence: [] } as const;

describe('what would settle the critical permissions of agents', () => {
  it('counts each once, under what a reader can do most about', () => {
    const agent = principal('agent', {
      agent: isAgent,
      permissions: [
        unknown(
          'bedrock-agentcore:GetResourceApiKey',
          'data-events-not-logged',
          'not-tracked-by-last-accessed',
        ),
        unknown('bedrock-agentcore:InvokeCodeInterpreter', 'data-events-not-logged', 'no-log-coverage'),
        // AWS documents no data-event type for it: a selector would be no help.
        unknown(
          'aws-external-anthropic:AssumeConsole',
          'data-events-not-logged',
          'not-tracked-by-last-accessed',
        ),
        unknown('iam:CreateAccessKey', 'no-log-coverage', 'not-tracked-by-last-accessed'),
        unknown('iam:PassRole', 'not-recorded-by-aws'),
      ],
    });
    const rows = unjudged([agent], catalog);
    expect(rows.map(({ reason, permissions, agents }) => [reason, permissions, agents])).toEqual([
      ['data-events-not-logged', 2, 1],
      ['data-events-not-logged', 1, 1],
      ['no-log-coverage', 1, 1],
      ['not-recorded-by-aws', 1, 1],
    ]);
    expect(rows.map(({ resourceTypes }) => resourceTypes)).toEqual([
      [
        'AWS::BedrockAgentCore::APIKeyCredentialProvider',
        'AWS::BedrockAgentCore::CodeInterpreter',
        'AWS::BedrockAgentCore::CodeInterpreterCustom',
        'AWS::BedrockAgentCore::TokenVault',
        'AWS::BedrockAgentCore::WorkloadIdentity',
        'AWS::BedrockAgentCore::WorkloadIdentityDirectory',
      ],
      [],
      [],
      [],
    ]);
  });

  it('is about critical permissions that agents in scope hold, and nothing else', () => {
    const held = [
      unknown('iam:PassRole', 'not-recorded-by-aws'),
      permission('kms:Decrypt', 'critical', { usage: 'unused' }),
      permission('s3:GetObject', 'high', { usage: 'unknown', reasons: ['data-events-not-logged'] }),
      { ...unknown('iam:CreateUser', 'no-log-coverage'), granted: false },
    ];
    const others = [
      principal('person', { permissions: held }),
      principal('beside', { agent: isAgent, inScope: false, permissions: held }),
    ];
    expect(unjudged(others, catalog)).toEqual([]);
    const agents = ['a', 'b'].map((name) => principal(name, { agent: isAgent, permissions: held }));
    expect(unjudged([...others, ...agents], catalog)).toMatchObject([
      { reason: 'not-recorded-by-aws', permissions: 2, agents: 2 },
    ]);
  });
});
