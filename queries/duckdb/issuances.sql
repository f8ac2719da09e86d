-- issuances: who asked for the session that an access key belongs to, and who stands at the start of a role chain.
-- The AssumeRole record is the only link (IAM User Guide, "Monitor and control actions taken with assumed roles"): it
-- names the key it issued. Across accounts it is delivered twice; the copy that names the caller's ARN counts.
-- origin: the first principal of the chain; where no principal is in it, what asked instead (an AWS service, a SAML or
-- web identity), in `origin_key`. A chain is followed over at most 10 sessions. Keys that nobody used are left out.
CREATE TABLE issuances AS
WITH RECURSIVE issuing AS (
  SELECT
    issued_key,
    min(issued_tags) OVER (PARTITION BY issued_key) AS tags,
    arg_min(issued_tag_keys, issued_tags) OVER (PARTITION BY issued_key) AS tag_keys,
    principal_arn,
    principal_id,
    session_name,
    access_key_id,
    leftover_key
  FROM issued
  SEMI JOIN events USING (who, what)
  JOIN whos USING (who)
  JOIN whats USING (what)
  QUALIFY row_number() OVER (
    PARTITION BY issued_key
    ORDER BY principal_arn NULLS LAST, principal_id NULLS LAST, session_name, access_key_id, leftover_key
  ) = 1
),
chain AS (
  SELECT
    issued_key, tags, tag_keys, 1 AS hops,
    principal_arn, principal_id, session_name, leftover_key,
    access_key_id AS next_key
  FROM issuing
  UNION ALL
  SELECT
    chain.issued_key, chain.tags, chain.tag_keys, chain.hops + 1,
    issuing.principal_arn, issuing.principal_id, issuing.session_name, issuing.leftover_key,
    issuing.access_key_id
  FROM chain
  JOIN issuing ON issuing.issued_key = chain.next_key
  WHERE chain.hops < 10
)
SELECT
  issued_key,
  tags,
  tag_keys,
  hops,
  principal_arn AS origin_arn,
  principal_id AS origin_id,
  session_name AS origin_session,
  CASE WHEN principal_arn IS NULL AND principal_id IS NULL THEN leftover_key END AS origin_key
FROM chain
QUALIFY row_number() OVER (
  PARTITION BY issued_key
  -- Hops beyond the first principal lead to the identity provider's user, who has no permissions in IAM.
  ORDER BY (principal_arn IS NULL AND principal_id IS NULL), hops DESC
) = 1
