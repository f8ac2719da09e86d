-- inputs: distinct events of each input by itself.
SELECT input, sum(events)::BIGINT AS distinct_events
FROM (
  SELECT files.input, sum(delivered.calls) AS events
  FROM delivered
  JOIN files USING (file)
  GROUP BY files.input
  UNION ALL
  SELECT input, count(*)
  FROM (
    SELECT DISTINCT files.input, staged.operation, staged.event, staged.event_ms
    FROM staged
    JOIN files USING (file)
  )
  GROUP BY input
)
GROUP BY input
ORDER BY input
