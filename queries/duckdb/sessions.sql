-- sessions: who ran under a principal, by session. Session tags and who asked for the session stand only on the record
-- that issued its access key, which may be older than the window and may be a service's call.
-- Parameters: $start, $end (milliseconds since the epoch, end exclusive).
SELECT
  events.principal_arn,
  events.principal_id,
  events.account,
  events.session_name,
  events.source_identity,
  events.access_key_id,
  events.user_agent_family,
  events.via,
  coalesce(issuances.tags, '[]') AS tags,
  issuances.origin_arn,
  issuances.origin_id,
  issuances.origin_session,
  issuances.origin_key,
  issuances.hops,
  count(*) AS calls,
  count(*) FILTER (events.outcome = 'denied') AS denied,
  min(events.event_ms) AS first_ms,
  max(events.event_ms) AS last_ms
FROM events
LEFT JOIN issuances ON issuances.issued_key = events.access_key_id
WHERE events.leftover_reason IS NULL AND events.event_ms >= $start AND events.event_ms < $end
GROUP BY ALL
ORDER BY ALL
