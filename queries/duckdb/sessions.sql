-- sessions: who ran under a principal, by session. Session tags and who asked for the session stand only on the record
-- that issued its access key, which may be older than the window and may be a service's call.
WITH counted AS (
  SELECT kind, sum(calls) AS calls, min(first_ms) AS first_ms, max(last_ms) AS last_ms
  FROM events
  WHERE NOT repeats AND to_window = 'inside'
  GROUP BY kind
)
SELECT
  kinds.principal_arn,
  kinds.principal_id,
  kinds.account,
  kinds.session_name,
  kinds.source_identity,
  kinds.access_key_id,
  kinds.user_agent_family,
  kinds.via,
  coalesce(issuances.tags, word('[]')) AS tags,
  issuances.origin_arn,
  issuances.origin_id,
  issuances.origin_session,
  issuances.origin_key,
  issuances.hops,
  sum(counted.calls)::BIGINT AS calls,
  coalesce(sum(counted.calls) FILTER (kinds.outcome = word('denied')), 0)::BIGINT AS denied,
  min(counted.first_ms) AS first_ms,
  max(counted.last_ms) AS last_ms
FROM counted
JOIN kinds USING (kind)
LEFT JOIN issuances ON issuances.issued_key = kinds.access_key_id
WHERE kinds.leftover_reason IS NULL
GROUP BY ALL
ORDER BY ALL
