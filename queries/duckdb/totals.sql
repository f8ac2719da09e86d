-- totals: what the accounting is checked against, and the span of the log.
SELECT
  (SELECT count(*) FROM staged) AS staged,
  (SELECT count(*) FROM events WHERE NOT repeats) AS distinct_events,
  (SELECT min(event_ms) FROM events) AS first_ms,
  (SELECT max(event_ms) FROM events) AS last_ms
