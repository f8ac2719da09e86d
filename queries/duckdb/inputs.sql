-- inputs: distinct events of each input by itself.
SELECT input, count(*) AS distinct_events
FROM (SELECT DISTINCT files.input, staged.operation, staged.event, staged.event_ms FROM staged JOIN files USING (file))
GROUP BY input
ORDER BY input
