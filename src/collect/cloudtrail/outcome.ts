import type { Outcome } from '../../domain/facts.ts';
import { AUTHENTICATION_ERRORS, AUTHORISATION_ERRORS, AUTHORISATION_MESSAGE } from './error-codes.ts';
import { type Fields, objectAt, textAt } from './fields.ts';

export type CallOutcome =
  | { readonly kind: Outcome }
  | { readonly kind: 'not-authenticated'; readonly code: string };

/**
 * Whether the call was authorised. Every error but an authorisation failure (NoSuchKey, Throttling, DryRunOperation)
 * comes after IAM said yes.
 */
export function outcomeOf(record: Fields): CallOutcome {
  // Some services put the error into the response only (CloudTrail record contents, errorCode).
  const response = objectAt(record, 'responseElements');
  const code = bareCode(
    textAt(record, 'errorCode') ?? textAt(response, 'errorCode') ?? textAt(response, 'ErrorCode'),
  );
  const message =
    textAt(record, 'errorMessage') ??
    textAt(response, 'errorMessage') ??
    textAt(response, 'ErrorMessage') ??
    '';
  if (AUTHORISATION_ERRORS.has(code) || AUTHORISATION_MESSAGE.test(message)) return { kind: 'denied' };
  if (AUTHENTICATION_ERRORS.has(code)) return { kind: 'not-authenticated', code };
  return { kind: 'allowed' };
}

/** `Client.UnauthorizedOperation`, `com.amazon.coral.service#AccessDeniedException:http://...` without what is around. */
function bareCode(code: string | null): string {
  return (code ?? '')
    .replace(/^.*#/, '')
    .replace(/:.*$/, '')
    .replace(/^(?:Client|Server|Sender)\./, '');
}
