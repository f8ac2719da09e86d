-- Distinct events: the same event delivered twice (another file, another trail) is one, whatever comes first.
--
-- Identity is (recipient account, eventID), as AWS documents it, and what the event says it is: copies of one event are
-- equal in time, source and name, while logs that were edited or anonymised reuse an eventID for different events, and
-- merging those would lose use. Of copies that still differ the one counts that shows most: a use before a leftover,
-- allowed before denied; then by text, so that the order of files never decides.
-- `operation` numbers (recipient account, source, name); `kind` is everything else that rows have in common.
--
-- A call across accounts is logged in both under one sharedEventID (CloudTrail record contents). It shows both trails
-- deliver, and it is one call of its principal: `repeats` marks the copies of other accounts than the one that counts,
-- which is the one that names the principal's ARN, then the first by number.
CREATE TABLE events AS
WITH identities AS (
  SELECT
    operation, event, event_ms,
    count(*) AS copies,
    max(shared) AS shared,
    min(kind) AS kind,
    max(kind) AS other_kind,
    min(file::BIGINT * 4294967296 + position) AS place_in_files
  FROM staged
  GROUP BY operation, event, event_ms
),
differing AS (
  SELECT staged.operation, staged.event, staged.event_ms, staged.kind
  FROM identities
  JOIN staged USING (operation, event, event_ms)
  JOIN kinds ON kinds.kind = staged.kind
  WHERE identities.kind <> identities.other_kind
  QUALIFY row_number() OVER (
    PARTITION BY staged.operation, staged.event, staged.event_ms
    ORDER BY
      kinds.leftover_reason NULLS FIRST, kinds.outcome, kinds.leftover_key, kinds.region, kinds.category,
      kinds.resource_type, kinds.principal_arn, kinds.principal_id, kinds.features, kinds.resources, kinds.via,
      kinds.session_name, kinds.source_identity, kinds.access_key_id, kinds.user_agent_family, kinds.issued_key,
      kinds.issued_tags
  ) = 1
),
distinct_events AS (
  SELECT
    identities.operation,
    identities.event,
    CASE WHEN identities.event_ms <> -4611686018427387904 THEN identities.event_ms END AS event_ms,
    identities.shared,
    identities.copies,
    coalesce(differing.kind, identities.kind) AS kind,
    (identities.place_in_files // 4294967296)::INTEGER AS file,
    (identities.place_in_files % 4294967296)::INTEGER AS position
  FROM identities
  LEFT JOIN differing
    ON differing.operation = identities.operation
    AND differing.event = identities.event
    AND differing.event_ms = identities.event_ms
),
across_accounts AS (
  SELECT
    distinct_events.operation, distinct_events.event, distinct_events.event_ms,
    kinds.account,
    first_value(kinds.account) OVER (
      PARTITION BY
        distinct_events.shared, distinct_events.event_ms, kinds.event_source, kinds.event_name, kinds.principal_id
      ORDER BY kinds.outcome, kinds.principal_arn IS NULL, kinds.account
    ) AS counted_account
  FROM distinct_events
  JOIN kinds USING (kind)
  WHERE distinct_events.shared <> 0 AND kinds.leftover_reason IS NULL AND kinds.principal_id IS NOT NULL
)
SELECT distinct_events.*, across_accounts.counted_account IS NOT NULL AS repeats
FROM distinct_events
LEFT JOIN across_accounts
  ON across_accounts.operation = distinct_events.operation
  AND across_accounts.event = distinct_events.event
  AND across_accounts.event_ms = distinct_events.event_ms
  AND across_accounts.account <> across_accounts.counted_account
