-- leftovers: distinct events that are nobody's permission use; with the calls of activity they are all distinct events.
-- Parameters: $start, $end (milliseconds since the epoch, end exclusive).
-- The example is the smallest event id; records without one are named by file and position.
WITH placed AS (
  SELECT
    CASE WHEN events.event_ms < $start OR events.event_ms >= $end THEN 'outside-window' ELSE kinds.leftover_reason END
      AS reason,
    CASE
      WHEN events.event_ms < $start THEN 'before the window'
      WHEN events.event_ms >= $end THEN 'after the window'
      ELSE kinds.leftover_key
    END AS key,
    events.event,
    CASE
      WHEN starts_with(odd_ids.text, 'sha256:') THEN files.location || ':' || events.position
      ELSE odd_ids.text
    END AS odd_example
  FROM events
  JOIN kinds USING (kind)
  JOIN files USING (file)
  LEFT JOIN odd_ids ON odd_ids.event = events.event AND events.operation < 0
  WHERE
    NOT events.repeats
    AND (kinds.leftover_reason IS NOT NULL OR events.event_ms < $start OR events.event_ms >= $end)
),
counted AS (
  SELECT
    reason, key,
    count(*) AS count,
    min(odd_example) AS odd_example,
    lower(lpad(to_hex(min(CASE WHEN odd_example IS NULL THEN event END)), 32, '0')) AS hex
  FROM placed
  GROUP BY reason, key
)
SELECT
  reason,
  key,
  count,
  -- Of nulls and texts least() takes the smallest text.
  least(
    odd_example,
    hex[1:8] || '-' || hex[9:12] || '-' || hex[13:16] || '-' || hex[17:20] || '-' || hex[21:32]
  ) AS example
FROM counted
ORDER BY ALL
