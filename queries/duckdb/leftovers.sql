-- leftovers: distinct events that are nobody's permission use; with the calls of activity they are all distinct events.
-- The example is the smallest event id; records without one are named by file and position.
WITH counted AS (
  SELECT
    CASE WHEN events.to_window <> 'inside' THEN word('outside-window') ELSE whos.leftover_reason END AS reason,
    CASE events.to_window
      WHEN 'before' THEN word('before the window')
      WHEN 'after' THEN word('after the window')
      ELSE whos.leftover_key
    END AS key,
    sum(events.calls)::BIGINT AS count,
    min(events.first_example) AS example,
    lower(lpad(to_hex(min(events.first_event)), 32, '0')) AS hex
  FROM events
  JOIN whos USING (who)
  WHERE NOT events.repeats AND (whos.leftover_reason IS NOT NULL OR events.to_window <> 'inside')
  GROUP BY ALL
)
SELECT
  reason,
  key,
  count,
  -- Of nulls and texts least() takes the smallest text.
  least(
    example,
    hex[1:8] || '-' || hex[9:12] || '-' || hex[13:16] || '-' || hex[17:20] || '-' || hex[21:32]
  ) AS example
FROM counted
ORDER BY ALL
