-- session-activity: what the sessions of a role did, alike in everything that tells who drives a session and what a call
-- needed. Calls without a session (an IAM user's own keys) are in activity alone.
-- Parameters: $resource_cap, $session_cap.
-- Above $session_cap different session names, source identities or user agents of one role the field is said to be
-- many, so that a role with a session per request stays a few rows; session tags keep only their keys.
WITH calling AS (
  SELECT whos.*
  FROM whos
  SEMI JOIN (
    SELECT who FROM events WHERE NOT repeats AND to_window = 'inside'
  ) USING (who)
  WHERE whos.leftover_reason IS NULL AND whos.session_name IS NOT NULL
),
sessions AS (
  SELECT
    principal_arn, principal_id,
    count(DISTINCT session_name) AS names,
    count(DISTINCT source_identity) AS identities,
    count(DISTINCT user_agent_family) AS families
  FROM calling
  GROUP BY ALL
),
named AS (
  SELECT
    calling.who, calling.principal_arn, calling.principal_id, calling.via,
    CASE WHEN sessions.names > $session_cap THEN word('many') ELSE calling.session_name END AS session_name,
    CASE
      WHEN sessions.identities > $session_cap AND calling.source_identity IS NOT NULL THEN word('many')
      ELSE calling.source_identity
    END AS source_identity,
    CASE
      WHEN sessions.families > $session_cap AND calling.user_agent_family IS NOT NULL THEN word('many')
      ELSE calling.user_agent_family
    END AS user_agent_family,
    coalesce(issuances.tag_keys, word('[]')) AS tag_keys,
    issuances.origin_arn, issuances.origin_id, issuances.origin_key, issuances.hops
  FROM calling
  JOIN sessions
    ON calling.principal_arn IS NOT DISTINCT FROM sessions.principal_arn
    AND calling.principal_id IS NOT DISTINCT FROM sessions.principal_id
  LEFT JOIN issuances ON issuances.issued_key = calling.access_key_id
),
-- `driver` numbers the sessions that are told apart, of which there are far fewer than callers.
drivers AS (
  SELECT *, dense_rank() OVER (
    ORDER BY
      principal_arn, principal_id, via, session_name, source_identity, user_agent_family, tag_keys, origin_arn,
      origin_id, origin_key, hops
  ) AS driver
  FROM named
),
used AS (
  SELECT
    drivers.driver, whats.deed,
    sum(events.calls) AS calls, min(events.first_ms) AS first_ms, max(events.last_ms) AS last_ms
  FROM events
  JOIN drivers USING (who)
  JOIN whats USING (what)
  WHERE NOT events.repeats AND events.to_window = 'inside'
  GROUP BY drivers.driver, whats.deed
),
deeds AS (
  SELECT DISTINCT deed, account, region, event_source, event_name, features, outcome, resources
  FROM whats
),
told AS (
  SELECT *
  FROM used
  JOIN (SELECT DISTINCT * EXCLUDE (who) FROM drivers) USING (driver)
  JOIN deeds USING (deed)
),
breadth AS (
  SELECT principal_arn, principal_id, account, event_source, event_name, count(DISTINCT resources) AS keys
  FROM told
  GROUP BY ALL
)
SELECT
  told.principal_arn, told.principal_id, told.account, told.region,
  told.session_name, told.source_identity, told.user_agent_family, told.via, told.tag_keys,
  told.origin_arn, told.origin_id, told.origin_key, told.hops,
  told.event_source, told.event_name, told.features, told.outcome,
  CASE WHEN breadth.keys > $resource_cap AND told.resources <> word('[]') THEN word('["many"]') ELSE told.resources END
    AS resources,
  sum(told.calls)::BIGINT AS calls,
  min(told.first_ms) AS first_ms,
  max(told.last_ms) AS last_ms
FROM told
JOIN breadth
  ON told.principal_arn IS NOT DISTINCT FROM breadth.principal_arn
  AND told.principal_id IS NOT DISTINCT FROM breadth.principal_id
  AND told.account = breadth.account
  AND told.event_source = breadth.event_source
  AND told.event_name = breadth.event_name
GROUP BY ALL
ORDER BY ALL
