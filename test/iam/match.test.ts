import { describe, expect, it } from 'vitest';
import {
  elementMatchesAction,
  elementMatchesResource,
  expand,
  includes,
  includesIntersection,
  intersects,
  matchesAction,
  matchesResource,
  matchResource,
  mayMatchResource,
  parseArn,
} from '../../src/iam/index.ts';

const variable = (name: string) => `\${${name}}`;
const USER = variable('aws:username');
const ACTION = { caseInsensitive: true };
const RESOURCE = { caseInsensitive: false };

describe('parseArn', () => {
  it.each([
    [
      'arn:aws:s3:::b/a:b/c',
      { partition: 'aws', service: 's3', region: '', account: '', resource: 'b/a:b/c' },
    ],
    [
      'arn:aws-cn:logs:r:1:log-group:x:*',
      { partition: 'aws-cn', service: 'logs', region: 'r', account: '1', resource: 'log-group:x:*' },
    ],
    ['arn:aws:s3:::', { partition: 'aws', service: 's3', region: '', account: '', resource: '' }],
    ['arn:aws:s3::b', null],
    ['arn::s3:::b', null],
    ['ARN:aws:s3:::b', null],
    ['*', null],
    ['', null],
  ])('%s', (text, expected) => {
    expect(parseArn(text)).toEqual(expected);
  });
});

describe('actions', () => {
  it.each([
    ['*', 's3:GetObject', true],
    ['S3:getobj*', 's3:GetObject', true],
    ['s3:Get', 's3:GetObject', false],
    ['s3:?etObject', 's3:GetObject', true],
    ['s3*', 's3express:CreateSession', true],
    ['*File', 'aws-external-anthropic:CreateUserProfile', true],
    // A dot is no wildcard, and the Kelvin sign is no k.
    ['s3:Get.bject', 's3:GetObject', false],
    ['\u212ams:Decrypt', 'kms:Decrypt', false],
  ])('%s / %s', (pattern, action, expected) => {
    expect(matchesAction(pattern, action)).toBe(expected);
  });

  it('NotAction matches what its patterns do not', () => {
    expect(elementMatchesAction({ negated: true, patterns: ['iam:*'] }, 's3:GetObject')).toBe(true);
    expect(elementMatchesAction({ negated: true, patterns: ['iam:*', 'S3:*'] }, 's3:GetObject')).toBe(false);
  });

  it('expand gives the matching actions sorted, each once', () => {
    const actions = ['s3:PutObject', 's3:GetObject', 's3:GetObject', 's3:GetBucketAcl'];
    expect(expand('S3:Get*', actions)).toEqual(['s3:GetBucketAcl', 's3:GetObject']);
    expect(expand('*', actions)).toEqual(['s3:GetBucketAcl', 's3:GetObject', 's3:PutObject']);
  });
});

describe('resources', () => {
  it.each([
    ['*', 'anything', 'yes'],
    ['arn:aws:s3:::b/*/test/*', 'arn:aws:s3:::b/1///test///object.jpg', 'yes'],
    ['arn:aws:s3:::b/*/test/*', 'arn:aws:s3:::b/1-test/object.jpg', 'no'],
    ['arn:aws:iam::1:user/Bob', 'arn:aws:iam::1:user/bob', 'no'],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/a:b', 'yes'],
    ['arn:aws:s3:*', 'arn:aws:s3:::b/k', 'yes'],
    ['arn:aws:dynamodb:*:table/x', 'arn:aws:dynamodb:us-east-1:1:table/x', 'yes'],
    ['arn:aws:ec2:us-*-1:1:instance/i', 'arn:aws:ec2:us-east-1:1:instance/i', 'yes'],
    ['arn:aws:ec2:us-*-1:1:instance/i', 'arn:aws:ec2:us-a:b-1:1:instance/i', 'depends'],
    ['arn:aws:ec2:us-west-?:1:instance/i', 'arn:aws:ec2:us-west-::1:instance/i', 'depends'],
    [`arn:aws:s3:::home/${USER}/*`, 'arn:aws:s3:::home/ann/x', 'depends'],
    [`arn:aws:s3:::home/${USER}/*`, 'arn:aws:s3:::work/ann/x', 'no'],
    [`arn:aws:s3:::${variable("aws:PrincipalTag/team, 'none'")}`, 'arn:aws:s3:::none', 'depends'],
    [`arn:aws:s3:::b/${variable('*')}${variable('?')}${variable('$')}`, 'arn:aws:s3:::b/*?$', 'yes'],
    [`arn:aws:s3:::b/${variable('*')}`, 'arn:aws:s3:::b/x', 'no'],
    ['arn:aws:s3:::b/$' + '{aws:username', 'arn:aws:s3:::b/$' + '{aws:username', 'yes'],
  ] as const)('%s / %s: %s', (pattern, arn, expected) => {
    expect(matchResource(pattern, arn)).toBe(expected);
    expect(matchesResource(pattern, arn)).toBe(expected === 'yes');
    expect(mayMatchResource(pattern, arn)).toBe(expected !== 'no');
  });

  it('variables are plain text before 2012-10-17', () => {
    const pattern = `arn:aws:s3:::home/${USER}`;
    for (const version of ['2008-10-17', null]) {
      expect(matchResource(pattern, 'arn:aws:s3:::home/ann', version)).toBe('no');
      expect(matchResource(pattern, pattern, version)).toBe('yes');
      expect(matchResource(`b/${variable('*')}`, `b/${variable('x')}`, version)).toBe('yes');
    }
  });

  it('an element takes the surest of its patterns, NotResource the opposite', () => {
    const arn = 'arn:aws:s3:::home/ann';
    const unsure = `arn:aws:s3:::home/${USER}`;
    expect(elementMatchesResource({ negated: false, patterns: [unsure, '*'] }, arn)).toBe('yes');
    expect(elementMatchesResource({ negated: false, patterns: [unsure, 'x'] }, arn)).toBe('depends');
    expect(elementMatchesResource({ negated: true, patterns: [unsure] }, arn)).toBe('depends');
    expect(elementMatchesResource({ negated: true, patterns: ['x'] }, arn)).toBe('yes');
    expect(elementMatchesResource({ negated: true, patterns: [unsure, '*'] }, arn)).toBe('no');
  });
});

