-- activity: calls of one principal that are alike in everything that matters, by day.
-- Parameters: $start, $end (milliseconds since the epoch, end exclusive), $resource_cap.
-- Above $resource_cap different resource keys for one principal and operation, the key is said to be many: narrowing
-- declines then, and the number of rows stays bounded.
WITH daily AS (
  SELECT kind, event_ms // 86400000 AS day, count(*) AS calls, min(event_ms) AS first_ms, max(event_ms) AS last_ms
  FROM events
  WHERE NOT repeats AND event_ms >= $start AND event_ms < $end
  GROUP BY ALL
),
used AS (
  SELECT
    kinds.*,
    strftime(make_timestamp(daily.day * 86400000000), '%Y-%m-%d') AS day,
    daily.calls, daily.first_ms, daily.last_ms
  FROM daily
  JOIN kinds USING (kind)
  WHERE kinds.leftover_reason IS NULL
),
breadth AS (
  SELECT principal_arn, principal_id, account, event_source, event_name, count(DISTINCT resources) AS keys
  FROM used
  GROUP BY ALL
),
capped AS (
  SELECT
    used.* REPLACE (
      CASE WHEN breadth.keys > $resource_cap AND used.resources <> '[]' THEN '["many"]' ELSE used.resources END
        AS resources
    )
  FROM used
  JOIN breadth
    ON used.principal_arn IS NOT DISTINCT FROM breadth.principal_arn
    AND used.principal_id IS NOT DISTINCT FROM breadth.principal_id
    AND used.account = breadth.account
    AND used.event_source = breadth.event_source
    AND used.event_name = breadth.event_name
)
SELECT
  principal_arn,
  principal_id,
  account,
  region,
  event_source,
  event_name,
  category,
  features,
  outcome,
  resources,
  via,
  day,
  sum(calls)::BIGINT AS calls,
  min(first_ms) AS first_ms,
  max(last_ms) AS last_ms
FROM capped
GROUP BY
  principal_arn, principal_id, account, region, event_source, event_name, category, features, outcome, resources, via,
  day
ORDER BY ALL
