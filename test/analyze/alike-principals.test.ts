import { expect, it } from 'vitest';
import { analyze } from '../../src/analyze/index.ts';
import { loadCatalog } from '../../src/collect/catalog-files.ts';
import type { Collected } from '../../src/domain/collected.ts';
import type { NeverRule } from '../../src/domain/never.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { parsePolicy } from '../../src/iam/index.ts';
import {
  ACCOUNT,
  activity,
  allow,
  attached,
  awsPolicy,
  collected,
  doc,
  groupArn,
  managedPolicy,
  role,
  roleArn,
  user,
  WINDOW,
} from '../support/builders.ts';

const DAY_MS = 86_400_000;
const days = Array.from({ length: 90 }, (_, day) =>
  new Date(Date.parse(WINDOW.start) + day * DAY_MS).toISOString().slice(0, 10),
);
const shared = awsPolicy('shared', doc(allow('iam:CreateUser', 'kms:*', 'sqs:*', 'foo:*')));
const other = awsPolicy('other', doc(allow('kms:*', 'ec2:*')));
const limit = managedPolicy('limit', doc(allow('iam:*')));
const carried = [attached(shared)];
const plain = role('plain', carried);

const newlyAttached = role('newlyAttached', carried);
const unmappedCall = role('unmappedCall', carried);
const unread = role('unread', carried);
const reported = role('reported', carried);
const caller = role('caller', carried);
const sharedIsNew = role('sharedIsNew', [attached(shared), attached(other)]);
const otherIsNew = role('otherIsNew', [attached(other), attached(shared)]);
/** Each differs from `plain` in one thing that a verdict on what nobody called rests on. */
const variants: readonly Principal[] = [
  role('young', carried, { createDate: '2026-08-01T00:00:00Z' }),
  role('ageless', carried, { createDate: null }),
  newlyAttached,
  unmappedCall,
  role('named', carried),
  unread,
  role('serviceLinked', carried, { path: '/aws-service-role/x.amazonaws.com/' }),
  role('otherAccount', carried, { account: '222233334444', path: '/aws-service-role/x.amazonaws.com/' }),
  role('bounded', carried, { permissionsBoundary: limit.id }),
  user('member', [attached(shared, groupArn('all'))]),
  reported,
  caller,
  role('more', [attached(shared), attached(other)]),
  sharedIsNew,
  otherIsNew,
];
const administrator = role('administrator', []);
const account: Collected = {
  ...collected(
    [plain, role('twin', carried), administrator, ...variants],
    [shared, other, limit],
    [
      activity(administrator, 'iam:AttachRolePolicy', { resources: [shared.id, newlyAttached.arn] }),
      activity(administrator, 'iam:AttachRolePolicy', { resources: [shared.id, sharedIsNew.arn] }),
      activity(administrator, 'iam:AttachRolePolicy', { resources: [other.id, otherIsNew.arn] }),
      activity(unmappedCall, 'kms:NoSuchCall'),
      activity(caller, 'kms:ScheduleKeyDeletion'),
    ],
  ),
  eventHistory: [{ account: ACCOUNT, region: 'us-east-1', days, failure: null }],
  lastAccessed: [
    {
      principalArn: reported.arn,
      generatedAt: WINDOW.end,
      location: 'reported.json',
      services: [{ namespace: 'kms', lastAuthenticated: WINDOW.end, region: null, actions: null }],
    },
  ],
  unreadable: [
    {
      kind: 'last-accessed',
      location: 'unread.json',
      reason: 'it is no JSON',
      account: null,
      region: null,
      day: null,
      principalArn: unread.arn,
    },
  ],
  organization: {
    policies: [
      {
        id: 'p-1',
        name: 'no queues',
        type: 'SERVICE_CONTROL_POLICY',
        targets: [ACCOUNT],
        document: parsePolicy(doc({ Effect: 'Deny', Action: 'sqs:*', Resource: '*' })),
      },
    ],
    parents: {},
    managementAccount: null,
    complete: false,
  },
};
const never: readonly NeverRule[] = [
  { principal: roleArn('named'), tag: null, actions: ['sqs:ListQueues'], resources: [], reason: 'test' },
];
const catalog = loadCatalog();
const judged = (extent: 'sensitive' | 'all', principals: readonly Principal[] = account.principals) =>
  analyze({ ...account, principals }, catalog, {
    window: WINDOW,
    scope: 'all',
    extent,
    regions: ['us-east-1'],
    agents: [],
    never,
  }).principals;

const EXTENTS = ['sensitive', 'all'] as const;
const together = { sensitive: judged('sensitive'), all: judged('all') };
const named = (wanted: string, extent: (typeof EXTENTS)[number]) => {
  const found = together[extent].find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`${wanted} is not judged`);
  return found;
};

it.each(EXTENTS)('extent %s: among others each is judged as it is alone', (extent) => {
  for (const principal of account.principals) {
    expect(judged(extent, [principal])).toEqual([named(principal.name, extent)]);
  }
});

it.each(variants)('$name differs from the plain one, so that the comparison means something', ({ name }) => {
  const verdicts = (wanted: string) => {
    const { permissions, otherUnused, grants } = named(wanted, 'all');
    return { permissions, otherUnused, grants };
  };
  expect(verdicts(name)).not.toEqual(verdicts('plain'));
  expect(verdicts('twin')).toEqual(verdicts('plain'));
});

it('principals of which nothing differs share their rows, and one that called something all others', () => {
  const rows = (wanted: string) => named(wanted, 'sensitive').permissions;
  expect(rows('plain').length).toBeGreaterThan(10);
  expect(rows('twin')).toBe(rows('plain'));
  const own = rows('caller').filter((row) => !rows('plain').includes(row));
  expect(own.map(({ action }) => action)).toEqual(['kms:ScheduleKeyDeletion']);
});

it('principals with other policies beside share the rows of what the same statements grant', () => {
  const rows = (wanted: string) => named(wanted, 'sensitive').permissions;
  const same = rows('more').filter((row) => rows('plain').includes(row));
  expect(same.map(({ action }) => action)).toContain('iam:CreateUser');
  expect(same.map(({ action }) => action)).not.toContain('kms:ScheduleKeyDeletion');
});
