-- activity: calls of one principal that are alike in everything that matters, by day; as queries/duckdb/activity.sql.
-- Parameter: $start (milliseconds since the epoch). Above {{resource_cap}} resource keys the key is said to be many.
SELECT
  principal_arn, principal_id, account, region, event_source, event_name, category, features, outcome, resources, via, day,
  sum(calls) AS calls,
  min(first_ms) AS first_ms,
  max(last_ms) AS last_ms
FROM (
  SELECT
    principal_arn, principal_id, account, region, event_source, event_name, category, features, outcome, via,
    IF(keys > {{resource_cap}} AND resources <> '[]', '["many"]', resources) AS resources,
    CAST(date_add('day', day, DATE '1970-01-01') AS VARCHAR) AS day,
    calls, first_ms, last_ms
  FROM (
    -- The largest dense rank is the number of different keys; a join would read the log twice.
    SELECT
      *,
      max(key_rank) OVER (PARTITION BY principal_arn, principal_id, account, event_source, event_name) AS keys
    FROM (
      SELECT
        *,
        dense_rank() OVER (
          PARTITION BY principal_arn, principal_id, account, event_source, event_name ORDER BY resources
        ) AS key_rank
      FROM (
        SELECT
          principal_arn, principal_id, account, region, event_source, event_name, category, features, outcome, resources,
          via, event_ms / 86400000 AS day,
          count(*) AS calls, min(event_ms) AS first_ms, max(event_ms) AS last_ms
        FROM events
        WHERE NOT repeats AND leftover_reason IS NULL AND event_ms >= $start
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
      )
    )
  )
)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
