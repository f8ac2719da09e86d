import { describe, expect, it } from 'vitest';
import {
  ATTACHMENT_LIMITS,
  forbiddenCharacters,
  POLICY_LIMITS,
  parsePolicy,
  policySize,
  sidProblems,
} from '../../src/iam/index.ts';

const statement = { Effect: 'Allow', Action: 'a:b', Resource: '*' };

describe('policySize', () => {
  it('counts characters without the white space between them', () => {
    const compact = '{"Statement":{"Effect":"Allow","Action":"a:b","Resource":"*"}}';
    expect(policySize(JSON.parse(compact))).toBe(compact.length);
    expect(policySize({ Statement: { ...statement, Sid: 'a b' } })).toBe(
      compact.length + ',"Sid":"a b"'.length,
    );
  });
});

describe('limits', () => {
  it('are the ones IAM documents', () => {
    const characters = Object.entries(POLICY_LIMITS).map(([place, limit]) => [place, limit.characters]);
    expect(Object.fromEntries(characters)).toEqual({
      managed: 6144,
      userInline: 2048,
      groupInline: 5120,
      roleInline: 10_240,
      trust: 2048,
      serviceControl: 10_240,
      resourceControl: 5120,
    });
    expect(ATTACHMENT_LIMITS.role).toMatchObject({ default: 10, maximum: 20 });
  });
});

describe('what IAM refuses in a document', () => {
  it('characters outside its set, wherever they stand', () => {
    const document = {
      Statement: { ...statement, Sid: 'é\t\u0101', Condition: { StringEquals: { 'k\u0000': '😀\u0101' } } },
    };
    expect(forbiddenCharacters(document)).toEqual(['\u0000', '\u0101', '😀']);
    expect(forbiddenCharacters({ Statement: { ...statement, Sid: 'ÿ~ \r\n' } })).toEqual([]);
  });

  it('Sids with other characters, and the same Sid twice', () => {
    const sids = ['One', 'a b', 'One', '', ''];
    const document = parsePolicy({ Statement: [...sids.map((Sid) => ({ ...statement, Sid })), statement] });
    expect(sidProblems(document)).toEqual([
      'Statement[1].Sid may hold only letters and digits: "a b"',
      'Statement[2].Sid is not unique: "One"',
    ]);
  });
});
