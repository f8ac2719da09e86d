-- leftovers: distinct events that are nobody's permission use; with the calls of activity they are all distinct events.
-- Parameters: $start, $end (milliseconds since the epoch, end exclusive).
WITH placed AS (
  SELECT
    CASE WHEN event_ms < $start OR event_ms >= $end THEN 'outside-window' ELSE leftover_reason END AS reason,
    CASE
      WHEN event_ms < $start THEN 'before the window'
      WHEN event_ms >= $end THEN 'after the window'
      ELSE leftover_key
    END AS key,
    CASE
      WHEN starts_with(event_id, 'sha256:') THEN files.location || ':' || position
      ELSE event_id
    END AS example
  FROM events
  JOIN files USING (file)
)
SELECT reason, key, count(*) AS count, min(example) AS example
FROM placed
WHERE reason IS NOT NULL
GROUP BY reason, key
ORDER BY ALL
