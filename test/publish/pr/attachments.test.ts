import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json.ts';
import type { PolicyChange } from '../../../src/domain/recommendation.ts';
import { prepare } from '../../../src/publish/pr/prepare.ts';
import type { PreparedUnit } from '../../../src/publish/pr/prepared.ts';
import { rolledBack } from '../../../src/publish/pr/rollback.ts';
import { type Candidate, unitsOf } from '../../../src/publish/pr/unit.ts';

const ROLE = 'arn:aws:iam::111122223333:role/deployer';
const DEPLOY = 'arn:aws:iam::111122223333:policy/deploy';
const AWS = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

const documentOf = (effect: string, ...actions: readonly string[]): JsonObject => ({
  Version: '2012-10-17',
  Statement: [{ Effect: effect, Action: actions, Resource: '*' }],
});
const BEFORE = documentOf('Allow', 's3:GetObject', 's3:PutObject');
const AFTER = documentOf('Allow', 's3:GetObject');
const DENY = documentOf('Deny', 's3:DeleteBucket');
const json = (document: JsonObject): string => `${JSON.stringify(document, null, 2)}\n`;

const change = (over: Partial<PolicyChange>): PolicyChange => ({
  kind: 'replace',
  policyId: DEPLOY,
  policy: 'deploy',
  policyKind: 'managed',
  target: ROLE,
  before: BEFORE,
  after: AFTER,
  ...over,
});
const REPLACE = change({});
const DENYING = change({
  kind: 'create',
  policyId: `${ROLE}#deploy-paredown-deny`,
  policy: 'deploy-paredown-deny',
  before: null,
  after: DENY,
});
const DETACH = change({ kind: 'detach', policyId: AWS, policyKind: 'aws-managed', after: null });
const TIGHTER = change({
  kind: 'create',
  policyId: `${ROLE}#ReadOnlyAccess-deployer-paredown`,
  policy: 'ReadOnlyAccess-deployer-paredown',
});

const candidate = (...changes: readonly PolicyChange[]): Candidate => ({
  id: ROLE,
  principalArns: [ROLE],
  status: 'verified',
  changes,
  removed: ['s3:PutObject'],
  requires: [],
  notProposed: null,
});

type Files = Readonly<Record<string, string>>;

function prepared(files: Files, recommendation: Candidate): PreparedUnit {
  const [unit, ...others] = prepare(unitsOf([recommendation]).units, [
    { name: 'infra', texts: new Map(Object.entries(files)), mappings: [], sidecars: 'paredown' },
  ]);
  expect(others).toEqual([]);
  if (unit === undefined) throw new Error('nothing was prepared');
  return unit;
}

/** The files after the unit is merged. */
function merged(files: Files, unit: PreparedUnit): Files {
  const all = new Map(Object.entries(files));
  for (const { path, after } of unit.files) {
    if (after === null) all.delete(path);
    else all.set(path, after);
  }
  return Object.fromEntries(all);
}

const TERRAFORM = `resource "aws_iam_policy" "deploy" {
  name   = "deploy"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "*" }]
  })
}

resource "aws_iam_role" "deployer" {
  name = "deployer"
}
`;

