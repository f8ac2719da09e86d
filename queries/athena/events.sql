-- events: distinct events. `repeats` marks the records of other accounts of a call across accounts, under one
-- sharedEventID, than the one that counts (queries/duckdb/events.sql). Partitions of all other events hold one row.
SELECT
  *,
  is_shared AND account <> first_value(account) OVER (
    PARTITION BY IF(is_shared, any_shared, event), IF(is_shared, '', account), event_ms, event_source, event_name, principal_id
    ORDER BY outcome, principal_arn IS NULL, account
  ) AS repeats
FROM (
  SELECT
    *,
    any_shared IS NOT NULL AND leftover_reason IS NULL AND principal_id IS NOT NULL AS is_shared
  FROM copies
  WHERE copy = 1
)
