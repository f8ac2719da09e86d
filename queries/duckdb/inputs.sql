-- inputs: distinct events of each input by itself.
SELECT input, count(*) AS distinct_events
FROM (SELECT DISTINCT input, account, event_id, event_ms, event_source, event_name FROM staged)
GROUP BY input
ORDER BY input
