-- coverage: what the log itself shows per account, region, day, category and data-event resource type, inside the
-- window and outside it. Every distinct event counts, nobody's use too: it shows a trail that delivers.
-- A file that holds no record says so by its path (management, since nothing in it says otherwise); a file with records
-- counts where its records are, so that a trail of data events alone never looks like one of management events.
-- `place` numbers (account, region, category, resource type).
WITH places AS (
  SELECT DISTINCT place, account, region, category, resource_type
  FROM whats
  WHERE category IS NOT NULL
),
events_of_day AS (
  SELECT
    whats.place, events.day,
    sum(events.calls)::BIGINT AS events,
    (sum(events.copies) - sum(events.calls))::BIGINT AS duplicates
  FROM events
  JOIN whats USING (what)
  GROUP BY ALL
),
files_of_day AS (
  SELECT place, day, count(*) AS files
  FROM delivered
  WHERE day <> -2147483648
  GROUP BY ALL
),
shown AS (
  SELECT
    places.account, places.region,
    strftime(make_timestamp(files_of_day.day * 86400000000), '%Y-%m-%d') AS day,
    places.category, places.resource_type,
    coalesce(events_of_day.events, 0) AS events,
    coalesce(events_of_day.duplicates, 0) AS duplicates,
    files_of_day.files
  FROM files_of_day
  JOIN places USING (place)
  LEFT JOIN events_of_day USING (place, day)
  UNION ALL
  SELECT account, region, day, word('Management'), NULL, 0, 0, count(*)
  FROM files
  WHERE records = 0 AND account IS NOT NULL AND region IS NOT NULL AND day IS NOT NULL
  GROUP BY ALL
)
SELECT
  account,
  region,
  day,
  category,
  resource_type,
  sum(events)::BIGINT AS events,
  sum(duplicates)::BIGINT AS duplicates,
  sum(files)::BIGINT AS files
FROM shown
GROUP BY ALL
ORDER BY ALL
