import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { groupsOf, policyNamed } from '../../samples/generator/authorization-details.ts';
import { calls } from '../../samples/generator/calls.ts';
import { identities, identityOf } from '../../samples/generator/identities.ts';
import type { Identity } from '../../samples/generator/model.ts';
import { routines } from '../../samples/generator/produce.ts';
import { REPORTED_SERVICES } from '../../samples/generator/tracked-actions.ts';
import { parsePolicy, statementMatchesAction } from '../../src/iam/index.ts';
import { filesBelow, SAMPLES } from './sample-log.ts';

const documentsOf = (identity: Identity) => [
  ...Object.values(identity.inline ?? {}),
  ...(identity.managed ?? []).map((name) => policyNamed(identity.account, name).versions[0]?.document ?? {}),
  ...groupsOf(identity).flatMap((group) => Object.values(group.inline)),
];
const statementsOf = (identity: Identity) => documentsOf(identity).flatMap((d) => parsePolicy(d).statements);

const withinBoundary = ({ account, boundary }: Identity, action: string) =>
  boundary === undefined ||
  parsePolicy(policyNamed(account, boundary).versions[0]?.document).statements.some(
    (statement) => statement.effect === 'Allow' && statementMatchesAction(statement, action),
  );

const report = z.looseObject({
  Arn: z.string(),
  JobStatus: z.literal('COMPLETED'),
  JobType: z.enum(['ACTION_LEVEL', 'SERVICE_LEVEL']),
  JobCompletionDate: z.string(),
  ServicesLastAccessed: z.array(
    z.looseObject({
      ServiceName: z.string(),
      ServiceNamespace: z.string(),
      LastAuthenticated: z.string().optional(),
      TrackedActionsLastAccessed: z
        .array(z.looseObject({ ActionName: z.string(), LastAccessedTime: z.string().optional() }))
        .optional(),
    }),
  ),
});
const reports = filesBelow(join(SAMPLES, 'last-accessed')).map((name) =>
  report.parse(JSON.parse(readFileSync(join(SAMPLES, 'last-accessed', name), 'utf8'))),
);
const reportOf = (name: string) => reports.find(({ Arn }) => Arn.endsWith(`/${name}`));

describe('behaviour agrees with the policies', () => {
  const steps = routines.flatMap((routine) => routine.steps.map((step) => ({ routine, step })));

  it.each(
    steps.map(
      ({ routine, step }) => [routine.id, step.call, step.fails ?? 'allowed', routine, step] as const,
    ),
  )('%s: %s is %s', (_id, callId, outcome, routine, step) => {
    const statements = statementsOf(identityOf(routine.identity));
    const reaches = (effect: string, action: string) =>
      statements.some((s) => s.effect === effect && statementMatchesAction(s, action));
    const { actions } = calls[callId];
    if (step.fails === 'denied-explicitly') expect(actions.some((a) => reaches('Deny', a))).toBe(true);
    else if (outcome !== 'denied') {
      expect(actions.filter((action) => !reaches('Allow', action))).toEqual([]);
      expect(actions.filter((action) => reaches('Deny', action))).toEqual([]);
      const beyond = actions.filter((action) => !withinBoundary(identityOf(routine.identity), action));
      expect(beyond).toEqual(step.fails === 'denied-by-boundary' ? actions : []);
    } else {
      const everywhere = statements.filter((s) => s.effect === 'Allow' && s.resource?.patterns.includes('*'));
      expect(everywhere.filter((s) => statementMatchesAction(s, actions[0] ?? ''))).toEqual([]);
    }
  });

  it('uses every identity but those meant to be idle', () => {
    const busy = new Set(routines.map(({ identity }) => identity));
    const idle = identities.map(({ account, name }) => `${account}/${name}`).filter((key) => !busy.has(key));
    expect(idle.sort()).toEqual([
      '111122223333/AWSServiceRoleForBedrockAgentCoreNetwork',
      '111122223333/ana.silva',
      '111122223333/break-glass-admin',
      '444455556666/BedrockAPIKey-4hz8',
    ]);
  });
});

describe('last-accessed reports', () => {
  it('are there for all but service-linked roles and the one that is missing', () => {
    const missing = identities.filter(
      ({ name, path }) => reportOf(name) === undefined && !path.startsWith('/aws-service-role/'),
    );
    expect(missing.map(({ name }) => name)).toEqual(['data-analyst']);
  });

  it('name every service a policy names, unless it never reports', () => {
    const named = new Set(
      identities.flatMap((identity) =>
        statementsOf(identity)
          .filter(({ effect, action }) => effect === 'Allow' && !action.negated)
          .flatMap(({ action }) => action.patterns.map((pattern) => pattern.split(':')[0] ?? '')),
      ),
    );
    const unknown = [...named].filter((namespace) => namespace !== '*' && !(namespace in REPORTED_SERVICES));
    expect(unknown.sort()).toEqual(['ec2messages', 'ssmmessages']);
  });

  it('track neither PassRole nor the data plane', () => {
    const tracked = reports.flatMap(({ ServicesLastAccessed }) =>
      ServicesLastAccessed.flatMap(({ ServiceNamespace, TrackedActionsLastAccessed = [] }) =>
        TrackedActionsLastAccessed.map(({ ActionName }) => `${ServiceNamespace}:${ActionName}`),
      ),
    );
    expect(tracked).toContain('iam:CreateRole');
    for (const action of [
      'iam:PassRole',
      's3:GetObject',
      's3:PutObject',
      'dynamodb:GetItem',
      'lambda:InvokeFunction',
      'sqs:SendMessage',
    ]) {
      expect(tracked).not.toContain(action);
    }
  });

  it('has a stale one, one at service level and one that contradicts the log', () => {
    expect(reportOf('incident-readonly')?.JobCompletionDate).toBe('2026-08-29T07:03:18+00:00');
    const late = reportOf('incident-readonly')?.ServicesLastAccessed.filter(
      ({ LastAuthenticated }) => (LastAuthenticated ?? '') > '2026-08-29T07:03:18+00:00',
    );
    expect(late).toEqual([]);
    expect(reportOf('thumbnail-lambda')?.JobType).toBe('SERVICE_LEVEL');
    expect(JSON.stringify(reportOf('thumbnail-lambda'))).not.toContain('TrackedActions');
    const stacks = reportOf('github-deployer')?.ServicesLastAccessed.find(
      ({ ServiceNamespace }) => ServiceNamespace === 'cloudformation',
    );
    const update = stacks?.TrackedActionsLastAccessed?.find(({ ActionName }) => ActionName === 'UpdateStack');
    expect(update?.LastAccessedTime).toBe('2026-08-14T15:47:00+00:00');
  });

  it('never gives the Claude Platform a time, used as it is', () => {
    const claude = reports.flatMap(({ ServicesLastAccessed }) =>
      ServicesLastAccessed.filter(({ ServiceNamespace }) => ServiceNamespace === 'aws-external-anthropic'),
    );
    expect(claude.length).toBeGreaterThan(1);
    expect(claude.filter(({ LastAuthenticated }) => LastAuthenticated !== undefined)).toEqual([]);
  });
});