describe('a policy that is new', () => {
  it('is a file beside the one of the policy it stands beside, written like it', () => {
    const files = { 'iam/deploy.json': JSON.stringify(BEFORE, null, 4).replaceAll('\n', '\r\n') };
    const unit = prepared(files, candidate(REPLACE, DENYING));
    expect(unit.files.map(({ path }) => path)).toEqual(['iam/deploy-paredown-deny.json', 'iam/deploy.json']);
    expect(unit.files[0]?.after).toBe(JSON.stringify(DENY, null, 4).replaceAll('\n', '\r\n'));
    expect(unit.sidecars).toEqual([
      {
        path: 'iam/deploy-paredown-deny.json',
        policy: 'deploy-paredown-deny',
        note: `Create the customer managed policy deploy-paredown-deny from iam/deploy-paredown-deny.json and attach it to ${ROLE}; without it the removal has no effect. It stands beside iam/deploy.json.`,
      },
    ]);
  });

  it('says to attach an Allow before the other one is deployed', () => {
    const second = change({ kind: 'create', policyId: `${ROLE}#deploy-paredown-2`, after: AFTER });
    const unit = prepared({ 'deploy.json': json(BEFORE) }, candidate(REPLACE, second));
    expect(unit.sidecars[0]?.note).toContain(`attach it to ${ROLE}, before deploy is deployed:`);
  });

  it.each<[what: string, files: Files, note: RegExp]>([
    [
      'Terraform',
      { 'iam/main.tf': TERRAFORM },
      /beside aws_iam_policy\.deploy \(iam\/main\.tf:\d+\): there, an aws_iam_policy named deploy-paredown-deny whose policy is file\(\) of \.\.\/paredown\/111122223333\/deployer-\w+\/deploy-paredown-deny\.json.* names the principal in iam\/main\.tf:9, iam\/main\.tf:10\./,
    ],
    [
      'CloudFormation',
      {
        'iam.yaml': `Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      ManagedPolicyName: deploy\n      Roles: [deployer]\n      PolicyDocument: ${JSON.stringify(BEFORE)}\n`,
      },
      /\(iam\.yaml:7\): there, an AWS::IAM::ManagedPolicy named deploy-paredown-deny/,
    ],
  ])('beside a policy in %s it is a sidecar with what to add and where', (_what, files, note) => {
    const unit = prepared(files, candidate(REPLACE, DENYING));
    const path = unit.sidecars[0]?.path ?? '';
    expect(path).toMatch(/^paredown\/111122223333\/deployer-[0-9a-f]{6}\/deploy-paredown-deny\.json$/);
    expect(unit.sidecars[0]?.note).toMatch(note);
    expect(unit.files.find((file) => file.path === path)?.after).toBe(json(DENY));
  });

  it('is not written over a file that is there already', () => {
    const files = { 'deploy.json': json(BEFORE), 'deploy-paredown-deny.json': json(AFTER) };
    expect(prepared(files, candidate(REPLACE, DENYING))).toMatchObject({
      status: 'stale',
      why: 'deploy-paredown-deny.json is there already and holds another document than the proposed one',
    });
  });

  it('with a hostile name gets a harmless file name', () => {
    const hostile = change({ ...DENYING, policyId: `${ROLE}#../../.git/hooks/x\n-->`, policy: 'x' });
    const unit = prepared({ 'iam/deploy.json': json(BEFORE) }, candidate(REPLACE, hostile));
    expect(unit.files[0]?.path).toMatch(/^iam\/[\w-]+\.json$/);
  });

  it('is nothing more to do once it is in the base', () => {
    const files = { 'iam/deploy.json': json(BEFORE) };
    const unit = prepared(files, candidate(REPLACE, DENYING));
    expect(prepared(merged(files, unit), candidate(REPLACE, DENYING))).toMatchObject({
      status: 'applied',
      files: [],
    });
  });

  it('that is inline is put on its principal', () => {
    const inline = change({ ...DENYING, policyKind: 'inline' });
    const unit = prepared({ 'main.tf': TERRAFORM }, candidate(inline));
    expect(unit.sidecars[0]?.note).toMatch(
      /^Put the document in paredown\/.* on arn:.*:role\/deployer as the inline policy deploy-paredown-deny;/,
    );
  });
});

