import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json.ts';
import { prepare } from '../../../src/publish/pr/prepare.ts';
import { type Candidate, unitsOf } from '../../../src/publish/pr/unit.ts';

const ROLE = 'arn:aws:iam::111122223333:role/deployer';
const BUCKET = 'arn:aws:s3:::data/*';

const documentOf = (actions: readonly string[], resource: string = BUCKET): JsonObject => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }],
});
const BEFORE = documentOf(['s3:GetObject', 's3:PutObject']);
const AFTER = documentOf(['s3:GetObject']);

function prepared(
  files: Readonly<Record<string, string>>,
  mapping: { policy?: string; path: string }[] = [],
  over: Partial<Candidate['changes'][number]> = {},
) {
  const change = {
    kind: 'replace' as const,
    policyId: 'arn:aws:iam::111122223333:policy/deploy',
    policy: 'deploy',
    policyKind: 'managed' as const,
    target: ROLE,
    before: BEFORE,
    after: AFTER,
    ...over,
  };
  const { units } = unitsOf([
    {
      id: ROLE,
      principalArns: [ROLE],
      status: 'verified',
      changes: [change],
      removed: ['s3:PutObject'],
      requires: [],
      notProposed: null,
    },
  ]);
  const [unit, ...others] = prepare(units, [
    { name: 'infra', texts: new Map(Object.entries(files)), mappings: mapping, sidecars: 'paredown' },
  ]);
  expect(others).toEqual([]);
  if (unit === undefined) throw new Error('nothing was prepared');
  return unit;
}

/** As `aws iam get-account-authorization-details` prints it. */
const DUMP = JSON.stringify(
  {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [
      { RoleName: 'deployer', Arn: ROLE, RolePolicyList: [{ PolicyName: 'deploy', PolicyDocument: BEFORE }] },
    ],
    Policies: [
      {
        PolicyName: 'deploy',
        PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: BEFORE }],
      },
    ],
  },
  null,
  2,
);

const json = (document: JsonObject): string => `${JSON.stringify(document, null, 2)}\n`;

