import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenarioSchema } from '../support/scenario/schema.ts';
import { writeInputs } from '../support/scenario/write-inputs.ts';

const bin = join(fileURLToPath(new URL('../../', import.meta.url)), 'dist', 'cli.js');

const SCENARIO = scenarioSchema.parse({
  name: 'one of every kind of permission',
  why: 'something to explain',
  principals: [
    {
      role: 'agent',
      trust: 'bedrock-agentcore.amazonaws.com',
      policies: {
        own: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['sqs:*', 'iam:*', 'foo:Bar*', 'ec2:Describe*', 'sts:Get*'],
              Resource: '*',
            },
            { Effect: 'Deny', Action: 'iam:DeleteUser', Resource: '*' },
          ],
        },
      },
      boundary: 'limit',
    },
    { role: 'other', trust: 'bedrock-agentcore.amazonaws.com', allows: ['sqs:TagQueue'] },
  ],
  managedPolicies: {
    limit: {
      document: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: ['sqs:*', 'iam:*User', 'foo:*', 'sts:*'], Resource: '*' },
          { Effect: 'Deny', Action: 'sqs:AddPermission', Resource: '*' },
        ],
      },
    },
  },
  scps: [
    {
      id: 'p-1',
      name: 'no-users',
      targets: ['111122223333'],
      content: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*' }],
      },
    },
  ],
  events: [
    { day: '2026-06-01', role: 'agent', source: 'sqs.amazonaws.com', name: 'GetQueueAttributes', times: 3 },
    { day: '2026-06-02', role: 'agent', source: 'sqs.amazonaws.com', name: 'SetQueueAttributes' },
    { day: '2026-06-03', role: 'agent', source: 'sts.amazonaws.com', name: 'GetCallerIdentity', times: 5 },
  ],
  expect: {},
});

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'paredown-explain-'));
  const { authorizationDetails, cloudTrail, scps } = writeInputs(SCENARIO, join(folder, 'in'), 'delivered');
  const inputs = [
    ['--authorization-details', ...authorizationDetails],
    ['--cloudtrail', ...cloudTrail],
    ['--scps', ...scps],
  ].flat();
  const never = { actions: ['sqs:SendMessage', 'sqs:SetQueueAttributes'], reason: 'it only reads' };
  const rules = [{ principal: 'arn:aws:iam::*:role/agent', ...never }];
  writeFileSync(join(folder, 'paredown.yaml'), JSON.stringify({ never: rules }));
  const run = paredown(['run', ...inputs, '--as-of', '2026-07-01', '--regions', 'us-east-1', '--out', 'out']);
  expect(run, run.stderr).toMatchObject({ code: 0 });
  mkdirSync(join(folder, 'bare'));
  copyFileSync(join(folder, 'out', 'assessment.json'), join(folder, 'bare', 'assessment.json'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function paredown(words: readonly string[]) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PAREDOWN_'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: Object.fromEntries(inherited),
  });
  return { code: status, stdout, stderr };
}

function explain(action: string, principal = 'agent', assessment = 'out') {
  return paredown(['explain', principal, action, '--assessment', assessment]);
}

describe('explain', () => {
  it.each([
    [
      'used, not sensitive',
      'sqs:getqueueattributes',
      [
        /^sqs:GetQueueAttributes of .*\nWindow: .*\nNot sensitive\.\n/,
        /own \(inline\), statement 0/,
        /3 calls allowed/,
        /CloudTrail data events .*saw use/,
        /Kept: it is in use\./,
      ],
    ],
    [
      'unused, not sensitive',
      'sqs:TagQueue',
      [
        /Not sensitive\./,
        /own \(inline\), statement 0/,
        /Unused: 0 calls allowed/,
        /CloudTrail management events \(the whole window\): saw nothing/,
        /Kept: the target `sensitive` removes sensitive actions only; `--target used`/,
      ],
    ],
    [
      'not sensitive, and nobody could see it',
      'sqs:ReceiveMessage',
      [/Cannot be judged/, /only as a data event/, /Kept: what is not proven unused stays\./],
    ],
    [
      'nobody could see it, and it is on the never list',
      'sqs:SendMessage',
      [
        /Cannot be judged/,
        /\nWhat a person decided\n {2}Never: sqs:SendMessage, .* \(it only reads\)/,
        /Removed by the recommendation for .*\n {2}It goes by a person's decision, the never list, and not on evidence of no use: cannot be judged\.\n/,
      ],
    ],
    [
      'used and sensitive, and on the never list',
      'sqs:SetQueueAttributes',
      [
        /\nSensitive: /,
        /1 calls allowed/,
        /\nWhat a person decided\n {2}Never: .*1 of them used/,
        /Kept: it is in use\./,
      ],
    ],
    [
      'what needs no permission, granted and called',
      'sts:GetCallerIdentity',
      [/\nUsage\n {2}AWS asks no permission for this call/, /own \(inline\), statement 0/],
    ],
    [
      'what needs no permission, granted and sensitive',
      'sts:getsessiontoken',
      [/\nSensitive: /, /\nUsage\n {2}AWS asks no permission for this call/],
    ],
    [
      'unused and sensitive',
      'iam:CreateUser',
      [/Sensitive: /, /Unused: 0 calls/, /no-users/, /Removed by the recommendation for/],
    ],
    [
      'what no policy allows',
      'kms:Decrypt',
      [
        /^kms:Decrypt of .*\nWindow: /,
        /Nobody: no identity policy of it allows this, and no call of it was seen/,
      ],
    ],
    [
      'what a Deny takes',
      'iam:DeleteUser',
      [/Nobody/, /own, statement 0, allows it/, /own, statement 1, denies it/],
    ],
    [
      'what the boundary does not allow',
      'ec2:DescribeVpcs',
      [/Nobody/, /own, statement 0, allows it/, /boundary .*limit does not allow it/],
    ],
    ['what the boundary denies', 'sqs:AddPermission', [/Nobody/, /boundary .*limit denies it, statement 1/]],
  ])('%s: %s', (_, action, lines) => {
    const { code, stdout, stderr } = explain(action);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const line of lines) expect(stdout).toMatch(line);
    if (/asks no permission/.test(stdout)) expect(stdout).not.toMatch(/0 calls/);
  });

  it('what needs no permission and is not granted', () => {
    const { stdout } = explain('sts:GetCallerIdentity', 'other');
    expect(stdout).toMatch(
      /Nobody: no identity policy of it allows this\.\n\nUsage\n {2}AWS asks no permission/,
    );
  });

  it.each([
    ['a mistyped action', ['sqs:TagQeue'], /no action that AWS documents\. Did you mean sqs:TagQueue\?/],
    [
      'an action of no known service that a policy names',
      ['foo:Barn'],
      /no action that AWS documents\..*own, statement 0, allows it/,
    ],
    [
      'a pattern',
      ['sqs:*Tag*'],
      /Name one action\. Of sqs:\*Tag\* the principal .* has, or called:\n {2}sqs:ListQueueTags\n/,
    ],
    ['a mistyped principal', ['sqs:TagQueue', 'agnet'], /no principal "agnet"\. Did you mean agent\?/],
    [
      'an assessment alone',
      ['sqs:TagQueue', 'agent', 'bare'],
      /says nothing about sqs:TagQueue.*The evidence that a run packs/s,
    ],
  ])('%s: an error that says what to do', (_, words, message) => {
    const [action = '', principal, assessment] = words;
    const { code, stdout, stderr } = explain(action, principal, assessment);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
