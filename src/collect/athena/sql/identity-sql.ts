import { ASSUMED_ROLE, IAM_PRINCIPAL, LONGEST_KEY, UNIQUE_ID } from '../../cloudtrail/identity.ts';
import { extract, matches } from './sql-text.ts';

/** Types of `userIdentity` that are a principal by themselves. */
const PRINCIPALS = "'AssumedRole', 'FederatedUser', 'Role', 'IAMUser'";

/** The type a caller is resolved as; null when it is no principal. */
export const CALLER_TYPE = `CASE
    WHEN identity_type IN (${PRINCIPALS}) THEN identity_type
    WHEN identity_type = 'AWSAccount'
      THEN IF(${matches("split_part(identity_id, ':', 1)", UNIQUE_ID)}, 'AWSAccount')
    WHEN identity_type IN ('Root', 'AWSService') THEN NULL
    WHEN ${matches('identity_arn', IAM_PRINCIPAL)} THEN 'IAMUser'
    WHEN ${matches('identity_arn', ASSUMED_ROLE)} THEN 'AssumedRole'
  END`;

/** The unique id without the session. */
export const BARE_ID = `nullif(split_part(identity_id, ':', 1), '')`;

const IS_RESOLVED = `caller_type IS NOT NULL AND coalesce(issuer_type, '') <> 'Root'`;
const HAS_ISSUER = 'issuer_arn IS NOT NULL OR issuer_id IS NOT NULL';
const IS_IAM = matches('caller_arn', IAM_PRINCIPAL);
/** A federated user's principalId is `<account>:<name>`: it says nothing about whose permissions were used. */
const HAS_ID = `bare_id IS NOT NULL AND caller_type <> 'FederatedUser'`;
const ROLE_ARN = `${extract('caller_arn', ASSUMED_ROLE, 1)} || ':iam::' || ${extract('caller_arn', ASSUMED_ROLE, 2)} || ':role/' || ${extract('caller_arn', ASSUMED_ROLE, 3)}`;

export const FOUND_ARN = `CASE
    WHEN NOT (${IS_RESOLVED}) THEN NULL
    WHEN ${HAS_ISSUER} THEN issuer_arn
    WHEN ${IS_IAM} THEN caller_arn
    WHEN ${HAS_ID} THEN NULL
    ELSE ${ROLE_ARN}
  END`;

export const FOUND_ID = `CASE
    WHEN NOT (${IS_RESOLVED}) THEN NULL
    WHEN ${HAS_ISSUER} THEN issuer_id
    WHEN ${IS_IAM} OR (${HAS_ID}) THEN bare_id
  END`;

const IS_ANONYMOUS = `identity_account IS NULL OR ${matches('identity_account', /anonymous/i)}`;
const named = (what: string, who: string) => `${what} || coalesce(' ' || ${who}, '')`;

/** Who a caller without principal is, in words; null for a principal. As `callerOf` says it. */
export const NOBODY = `substr(CASE
    WHEN caller_type IS NOT NULL AND issuer_type = 'Root' THEN ${named("caller_type || ' of Root'", 'issuer_account')}
    WHEN caller_type IS NOT NULL AND (${HAS_ISSUER} OR ${IS_IAM} OR (${HAS_ID}) OR ${matches('caller_arn', ASSUMED_ROLE)})
      THEN NULL
    WHEN caller_type IS NOT NULL THEN ${named("caller_type || ' without issuer'", 'caller_arn')}
    WHEN identity_type = 'Root' THEN ${named("'Root'", 'identity_account')}
    WHEN identity_type = 'AWSService' THEN ${named("'AWSService'", 'identity_invoked_by')}
    WHEN identity_type = 'AWSAccount'
      THEN IF(${IS_ANONYMOUS}, 'anonymous', 'AWSAccount ' || identity_account)
    WHEN identity_type IS NULL AND identity_invoked_by IS NOT NULL THEN 'AWSService ' || identity_invoked_by
    ELSE coalesce(identity_type, 'no identity')
  END, 1, ${LONGEST_KEY})`;

export const SESSION_NAME = `IF(
    strpos(identity_id, ':') > 0,
    substr(identity_id, strpos(identity_id, ':') + 1),
    ${extract('caller_arn', ASSUMED_ROLE, 4)}
  )`;
