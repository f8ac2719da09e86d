-- activity: calls of one principal that are alike in everything that matters, by day.
-- Parameters: $resource_cap.
-- Above $resource_cap different resource keys for one principal and operation, the key is said to be many: narrowing
-- declines then, and the number of rows stays bounded.
WITH daily AS (
  SELECT
    whos.actor, whats.deed, events.day,
    sum(events.calls) AS calls, min(events.first_ms) AS first_ms, max(events.last_ms) AS last_ms
  FROM events
  JOIN whos USING (who)
  JOIN whats USING (what)
  WHERE NOT events.repeats AND events.to_window = 'inside' AND whos.leftover_reason IS NULL
  GROUP BY whos.actor, whats.deed, events.day
),
actors AS (
  SELECT DISTINCT actor, principal_arn, principal_id, via FROM whos WHERE leftover_reason IS NULL
),
deeds AS (
  SELECT DISTINCT deed, account, region, category, event_source, event_name, outcome, features, resources
  FROM whats
),
used AS (
  SELECT *
  FROM (SELECT DISTINCT actor, deed FROM daily)
  JOIN actors USING (actor)
  JOIN deeds USING (deed)
),
breadth AS (
  SELECT principal_arn, principal_id, account, event_source, event_name, count(DISTINCT resources) AS keys
  FROM used
  GROUP BY ALL
),
capped AS (
  SELECT
    used.* REPLACE (
      CASE WHEN breadth.keys > $resource_cap AND used.resources <> word('[]') THEN word('["many"]') ELSE used.resources END
        AS resources
    )
  FROM used
  JOIN breadth
    ON used.principal_arn IS NOT DISTINCT FROM breadth.principal_arn
    AND used.principal_id IS NOT DISTINCT FROM breadth.principal_id
    AND used.account = breadth.account
    AND used.event_source = breadth.event_source
    AND used.event_name = breadth.event_name
),
-- `line` numbers what is one row a day, in the order of the answer: few are sorted here, not each of them once a day.
alike AS (
  SELECT
    *,
    dense_rank() OVER (
      ORDER BY
        principal_arn, principal_id, account, region, event_source, event_name, category, features, outcome, resources,
        via
    ) AS line
  FROM capped
),
counted AS (
  SELECT
    alike.line, daily.day,
    sum(daily.calls)::BIGINT AS calls, min(daily.first_ms) AS first_ms, max(daily.last_ms) AS last_ms
  FROM daily
  JOIN alike USING (actor, deed)
  GROUP BY alike.line, daily.day
)
SELECT
  alike.principal_arn,
  alike.principal_id,
  alike.account,
  alike.region,
  alike.event_source,
  alike.event_name,
  alike.category,
  alike.features,
  alike.outcome,
  alike.resources,
  alike.via,
  DATE '1970-01-01' + counted.day::INTEGER AS day,
  counted.calls,
  counted.first_ms,
  counted.last_ms
FROM counted
JOIN (SELECT DISTINCT ON (line) * FROM alike) AS alike USING (line)
ORDER BY counted.line, counted.day
