-- session-activity: what the sessions of a role did, alike in everything that tells who drives a session and what a call
-- needed; as queries/duckdb/session-activity.sql.
-- Parameter: $start (milliseconds since the epoch). Above {{session_cap}} different session names, source identities or
-- user agents of one role the field is said to be many; so for {{resource_cap}} resource keys.
SELECT
  principal_arn, principal_id, account, region, session_name, source_identity, user_agent_family, via, tag_keys,
  origin_arn, origin_id, origin_key, hops, event_source, event_name, features, outcome, resources,
  sum(calls) AS calls,
  min(first_ms) AS first_ms,
  max(last_ms) AS last_ms
FROM (
  SELECT
    principal_arn, principal_id, account, region,
    IF(names > {{session_cap}}, 'many', session_name) AS session_name,
    IF(identities > {{session_cap}} AND source_identity IS NOT NULL, 'many', source_identity) AS source_identity,
    IF(families > {{session_cap}} AND user_agent_family IS NOT NULL, 'many', user_agent_family) AS user_agent_family,
    via,
    coalesce(
      json_format(CAST(transform(CAST(json_parse(chain[1].tags) AS ARRAY(ARRAY(VARCHAR))), tag -> tag[1]) AS JSON)),
      '[]'
    ) AS tag_keys,
    origin.arn AS origin_arn,
    origin.id AS origin_id,
    IF(origin.arn IS NULL AND origin.id IS NULL, origin.key) AS origin_key,
    origin.hops AS hops,
    event_source, event_name, features, outcome,
    IF(keys > {{resource_cap}} AND resources <> '[]', '["many"]', resources) AS resources,
    calls, first_ms, last_ms
  FROM (
    -- The largest dense rank is the number of different values; nulls come last and do not count.
    SELECT
      *,
      max(name_rank) OVER (PARTITION BY principal_arn, principal_id) AS names,
      max(IF(source_identity IS NOT NULL, identity_rank)) OVER (PARTITION BY principal_arn, principal_id) AS identities,
      max(IF(user_agent_family IS NOT NULL, family_rank)) OVER (PARTITION BY principal_arn, principal_id) AS families,
      max(key_rank) OVER (PARTITION BY principal_arn, principal_id, account, event_source, event_name) AS keys
    FROM (
      SELECT
        *,
        dense_rank() OVER (PARTITION BY principal_arn, principal_id ORDER BY session_name) AS name_rank,
        dense_rank() OVER (PARTITION BY principal_arn, principal_id ORDER BY source_identity) AS identity_rank,
        dense_rank() OVER (PARTITION BY principal_arn, principal_id ORDER BY user_agent_family) AS family_rank,
        dense_rank() OVER (
          PARTITION BY principal_arn, principal_id, account, event_source, event_name ORDER BY resources
        ) AS key_rank
      FROM issuances
      WHERE session_name IS NOT NULL
    )
  )
)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18
ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18
