import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze/index.ts';
import { loadCatalog } from '../../src/collect/catalog-files.ts';
import type { Collected, EventHistory, Unreadable } from '../../src/domain/collected.ts';
import type { Trail } from '../../src/domain/facts.ts';
import {
  ACCOUNT,
  activity,
  allow,
  attached,
  collected,
  doc,
  inlinePolicy,
  managedPolicy,
  role,
  roleArn,
  WINDOW,
} from '../support/builders.ts';

const DAY_MS = 86_400_000;
const ALL_DAYS = Array.from({ length: 90 }, (_, day) =>
  new Date(Date.parse(WINDOW.start) + day * DAY_MS).toISOString().slice(0, 10),
);
const history = (region: string, days = ALL_DAYS, failure: string | null = null): EventHistory => ({
  account: ACCOUNT,
  region,
  days,
  failure,
});

/** A trail that records S3 data events and only writes of management; nothing of it was read. */
const TRAIL: Trail = {
  arn: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`,
  account: ACCOUNT,
  homeRegion: 'us-east-1',
  multiRegion: true,
  organization: false,
  globalServiceEvents: true,
  isLogging: true,
  loggingSince: null,
  management: { read: false, write: true, excludedSources: ['kms.amazonaws.com'] },
  data: [
    {
      resourceType: 'AWS::S3::Object',
      resources: [],
      read: true,
      write: true,
      eventNames: [],
      undecidable: null,
    },
  ],
};

const inline = inlinePolicy(
  roleArn('agent'),
  'own',
  doc(allow('iam:CreateUser', 'kms:ScheduleKeyDeletion', 's3:GetObject')),
);
const shared = managedPolicy('shared', doc(allow('iam:DeleteUser')));
const agent = role('agent', [attached(inline), attached(shared)]);

function verdicts(
  eventHistory: readonly EventHistory[],
  unreadable: readonly Unreadable[] = [],
  lastAccessed: Collected['lastAccessed'] = [],
) {
  const facts: Collected = {
    ...collected([agent], [inline, shared], [activity(agent, 'iam:ListUsers')]),
    trails: [TRAIL],
    eventHistory,
    unreadable,
    lastAccessed,
  };
  const options = { window: WINDOW, scope: 'all', extent: 'sensitive', regions: null, agents: [] } as const;
  const { principals } = analyze(facts, loadCatalog(), options);
  return Object.fromEntries(
    (principals[0]?.permissions ?? []).map(({ action, usage, reasons }) => [
      action,
      [usage, ...reasons].join(' '),
    ]),
  );
}

describe('the event history', () => {
  it('proves what no management event shows, whatever the trail leaves out', () => {
    expect(verdicts([history('us-east-1'), history('eu-west-1')])).toMatchObject({
      'iam:CreateUser': 'unused',
      'kms:ScheduleKeyDeletion': 'unused',
    });
  });

  it('proves nothing about data events, although a trail that nobody read records them', () => {
    expect(verdicts([history('us-east-1')])['s3:GetObject']).toBe('unknown data-events-not-logged');
  });

  it.each([
    ['a day of it is missing', [history('eu-west-1', ALL_DAYS.slice(1), 'throttled')]],
    ['it was never read', [history('eu-west-1', [], 'denied')]],
    ['which regions there are is not known', [history('*', [], 'denied')]],
  ])('of a region: when %s, only what is regional is unknown', (_, more) => {
    expect(verdicts([history('us-east-1'), ...more])).toMatchObject({
      'iam:CreateUser': 'unused',
      'kms:ScheduleKeyDeletion': 'unknown no-log-coverage',
    });
  });

  it('a trail that AWS did not describe takes nothing from it, and all from a log that speaks for itself', () => {
    const failed: Unreadable = {
      kind: 'trails',
      location: 'trails',
      reason: 'denied',
      account: ACCOUNT,
      region: 'us-east-1',
      day: null,
      call: 'cloudtrail:GetEventSelectors',
    };
    expect(verdicts([history('us-east-1')], [failed])['iam:CreateUser']).toBe('unused');
    expect(verdicts([], [failed])['iam:CreateUser']).toBe('unknown source-failed');
  });

  it('when the global region was not read, last accessed proves nothing about a policy that may be attached since', () => {
    const report = {
      principalArn: agent.arn,
      generatedAt: WINDOW.end,
      location: 'report',
      services: [
        {
          namespace: 'iam',
          lastAuthenticated: null,
          region: null,
          actions: [
            { action: 'iam:CreateUser', lastAccessed: null },
            { action: 'iam:DeleteUser', lastAccessed: null },
          ],
        },
      ],
    };
    expect(verdicts([history('us-east-1', [], 'denied')], [], [report])).toMatchObject({
      'iam:CreateUser': 'unused',
      'iam:DeleteUser': 'unknown source-failed',
    });
    expect(verdicts([history('us-east-1')], [], [report])['iam:DeleteUser']).toBe('unused');
  });
});
