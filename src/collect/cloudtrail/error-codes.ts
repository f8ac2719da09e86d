/**
 * Error codes by which services say that IAM did not allow the call. Compared without `Client.`/`Server.` and without
 * a namespace before `#`. Anything not here counts as authorised: calling a refused call used keeps a permission,
 * calling a used one refused could remove it. Left out on purpose: KMSAccessDeniedException, EC2AccessDeniedException
 * and the like, by which a service that did allow the call reports a refusal further on; NotAuthorizedException of
 * Cognito, which is about a password; AuthFailure of EC2 and OptInRequired, which are also about subscriptions.
 */
export const AUTHORISATION_ERRORS: ReadonlySet<string> = new Set([
  // AWS common errors (every Query and JSON service).
  'AccessDenied',
  'AccessDeniedException',
  'NotAuthorized',
  // Amazon EC2 API error codes.
  'UnauthorizedOperation',
  // S3 error responses.
  'AllAccessDisabled',
  // SNS API common errors.
  'AuthorizationError',
  'AuthorizationErrorException',
  // AWS services on REST-JSON whose 403 is named otherwise (IoT, App Mesh, MediaLive, Security Hub).
  'UnauthorizedException',
  'UnauthorizedAccess',
  'UnauthorizedAccessException',
  'ForbiddenException',
  'AuthorizationException',
  'InvalidAccessException',
]);

/** The caller was not identified, so no policy of anybody was asked: neither use nor a refusal. */
export const AUTHENTICATION_ERRORS: ReadonlySet<string> = new Set([
  // AWS common errors.
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'RequestExpired',
  'UnrecognizedClientException',
  // S3 error responses.
  'InvalidAccessKeyId',
  'InvalidToken',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]);

/**
 * IAM's own words, wherever they are wrapped in another code (ClientException, ValidationException, ...): "User:
 * arn:... is not authorized to perform: ecs:ListTasks" (IAM User Guide, "Troubleshoot access denied error messages").
 */
export const AUTHORISATION_MESSAGE = /is not authorized to perform:? [a-z0-9-]+:[A-Za-z0-9]+/i;
