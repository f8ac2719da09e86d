/**
 * Error codes by which services say that IAM did not allow the call. Compared without `Client.`/`Server.` and without
 * a namespace before `#`. Anything not here counts as authorised: calling a refused call used keeps a permission that
 * IAM would not have granted anyway, calling an authorised one refused could remove what is needed. Left out on
 * purpose: KMSAccessDeniedException, EC2AccessDeniedException and the like, by which a service that did allow the call
 * reports a refusal further on; InvalidAccessException of Security Hub, which mostly means that it is not switched on;
 * AllAccessDisabled of S3, about the bucket; NotAuthorizedException of Cognito, about a password; ForbiddenException,
 * AuthFailure and OptInRequired, which are also about subscriptions and account types.
 */
export const AUTHORISATION_ERRORS: ReadonlySet<string> = new Set([
  // AWS common errors (every Query and JSON service).
  'AccessDenied',
  'AccessDeniedException',
  'NotAuthorized',
  'UnauthorizedAccess',
  // Amazon EC2 API error codes.
  'UnauthorizedOperation',
  // SNS API common errors.
  'AuthorizationError',
  'AuthorizationErrorException',
  // API Gateway, Amplify and IoT: "the caller has insufficient permissions".
  'UnauthorizedException',
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
