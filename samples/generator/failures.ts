import type { Call, Failure } from './model.ts';
import type { Session } from './sessions.ts';
import { callerArn } from './sessions.ts';

export interface ErrorFields {
  readonly errorCode: string;
  readonly errorMessage: string;
}

/** Reasons as IAM words them at the end of an access-denied message. */
const REASONS = {
  denied: (action: string) => `because no identity-based policy allows the ${action} action`,
  'denied-explicitly': () => 'with an explicit deny in an identity-based policy',
  'denied-by-boundary': (action: string) => `because no permissions boundary allows the ${action} action`,
} as const;

/** What the record says when a call fails. Only the `denied*` ones are authorisation failures. */
export function errorFields(failure: Failure, call: Call, session: Session, resource: string): ErrorFields {
  if (failure === 'no-such-key')
    return { errorCode: 'NoSuchKey', errorMessage: 'The specified key does not exist.' };
  if (failure === 'throttled') {
    return {
      errorCode: 'ThrottlingException',
      errorMessage: 'Too many requests, please wait before trying again.',
    };
  }
  const action = call.actions[0] ?? `${call.source}:${call.name}`;
  const reason = REASONS[failure](action);
  const refusal = `User: ${callerArn(session)} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
  // EC2 has its own code and wording, and an encoded message after it.
  return call.source === 'ec2'
    ? {
        errorCode: 'Client.UnauthorizedOperation',
        errorMessage: `You are not authorized to perform this operation. ${refusal}. Encoded authorization failure message: dGhpcyBpcyBhIHNhbXBsZQ`,
      }
    : { errorCode: 'AccessDenied', errorMessage: refusal };
}