describe('where a policy stands', () => {
  it.each<[what: string, files: Readonly<Record<string, string>>, path: string]>([
    [
      'a file of its name',
      { 'iam/deploy.json': json(BEFORE), 'iam/other.json': json(BEFORE) },
      'iam/deploy.json',
    ],
    ['a file of its content', { 'iam/x.json': json(BEFORE), 'iam/y.json': json(AFTER) }, 'iam/x.json'],
    [
      'a template that names it',
      {
        'a.yaml': `Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      ManagedPolicyName: deploy\n      PolicyDocument: ${JSON.stringify(BEFORE)}\n`,
        'x.json': json(BEFORE),
      },
      'a.yaml',
    ],
    [
      'a data block that a resource of its name uses',
      {
        'iam/docs.tf':
          'data "aws_iam_policy_document" "d" {\n  statement {\n    actions   = ["s3:GetObject", "s3:PutObject"]\n    resources = ["${aws_s3_bucket.data.arn}/*"]\n  }\n}\n',
        'iam/main.tf':
          'resource "aws_iam_policy" "p" {\n  name   = "deploy"\n  policy = data.aws_iam_policy_document.d.json\n}\n',
      },
      'iam/docs.tf',
    ],
    [
      'a JSON file that a resource of its name reads',
      {
        'tf/policies/x.json': json(BEFORE),
        'y.json': json(BEFORE),
        'tf/main.tf':
          'resource "aws_iam_policy" "p" {\n  name   = "deploy"\n  policy = file("${path.module}/policies/x.json")\n}\n',
      },
      'tf/policies/x.json',
    ],
  ])('%s', (_what, files, path) => {
    const unit = prepared(files);
    expect(unit).toMatchObject({ status: 'ready', sidecars: [], files: [{ path }] });
    expect(unit.files[0]?.after).not.toContain('s3:PutObject');
  });

  it('the file the configuration names, whatever the others are called', () => {
    const files = { 'deploy.json': json(BEFORE), 'mine.json': json(BEFORE) };
    expect(
      prepared(files, [{ policy: 'arn:aws:iam::*:policy/deploy', path: 'mine.json' }]).files,
    ).toMatchObject([{ path: 'mine.json' }]);
  });

  it('two candidates: an error that lists both', () => {
    const files = { 'dev/deploy.json': json(BEFORE), 'prod/deploy.json': json(BEFORE) };
    expect(() => prepared(files)).toThrow(/infra: dev\/deploy\.json:1.*\n.*infra: prod\/deploy\.json:1/);
  });

  it('nowhere', () => {
    expect(prepared({ 'x.json': json(AFTER) }).status).toBe('unmapped');
  });

  it('a file of its name with another content: stale', () => {
    const unit = prepared({
      'deploy.json': json(documentOf(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'])),
    });
    expect(unit).toMatchObject({ status: 'stale', files: [] });
    expect(unit.why).toMatch(/^deploy\.json:1 is not what was analysed/);
  });

  it('the proposal already: applied', () => {
    expect(prepared({ 'deploy.json': json(AFTER) })).toMatchObject({ status: 'applied', files: [] });
  });
});

describe('values only the deployment knows', () => {
  const template = (action: string, resource: string): string =>
    `Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      ManagedPolicyName: deploy\n      PolicyDocument:\n        Version: "2012-10-17"\n        Statement:\n          - Effect: Allow\n            Action: ${action}\n            Resource: ${resource}\n`;

  it('stay as they are beside an edit', () => {
    const text = template('[s3:GetObject, s3:PutObject]', '!Sub "arn:aws:s3:::${Bucket}/*"');
    expect(prepared({ 't.yaml': text }).files[0]?.after).toBe(text.replace(', s3:PutObject', ''));
  });

  it('must fit what was analysed: another literal part is stale', () => {
    expect(
      prepared({ 't.yaml': template('[s3:GetObject, s3:PutObject]', '!Sub "arn:aws:sqs:${Queue}"') }).status,
    ).toBe('stale');
  });

  it.each<[what: string, path: string, text: string, note: RegExp]>([
    [
      'an intrinsic that has to change',
      't.yaml',
      template('!Ref Actions', '"*"').replace('"*"', BUCKET),
      /^t\.yaml:10: .*Action is computed/,
    ],
    [
      'a dynamic block',
      'p.tf',
      'data "aws_iam_policy_document" "deploy" {\n  dynamic "statement" {\n    for_each = var.x\n    content {}\n  }\n}\n',
      /^p\.tf:1: .*dynamic block/,
    ],
    [
      'a for expression',
      'p.tf',
      '\nresource "aws_iam_policy" "p" {\n  name   = "deploy"\n  policy = jsonencode({ Statement = [for a in var.x : a] })\n}\n',
      /^p\.tf:4: /,
    ],
    [
      'a template file',
      'p.tf',
      'resource "aws_iam_policy" "p" {\n  name   = "deploy"\n  policy = templatefile("p.tftpl", { x = 1 })\n}\n',
      /^p\.tf:3: .*computed \(templatefile/,
    ],
  ])('%s: a sidecar with a note that names file and line', (_what, path, text, note) => {
    const unit = prepared({ [path]: text });
    expect(unit.sidecars).toMatchObject([{ policy: 'deploy' }]);
    expect(unit.sidecars[0]?.note).toMatch(note);
    expect(unit.files).toMatchObject([{ path: unit.sidecars[0]?.path, before: null, after: json(AFTER) }]);
  });

  it('CDK code, named by the configuration: a sidecar', () => {
    const unit = prepared({ 'lib/stack.ts': 'new Policy()' }, [{ policy: '*', path: 'lib/stack.ts' }]);
    expect(unit.sidecars[0]?.note).toMatch(/^lib\/stack\.ts: .*finds no policy document/);
  });
});

describe('what records what was', () => {
  const page = JSON.stringify({
    Policies: [{ PolicyName: 'deploy', PolicyVersionList: [{ Document: BEFORE }] }],
  });
  const version = JSON.stringify({
    PolicyVersion: { Document: BEFORE, VersionId: 'v1', IsDefaultVersion: true },
  });
  const yaml = `RoleDetailList:\n  - RoleName: deployer\n    RolePolicyList:\n      - PolicyName: deploy\n        PolicyDocument: ${JSON.stringify(BEFORE)}\n`;

  it.each<[what: string, files: Readonly<Record<string, string>>]>([
    ['an account dump', { 'evidence/account.json': DUMP }],
    ['a page of one', { 'page-2.json': page }],
    ['a list of them', { 'all.json': `[${DUMP}]` }],
    ['one in YAML', { 'account.yaml': yaml }],
    ['a version of a policy', { 'deploy.json': version }],
    [
      'a result of paredown',
      { 'q3/pack/statement.intoto.json': '{}', 'q3/policies/1/deploy.json': json(BEFORE) },
    ],
    ['a result in the root', { 'pack/statement.intoto.json': '{}', 'policies/1/deploy.json': json(BEFORE) }],
  ])('%s is left as it is, and that is said', (_what, files) => {
    const unit = prepared(files);
    expect(unit).toMatchObject({ status: 'unmapped', files: [] });
    expect(unit.why).toBe(
      `no file states its name or means the same (${Object.keys(files).sort().join(', ')} record what was, and are left as they are); name one under pullRequests.repositories[].files`,
    );
  });

  it('does not make the source beside it ambiguous, nor is it named as a place to change', () => {
    const unit = prepared({ 'account.json': DUMP, 'iam/x.json': json(BEFORE) });
    expect(unit.files.map(({ path }) => path)).toEqual(['iam/x.json']);
    const detached = prepared({ 'account.json': DUMP, 'roles.yaml': 'role: deployer\n' }, [], {
      kind: 'detach',
      after: null,
    });
    expect(JSON.stringify(detached)).not.toContain('account.json');
    expect(JSON.stringify(detached)).toContain('roles.yaml');
  });

  it('a source may speak of its keys', () => {
    const text = `# written from RoleDetailList\nResources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      ManagedPolicyName: deploy\n      Description: from PolicyVersionList\n      PolicyDocument: ${JSON.stringify(BEFORE)}\n`;
    expect(prepared({ 'a.yaml': text }).files.map(({ path }) => path)).toEqual(['a.yaml']);
  });
});
