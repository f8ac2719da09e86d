import type { AwsErrorKind } from './aws-error.ts';

/** One call to AWS as the snapshot records it: an auditor finds it in CloudTrail by its request id. */
export interface AwsCall {
  /** As the SDK names the client without `Client`: `IAM`, `CloudTrail`. */
  readonly service: string;
  /** `GetAccountAuthorizationDetails`. */
  readonly operation: string;
  /** Account the session works in; null before it is known. */
  readonly account: string | null;
  readonly region: string;
  readonly startedAt: string;
  readonly milliseconds: number;
  /** Requests sent, retries included. */
  readonly attempts: number;
  /** Null: no answer of AWS came. */
  readonly requestId: string | null;
  /** Null: it succeeded. */
  readonly error: { readonly kind: AwsErrorKind; readonly code: string; readonly message: string } | null;
}
