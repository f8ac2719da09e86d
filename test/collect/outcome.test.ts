import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../src/collect/cloudtrail/outcome.ts';

describe('outcomeOf', () => {
  it.each([
    [{ errorCode: 'AccessDenied' }],
    [{ errorCode: 'AccessDeniedException' }],
    [{ errorCode: 'Client.UnauthorizedOperation' }],
    [{ errorCode: 'AuthorizationError' }],
    [{ errorCode: 'com.amazon.coral.service#AccessDeniedException:http://internal/' }],
    [{ responseElements: { errorCode: 'AccessDenied' } }],
    [
      {
        errorCode: 'ClientException',
        errorMessage:
          'User: arn:aws:iam::1:user/a is not authorized to perform: ecs:ListTasks on resource: *',
      },
    ],
  ])('reads %j as denied', (record) => {
    expect(outcomeOf(record)).toEqual({ kind: 'denied' });
  });

  it.each([
    {},
    { errorCode: null },
    { errorCode: 'NoSuchKey' },
    { errorCode: 'ThrottlingException' },
    { errorCode: 'Client.DryRunOperation' },
    { errorCode: 'ValidationException', errorMessage: 'You are not authorized to be here' },
    // The service allowed the call and was refused further on.
    { errorCode: 'KMSAccessDeniedException' },
    // Security Hub is not switched on.
    { errorCode: 'InvalidAccessException' },
    { responseElements: { status: 'AccessDenied' } },
  ])('reads %j as authorised', (record) => {
    expect(outcomeOf(record)).toEqual({ kind: 'allowed' });
  });

  it.each(['ExpiredToken', 'InvalidClientTokenId', 'SignatureDoesNotMatch'])(
    'reads %s as unidentified',
    (code) => {
      expect(outcomeOf({ errorCode: code })).toEqual({ kind: 'not-authenticated', code });
    },
  );
});