describe('inclusion', () => {
  it('shows a legible witness in the spelling of the policy', () => {
    expect(includes(['s3:Get*'], 's3:*', ACTION)).toEqual({
      included: false,
      witness: 's3:x',
      undecided: false,
    });
    expect(includes(['s3:Get*'], 's3:PutObject', ACTION)).toMatchObject({ witness: 's3:PutObject' });
    expect(includes(['arn:aws:s3:::b/a/*'], 'arn:aws:s3:::b/*', RESOURCE)).toMatchObject({
      witness: 'arn:aws:s3:::b/x',
    });
  });

  it('needs the union where no single pattern is enough', () => {
    expect(includes(['?*', ''], '*', RESOURCE)).toEqual({ included: true });
    expect(includes(['a*', '?'], 'a', ACTION)).toEqual({ included: true });
    expect(includesIntersection(['*ab*'], ['*a', '*b*'], RESOURCE)).toEqual({
      included: false,
      witness: 'ba',
      undecided: false,
    });
    expect(includesIntersection(['s3:GetObject*'], ['s3:?et*', 's3:GetObject*'], ACTION)).toEqual({
      included: true,
    });
  });

  it('a variable equals itself, is inside *, and covers no literal', () => {
    const home = `arn:aws:s3:::home/${USER}/*`;
    expect(includes(['arn:aws:s3:::home/*'], home, RESOURCE).included).toBe(true);
    expect(includes([home], `arn:aws:s3:::home/${USER}/in/*`, RESOURCE).included).toBe(true);
    expect(includes([home], `arn:aws:s3:::home/${variable('aws:userid')}/*`, RESOURCE).included).toBe(false);
    expect(includes([home], 'arn:aws:s3:::home/ann/*', RESOURCE).included).toBe(false);
    expect(includes(['?'], USER, RESOURCE).included).toBe(false);
  });

  it('takes an intersection with a variable as wide as its value could make it', () => {
    const home = `home/${USER}/*`;
    expect(includesIntersection([], [home, 'home/ann/*'], RESOURCE).included).toBe(false);
    expect(includesIntersection(['home/ann/*'], [home, 'home/ann/*'], RESOURCE).included).toBe(true);
    expect(includesIntersection(['x'], [home, 'work/*'], RESOURCE).included).toBe(true);
    expect(intersects(home, 'home/ann/x', RESOURCE)).toBe(true);
    expect(intersects(home, 'work/*', RESOURCE)).toBe(false);
  });

  it('reads variables as text before 2012-10-17', () => {
    const old = { ...RESOURCE, version: null };
    expect(intersects(USER, 'ann', old)).toBe(false);
    expect(includes([`b/${variable('*')}`], `b/${variable('ab')}`, old).included).toBe(true);
  });

  it('does not let a wildcard inside a segment stand for several', () => {
    expect(includes(['arn:*s3:::b/*'], 'arn:aws:s3:::b/k', RESOURCE)).toMatchObject({
      witness: 'arn:aws:s3:::b/k',
    });
    expect(includes(['arn:?*', 'arn:'], 'arn:*', RESOURCE)).toMatchObject({
      included: false,
      witness: 'arn::',
    });
    expect(includes(['arn:aws:ec2:us-*-1:1:i/*'], 'arn:aws:ec2:us-*-1:1:i/i-1', RESOURCE).included).toBe(
      true,
    );
  });
});
