import { SourceError } from '../../domain/errors.ts';

/**
 * What went wrong with a call, as far as what to do about it differs:
 * `credentials` none or not these (everything else would fail too); `denied` this call is not allowed; `throttled`,
 * `timeout` and `network` after all retries; `malformed` an answer that cannot be read or trusted; `service` the rest.
 */
export type AwsErrorKind =
  | 'credentials'
  | 'denied'
  | 'throttled'
  | 'timeout'
  | 'network'
  | 'malformed'
  | 'service';

export interface AwsErrorInfo {
  readonly kind: AwsErrorKind;
  /** AWS's error code, or the name of the SDK's or the system's error. */
  readonly code: string;
  readonly message: string;
}

/** An answer that arrived and is wrong: a page that repeats its marker, a list that is missing. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer';
}

/**
 * By name of the error. Sources: "Common Errors" of the IAM, CloudTrail and S3 API references; the provider errors of
 * the AWS SDK for JavaScript v3 (`CredentialsProviderError`, `TokenProviderError`); its service-error-classification.
 */
const KINDS: readonly (readonly [AwsErrorKind, RegExp])[] = [
  [
    'credentials',
    /^(ExpiredToken(Exception)?|InvalidClientTokenId|UnrecognizedClient(Exception)?|CredentialsProviderError|TokenProviderError|ProviderError|InvalidSignature(Exception)?|SignatureDoesNotMatch|IncompleteSignature(Exception)?|MissingAuthenticationToken(Exception)?|InvalidAccessKeyId|InvalidToken|TokenRefreshRequired|AuthFailure|RequestExpired|RequestTimeTooSkewed|InvalidIdentityToken|ExpiredTokenException|RegionDisabledException)$/,
  ],
  [
    'denied',
    /^(AccessDenied(Exception)?|AccessDeniedForDependencyException|UnauthorizedOperation|UnauthorizedException|NotAuthorized|AuthorizationError(Exception)?|Forbidden|AllAccessDisabled|InsufficientDependencyServiceAccessPermissionException)$/,
  ],
  [
    'throttled',
    /^(Throttl(ing|ed)(Exception)?|TooManyRequests(Exception)?|RequestLimitExceeded|RequestThrottled(Exception)?|SlowDown|BandwidthLimitExceeded|EC2ThrottledException|PriorRequestNotComplete)$/,
  ],
  ['timeout', /^(TimeoutError|RequestTimeout(Exception)?|AbortError|ETIMEDOUT|ESOCKETTIMEDOUT)$/],
  [
    'network',
    /^(ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|NetworkingError|CERT_\w+|ERR_TLS\w*|DEPTH_ZERO_SELF_SIGNED_CERT)$/,
  ],
  ['malformed', /^(MalformedAnswer|SyntaxError)$/],
];

/** What a thrown error of an SDK call means. */
export function awsError(error: unknown): AwsErrorInfo {
  const fields = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly name?: unknown;
    readonly code?: unknown;
    readonly message?: unknown;
    readonly $response?: { readonly statusCode?: number };
    readonly $fault?: unknown;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  const message = firstLine(typeof fields.message === 'string' ? fields.message : String(error));
  const names = [fields.name, fields.code].filter((name) => typeof name === 'string');
  for (const [kind, pattern] of KINDS) {
    const code = names.find((name) => pattern.test(name));
    if (code !== undefined) return { kind, code, message };
  }
  const code = names[0] ?? 'UnknownError';
  const status = fields.$metadata?.httpStatusCode;
  if (/Region is missing/.test(message)) return { kind: 'credentials', code: 'RegionMissing', message };
  if (status === 429) return { kind: 'throttled', code, message };
  if (status === 401) return { kind: 'credentials', code, message };
  if (status === 403) return { kind: 'denied', code, message };
  // The SDK's own error while it reads an answer of success: no fault of the service, but its response is there.
  if (fields.$response !== undefined && fields.$fault === undefined)
    return { kind: 'malformed', code, message };
  return { kind: 'service', code, message };
}

const MEANINGS: Readonly<Record<AwsErrorKind, string>> = {
  credentials: 'AWS does not accept the credentials',
  denied: 'not allowed',
  throttled: 'throttled after all retries',
  timeout: 'timed out after all retries',
  network: 'the connection failed after all retries',
  malformed: 'the answer cannot be read',
  service: 'failed',
};

/** One sentence for people: `not allowed (AccessDenied: User ... is not authorized ...)`. */
export function describeAwsError({ kind, code, message }: AwsErrorInfo): string {
  return `${MEANINGS[kind]} (${code}: ${message})`;
}

/** The time of a request is not AWS's, and the SDK could not make up for it. */
const CLOCK = /^(RequestTimeTooSkewed|RequestExpired)$/;

/** The error that ends a command: exit code 5 for credentials and for permission, 4 for the rest. */
export function asSourceError(source: string, error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  const info = awsError(error);
  const advice = CLOCK.test(info.code)
    ? ' Set the clock of this machine, then run the same command.'
    : info.code === 'ENOTFOUND'
      ? ' Check the region (AWS_REGION, or that of the profile) and the connection, then run the same command.'
      : info.kind === 'credentials'
        ? ' Sign in again or name other credentials (--profile, AWS_PROFILE, or the usual variables), then run the same command.'
        : info.kind === 'denied'
          ? ' Allow the call and run the same command again.'
          : ' Run the same command again.';
  const exitCode = info.kind === 'credentials' || info.kind === 'denied' ? 5 : 4;
  return new SourceError(source, `${describeAwsError(info)}.${advice}`, exitCode);
}

/** The SDK adds lines on how to debug it, and messages may quote whole documents. */
function firstLine(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  return (line.length > 500 ? `${line.slice(0, 500)}...` : line).replace(/\.$/, '');
}
