-- sessions: who ran under a principal, by session. Session tags and who asked for the session stand only on the record
-- that issued its access key, which may be older than the window and may be a service's call.
WITH counted AS (
  SELECT
    events.who, whats.account,
    sum(events.calls) AS calls,
    sum(events.calls) FILTER (whats.outcome = word('denied')) AS denied,
    min(events.first_ms) AS first_ms, max(events.last_ms) AS last_ms
  FROM events
  JOIN whats USING (what)
  WHERE NOT events.repeats AND events.to_window = 'inside'
  GROUP BY events.who, whats.account
)
SELECT
  whos.principal_arn,
  whos.principal_id,
  counted.account,
  whos.session_name,
  whos.source_identity,
  whos.access_key_id,
  whos.user_agent_family,
  whos.via,
  coalesce(issuances.tags, word('[]')) AS tags,
  issuances.origin_arn,
  issuances.origin_id,
  issuances.origin_session,
  issuances.origin_key,
  issuances.hops,
  sum(counted.calls)::BIGINT AS calls,
  coalesce(sum(counted.denied), 0)::BIGINT AS denied,
  min(counted.first_ms) AS first_ms,
  max(counted.last_ms) AS last_ms
FROM counted
JOIN whos USING (who)
LEFT JOIN issuances ON issuances.issued_key = whos.access_key_id
WHERE whos.leftover_reason IS NULL
GROUP BY ALL
ORDER BY ALL
