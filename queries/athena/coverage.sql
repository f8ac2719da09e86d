-- coverage: what the log itself shows per account, region, day, category and data-event resource type, in the window;
-- as queries/duckdb/coverage.sql. A file without records has no row here, so it shows nothing.
-- Parameter: $start (milliseconds since the epoch).
SELECT
  account,
  region,
  CAST(date_add('day', event_ms / 86400000, DATE '1970-01-01') AS VARCHAR) AS day,
  category,
  resource_type,
  count_if(copy = 1) AS events,
  coalesce(sum(copies) FILTER (WHERE copy = 1), 0) - count_if(copy = 1) AS duplicates,
  count(DISTINCT file) AS files
FROM copies
WHERE category IS NOT NULL AND event_ms >= $start
GROUP BY 1, 2, 3, 4, 5
ORDER BY 1, 2, 3, 4, 5
