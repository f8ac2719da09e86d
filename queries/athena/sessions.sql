-- sessions: who ran under a principal, by session; as queries/duckdb/sessions.sql.
-- Parameter: $start (milliseconds since the epoch).
SELECT
  principal_arn,
  principal_id,
  account,
  session_name,
  source_identity,
  access_key_id,
  user_agent_family,
  via,
  coalesce(chain[1].tags, '[]') AS tags,
  origin.arn AS origin_arn,
  origin.id AS origin_id,
  origin.session AS origin_session,
  IF(origin.arn IS NULL AND origin.id IS NULL, origin.key) AS origin_key,
  origin.hops AS hops,
  sum(calls) AS calls,
  coalesce(sum(calls) FILTER (WHERE outcome = 'denied'), 0) AS denied,
  min(first_ms) AS first_ms,
  max(last_ms) AS last_ms
FROM issuances
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
