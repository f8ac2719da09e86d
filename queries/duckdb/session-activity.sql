-- session-activity: what the sessions of a role did, alike in everything that tells who drives a session and what a call
-- needed. Calls without a session (an IAM user's own keys) are in activity alone.
-- Parameters: $resource_cap, $session_cap.
-- Above $session_cap different session names, source identities or user agents of one role the field is said to be
-- many, so that a role with a session per request stays a few rows; session tags keep only their keys.
WITH counted AS (
  SELECT kind, sum(calls) AS calls, min(first_ms) AS first_ms, max(last_ms) AS last_ms
  FROM events
  WHERE NOT repeats AND to_window = 'inside'
  GROUP BY kind
),
used AS (
  SELECT
    kinds.principal_arn, kinds.principal_id, kinds.account, kinds.region,
    kinds.session_name, kinds.source_identity, kinds.user_agent_family, kinds.via,
    kinds.event_source, kinds.event_name, kinds.features, kinds.outcome, kinds.resources,
    coalesce(issuances.tag_keys, word('[]')) AS tag_keys,
    issuances.origin_arn, issuances.origin_id, issuances.origin_key, issuances.hops,
    counted.calls, counted.first_ms, counted.last_ms
  FROM counted
  JOIN kinds USING (kind)
  LEFT JOIN issuances ON issuances.issued_key = kinds.access_key_id
  WHERE kinds.leftover_reason IS NULL AND kinds.session_name IS NOT NULL
),
sessions AS (
  SELECT
    principal_arn, principal_id,
    count(DISTINCT session_name) AS names,
    count(DISTINCT source_identity) AS identities,
    count(DISTINCT user_agent_family) AS families
  FROM used
  GROUP BY ALL
),
breadth AS (
  SELECT principal_arn, principal_id, account, event_source, event_name, count(DISTINCT resources) AS keys
  FROM used
  GROUP BY ALL
),
capped AS (
  SELECT
    used.* REPLACE (
      CASE WHEN sessions.names > $session_cap THEN word('many') ELSE used.session_name END AS session_name,
      CASE
        WHEN sessions.identities > $session_cap AND used.source_identity IS NOT NULL THEN word('many')
        ELSE used.source_identity
      END AS source_identity,
      CASE
        WHEN sessions.families > $session_cap AND used.user_agent_family IS NOT NULL THEN word('many')
        ELSE used.user_agent_family
      END AS user_agent_family,
      CASE WHEN breadth.keys > $resource_cap AND used.resources <> word('[]') THEN word('["many"]') ELSE used.resources END
        AS resources
    )
  FROM used
  JOIN sessions
    ON used.principal_arn IS NOT DISTINCT FROM sessions.principal_arn
    AND used.principal_id IS NOT DISTINCT FROM sessions.principal_id
  JOIN breadth
    ON used.principal_arn IS NOT DISTINCT FROM breadth.principal_arn
    AND used.principal_id IS NOT DISTINCT FROM breadth.principal_id
    AND used.account = breadth.account
    AND used.event_source = breadth.event_source
    AND used.event_name = breadth.event_name
)
SELECT
  principal_arn, principal_id, account, region,
  session_name, source_identity, user_agent_family, via, tag_keys,
  origin_arn, origin_id, origin_key, hops,
  event_source, event_name, features, outcome, resources,
  sum(calls)::BIGINT AS calls,
  min(first_ms) AS first_ms,
  max(last_ms) AS last_ms
FROM capped
GROUP BY
  principal_arn, principal_id, account, region, session_name, source_identity, user_agent_family, via, tag_keys,
  origin_arn, origin_id, origin_key, hops, event_source, event_name, features, outcome, resources
ORDER BY ALL
