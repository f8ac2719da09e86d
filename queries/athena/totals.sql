-- totals: what the accounting is checked against, and the span of the log inside the window; as queries/duckdb/totals.sql.
-- Parameter: $start (milliseconds since the epoch).
SELECT
  coalesce(sum(copies), 0) AS staged,
  count_if(NOT repeats) AS distinct_events,
  min(event_ms) AS first_ms,
  max(event_ms) AS last_ms
FROM events
WHERE (leftover_reason IS NULL OR leftover_reason <> 'unreadable') AND (event_ms IS NULL OR event_ms >= $start)
