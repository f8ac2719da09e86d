import { describe, expect, it } from 'vitest';
import { asSourceError, awsError, MalformedAnswer } from '../../../src/collect/aws/aws-error.ts';

/** An error as the SDK throws it. */
function sdkError(name: string, fields: object = {}): Error {
  return Object.assign(new Error(`${name} it said.\n  and a hint for developers`), {
    name,
    $metadata: {},
    ...fields,
  });
}

describe('an error of AWS', () => {
  it.each([
    ['ExpiredToken', 'credentials'],
    ['ExpiredTokenException', 'credentials'],
    ['InvalidClientTokenId', 'credentials'],
    ['UnrecognizedClientException', 'credentials'],
    ['CredentialsProviderError', 'credentials'],
    ['SignatureDoesNotMatch', 'credentials'],
    ['AccessDenied', 'denied'],
    ['AccessDeniedException', 'denied'],
    ['Throttling', 'throttled'],
    ['ThrottlingException', 'throttled'],
    ['TooManyRequestsException', 'throttled'],
    ['TimeoutError', 'timeout'],
    ['SyntaxError', 'malformed'],
    ['NoSuchEntityException', 'service'],
  ])('%s means %s', (name, kind) => {
    expect(awsError(sdkError(name))).toEqual({ kind, code: name, message: `${name} it said` });
  });

  it.each([
    [sdkError('Error', { code: 'ECONNRESET' }), 'network', 'ECONNRESET'],
    [sdkError('Strange', { $metadata: { httpStatusCode: 403 } }), 'denied', 'Strange'],
    [sdkError('Strange', { $metadata: { httpStatusCode: 401 } }), 'credentials', 'Strange'],
    [sdkError('Strange', { $metadata: { httpStatusCode: 429 } }), 'throttled', 'Strange'],
    [sdkError('Error', { $response: { statusCode: 200 } }), 'malformed', 'Error'],
    [new MalformedAnswer('no list'), 'malformed', 'MalformedAnswer'],
    ['thrown text', 'service', 'UnknownError'],
  ])('%o is told by what it carries', (error, kind, code) => {
    expect(awsError(error)).toMatchObject({ kind, code });
  });

  it('ends a command with 5 for credentials and permission, else with 4, and says what to do', () => {
    const of = (name: string) => asSourceError('iam:ListUsers', sdkError(name));
    expect(of('ExpiredToken')).toMatchObject({
      exitCode: 5,
      message: expect.stringMatching(/Sign in again/),
    });
    expect(of('AccessDenied')).toMatchObject({
      exitCode: 5,
      message: expect.stringMatching(/Allow the call/),
    });
    expect(of('TimeoutError')).toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(/Run the same command/),
    });
  });
});
