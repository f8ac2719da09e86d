-- totals: what the accounting is checked against, and the span of the log.
SELECT
  (
    (SELECT count(*) FROM staged) + (SELECT coalesce(sum(calls), 0) FROM delivered)
  )::BIGINT AS staged,
  (SELECT coalesce(sum(calls), 0)::BIGINT FROM events WHERE NOT repeats) AS distinct_events,
  (SELECT min(first_ms) FROM events) AS first_ms,
  (SELECT max(last_ms) FROM events) AS last_ms
