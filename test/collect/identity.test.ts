import { describe, expect, it } from 'vitest';
import { callerOf } from '../../src/collect/cloudtrail/identity.ts';
import { ROLE, ROLE_ID, sessionIdentity } from './support.ts';

const USER = 'arn:aws:iam::111122223333:user/ops/ana';

describe('callerOf', () => {
  it.each([
    ['a session by its issuer, with the path that the STS ARN drops', sessionIdentity(), ROLE, ROLE_ID],
    [
      'a session without issuer by its unique id',
      sessionIdentity({ sessionContext: undefined }),
      null,
      ROLE_ID,
    ],
    [
      'a session with nothing but its STS ARN by the role name',
      { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/deployer/x' },
      'arn:aws:iam::111122223333:role/deployer',
      null,
    ],
    ['a user', { type: 'IAMUser', arn: USER, principalId: 'AIDAX' }, USER, 'AIDAX'],
    ['a user without ARN', { type: 'IAMUser', principalId: 'AIDAX' }, null, 'AIDAX'],
    [
      'a user whose session context has an empty issuer',
      { type: 'IAMUser', arn: USER, principalId: 'AIDAX', sessionContext: { sessionIssuer: {} } },
      USER,
      'AIDAX',
    ],
    [
      'a federated user as the user that federated',
      {
        type: 'FederatedUser',
        principalId: '111122223333:bob',
        arn: 'arn:aws:sts::111122223333:federated-user/bob',
        sessionContext: { sessionIssuer: { type: 'IAMUser', arn: USER, principalId: 'AIDAX' } },
      },
      USER,
      'AIDAX',
    ],
    ['a role named directly', { type: 'Role', arn: ROLE, principalId: ROLE_ID }, ROLE, ROLE_ID],
    [
      'a caller of another account by its unique id alone',
      { type: 'AWSAccount', principalId: 'AROAOTHER:session', accountId: '999988887777' },
      null,
      'AROAOTHER',
    ],
    [
      'an unknown type with an IAM ARN by that',
      { type: 'Unknown', arn: USER, principalId: 'AIDAX' },
      USER,
      'AIDAX',
    ],
  ])('attributes %s', (_, identity, arn, id) => {
    expect(callerOf(identity)).toMatchObject({ kind: 'principal', arn, id });
  });

  it('keeps session, source identity, key and who called on behalf', () => {
    const caller = callerOf(
      sessionIdentity({
        invokedBy: 'aws-mcp.amazonaws.com',
        sessionContext: {
          sourceIdentity: 'ana',
          sessionIssuer: { type: 'Role', principalId: ROLE_ID, arn: ROLE },
        },
      }),
    );
    expect(caller).toEqual({
      kind: 'principal',
      arn: ROLE,
      id: ROLE_ID,
      sessionName: 'build-7',
      sourceIdentity: 'ana',
      accessKeyId: 'ASIAEXAMPLE',
      via: 'aws-mcp.amazonaws.com',
    });
  });

  it.each([
    [{ type: 'Root', accountId: '111122223333' }, 'Root 111122223333'],
    [{ type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }, 'AWSService ec2.amazonaws.com'],
    [{ invokedBy: 'ec2.amazonaws.com' }, 'AWSService ec2.amazonaws.com'],
    [{ type: 'AWSAccount', accountId: 'ANONYMOUS_PRINCIPAL', principalId: '' }, 'anonymous'],
    [{ type: 'AWSAccount', accountId: 'anonymous' }, 'anonymous'],
    [
      { type: 'AWSAccount', accountId: '999988887777', principalId: '999988887777' },
      'AWSAccount 999988887777',
    ],
    [{ type: 'WebIdentityUser', userName: 'x' }, 'WebIdentityUser'],
    [{ type: 'IdentityCenterUser' }, 'IdentityCenterUser'],
    [{}, 'no identity'],
    [
      {
        type: 'FederatedUser',
        principalId: '111122223333:bob',
        arn: 'arn:aws:sts::111122223333:federated-user/bob',
      },
      'FederatedUser without issuer arn:aws:sts::111122223333:federated-user/bob',
    ],
  ])('leaves %j as nobody', (identity, key) => {
    expect(callerOf(identity)).toEqual({ kind: 'nobody', key });
  });
});