describe('a policy that is detached', () => {
  const files = {
    'main.tf':
      'resource "aws_iam_role_policy_attachment" "a" {\n  role       = "deployer"\n  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"\n}\n# arn:aws:iam::aws:policy/ReadOnlyAccessPlus\n',
  };

  it('is a note that names file and line', () => {
    const unit = prepared(files, candidate(DETACH, TIGHTER));
    expect(unit.sidecars.map(({ note }) => note)).toEqual([
      `Detach ${AWS} from ${ROLE}, once the replacement is attached. This repository names the policy in main.tf:3. It names the principal in main.tf:2.`,
      expect.stringMatching(/attach it to .*role\/deployer, before the policy it replaces is detached\./),
    ]);
  });

  it('and replaced by nothing does not wait for anything', () => {
    expect(prepared(files, candidate(DETACH)).sidecars[0]?.note).toContain(
      'nothing is left of what it allows',
    );
  });
});

describe('a policy that goes whole', () => {
  const gone = change({ kind: 'delete', policyId: `${ROLE}#deploy`, policyKind: 'inline', after: null });

  it('takes its file with it', () => {
    expect(prepared({ 'iam/deploy.json': json(BEFORE) }, candidate(gone)).files).toMatchObject([
      { path: 'iam/deploy.json', after: null },
    ]);
  });

  it('stays with a note where something reads its file', () => {
    const files = {
      'iam/deploy.json': json(BEFORE),
      'iam/main.tf':
        'resource "aws_iam_role_policy" "p" {\n  name   = "deploy"\n  role   = "deployer"\n  policy = file("${path.module}/deploy.json")\n}\n',
    };
    const unit = prepared(files, candidate(gone));
    expect(unit.files).toEqual([]);
    expect(unit.sidecars[0]?.note).toMatch(
      /^iam\/deploy\.json:1: .* the whole file goes, and iam\/main\.tf:4 refers to it\. Remove the policy/,
    );
  });

  it('from a template is a note that names file and line', () => {
    const unit = prepared({ 'iam/main.tf': TERRAFORM }, candidate(gone));
    expect(unit.files).toEqual([]);
    expect(unit.sidecars[0]?.note).toMatch(/^iam\/main\.tf:3: .*Remove the policy .*#deploy there by hand/);
  });
});

describe('taken back', () => {
  it.each<[what: string, files: Files]>([
    ['beside a file', { 'iam/deploy.json': json(BEFORE) }],
    ['beside a template', { 'iam/main.tf': TERRAFORM }],
  ])('a policy made %s: its file goes, the other is as it was', (_what, files) => {
    const proposal = candidate(REPLACE, DENYING);
    const after = merged(files, prepared(files, proposal));
    const back = prepared(after, rolledBack(proposal));
    expect(back.status).toBe('ready');
    expect(merged(after, back)).toEqual(files);
    expect(back.sidecars.map(({ note }) => note).join('\n')).toMatch(
      /^Detach the customer managed policy deploy-paredown-deny from .*role\/deployer and delete it, once .* goes with this change\./,
    );
  });

  it('an AWS managed policy is attached again, and no copy of it is made', () => {
    const files = { 'main.tf': 'resource "aws_iam_role" "r" {\n  name = "deployer"\n}\n' };
    const proposal = candidate(DETACH, TIGHTER);
    const after = merged(files, prepared(files, proposal));
    const back = prepared(after, rolledBack(proposal));
    expect(back.files).toMatchObject([{ path: expect.stringMatching(/ReadOnlyAccess/), after: null }]);
    expect(back.sidecars.map(({ note }) => note).join('\n')).toContain(
      `Attach ${AWS} to ${ROLE} again, before what took its place is detached.`,
    );
  });

  it('a made policy that somebody changed since stays', () => {
    const files = { 'iam/deploy.json': json(BEFORE) };
    const proposal = candidate(REPLACE, DENYING);
    const after = {
      ...merged(files, prepared(files, proposal)),
      'iam/deploy-paredown-deny.json': json(BEFORE),
    };
    expect(prepared(after, rolledBack(proposal))).toMatchObject({
      status: 'stale',
      why: 'iam/deploy-paredown-deny.json is not what was proposed',
    });
  });
});
