-- leftovers: distinct events of the window that are nobody's permission use, and records that cannot be read; as
-- queries/duckdb/leftovers.sql, but for events outside the window, which are not asked for here.
-- Parameter: $start (milliseconds since the epoch).
-- The example is the smallest event id; records without one are named by file.
SELECT
  leftover_reason AS reason,
  leftover_key AS key,
  IF(leftover_reason = 'unreadable', sum(copies), count(*)) AS count,
  min(IF(starts_with(event, 'sha256:') OR leftover_reason = 'unreadable', file, event)) AS example
FROM events
WHERE NOT repeats AND leftover_reason IS NOT NULL AND (event_ms IS NULL OR event_ms >= $start)
GROUP BY leftover_reason, leftover_key
ORDER BY 1, 2
