-- parts: what issuances links, each event once as a call of the window and once as what issued an access key.
-- Across accounts an AssumeRole is delivered twice; the copy that names the caller's ARN counts.
-- Parameter: $start (milliseconds since the epoch).
SELECT *
FROM (
  SELECT
    *,
    min(issued_tags) OVER (PARTITION BY part, link) AS link_tags,
    row_number() OVER (
      PARTITION BY part, link
      ORDER BY principal_arn NULLS LAST, principal_id NULLS LAST, session_name, access_key_id, leftover_key
    ) AS choice
  FROM (
    SELECT
      part,
      IF(part = 'call', coalesce(access_key_id, '-' || coalesce(principal_arn, principal_id)), issued_key) AS link,
      principal_arn, principal_id, account, region, event_source, event_name, features, outcome, resources, via,
      session_name, source_identity, access_key_id, user_agent_family, issued_key, issued_tags, leftover_key,
      count(*) AS calls, min(event_ms) AS first_ms, max(event_ms) AS last_ms
    FROM events
    CROSS JOIN UNNEST(ARRAY['call', 'issuance']) AS parts(part)
    WHERE
      (part = 'call' AND NOT repeats AND leftover_reason IS NULL AND event_ms >= $start)
      OR (part = 'issuance' AND issued_key IS NOT NULL)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19
  )
)
WHERE part = 'call' OR choice = 1
