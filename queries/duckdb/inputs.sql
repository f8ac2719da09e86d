-- inputs: distinct events of each input by itself.
SELECT input, sum(events)::BIGINT AS distinct_events
FROM (
  SELECT files.input, count(*) AS events
  FROM staged
  ANTI JOIN doubtful USING (event)
  JOIN files USING (file)
  GROUP BY files.input
  UNION ALL
  SELECT input, count(*)
  FROM (
    SELECT DISTINCT files.input, staged.operation, staged.event, staged.event_ms
    FROM staged
    SEMI JOIN doubtful USING (event)
    JOIN files USING (file)
  )
  GROUP BY input
)
GROUP BY input
ORDER BY input
