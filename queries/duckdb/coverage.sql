-- coverage: what the log itself shows per account, region, day, category and data-event resource type, inside the
-- window and outside it. Every distinct event counts, nobody's use too: it shows a trail that delivers.
-- A file that holds no record says so by its path (management, since nothing in it says otherwise); a file with records
-- counts where its records are, so that a trail of data events alone never looks like one of management events.
WITH counted AS (
  SELECT
    account, region, strftime(make_timestamp(event_ms * 1000), '%Y-%m-%d') AS day, category, resource_type,
    count(*) AS events,
    sum(copies) - count(*) AS duplicates
  FROM events
  WHERE category IS NOT NULL
  GROUP BY ALL
),
delivered AS (
  SELECT
    account, region, strftime(make_timestamp(event_ms * 1000), '%Y-%m-%d') AS day, category, resource_type, file
  FROM staged
  WHERE category IS NOT NULL
  GROUP BY ALL
  UNION ALL
  SELECT account, region, day, 'Management', NULL, file
  FROM files
  WHERE records = 0 AND account IS NOT NULL AND region IS NOT NULL AND day IS NOT NULL
),
file_counts AS (
  SELECT account, region, day, category, resource_type, count(DISTINCT file) AS files
  FROM delivered
  GROUP BY ALL
)
SELECT
  file_counts.account,
  file_counts.region,
  file_counts.day,
  file_counts.category,
  file_counts.resource_type,
  coalesce(counted.events, 0) AS events,
  coalesce(counted.duplicates, 0) AS duplicates,
  file_counts.files
FROM file_counts
LEFT JOIN counted
  ON counted.account = file_counts.account
  AND counted.region = file_counts.region
  AND counted.day = file_counts.day
  AND counted.category = file_counts.category
  AND counted.resource_type IS NOT DISTINCT FROM file_counts.resource_type
ORDER BY ALL
