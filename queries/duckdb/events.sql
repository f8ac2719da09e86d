-- Distinct events, counted by kind and day: the same event delivered twice (another file, another trail) is one,
-- whatever comes first.
-- Parameters: $start, $end (milliseconds since the epoch, end exclusive).
--
-- Words are numbers here and in every query, by the order of their texts; word('...') is that of a text.
--
-- Events whose id stands on one row only are counted as the log is read: the table `counted`. The rows of all other ids
-- are in `staged`, and settled here.
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
WITH several AS (
  SELECT operation, event, event_ms, count(*) AS copies, min(kind) AS kind, max(kind) AS other_kind
  FROM staged
  GROUP BY operation, event, event_ms
),
differing AS (
  SELECT staged.operation, staged.event, staged.event_ms, staged.kind
  FROM several
  JOIN staged USING (operation, event, event_ms)
  JOIN kinds ON kinds.kind = staged.kind
  WHERE several.kind <> several.other_kind
  QUALIFY row_number() OVER (
    PARTITION BY staged.operation, staged.event, staged.event_ms
    ORDER BY
      kinds.leftover_reason NULLS FIRST, kinds.outcome, kinds.leftover_key, kinds.region, kinds.category,
      kinds.resource_type, kinds.principal_arn, kinds.principal_id, kinds.features, kinds.resources, kinds.via,
      kinds.session_name, kinds.source_identity, kinds.access_key_id, kinds.user_agent_family, kinds.issued_key,
      kinds.issued_tags
  ) = 1
),
shared_by_event AS (
  SELECT operation, event, event_ms, max(shared) AS shared
  FROM shared_ids
  GROUP BY operation, event, event_ms
),
examples AS (
  -- Records without an id are named by file and position, of the first copy.
  SELECT
    odd_ids.operation, odd_ids.event,
    CASE
      WHEN starts_with(min(odd_ids.text), 'sha256:')
        THEN arg_min(files.location || ':' || odd_ids.position, odd_ids.file::BIGINT * 4294967296 + odd_ids.position)
      ELSE min(odd_ids.text)
    END AS example
  FROM odd_ids
  JOIN files USING (file)
  GROUP BY odd_ids.operation, odd_ids.event
),
settled AS (
  SELECT
    several.operation, several.event, several.event_ms, several.copies,
    coalesce(differing.kind, several.kind) AS kind,
    shared_by_event.shared,
    examples.example
  FROM several
  LEFT JOIN differing USING (operation, event, event_ms)
  LEFT JOIN shared_by_event USING (operation, event, event_ms)
  LEFT JOIN examples USING (operation, event)
),
across_accounts AS (
  SELECT
    settled.operation, settled.event, settled.event_ms,
    kinds.account,
    first_value(kinds.account) OVER (
      PARTITION BY settled.shared, settled.event_ms, kinds.event_source, kinds.event_name, kinds.principal_id
      ORDER BY kinds.outcome, kinds.principal_arn IS NULL, kinds.account
    ) AS counted_account
  FROM settled
  JOIN kinds USING (kind)
  WHERE settled.shared IS NOT NULL AND kinds.leftover_reason IS NULL AND kinds.principal_id IS NOT NULL
),
told AS (
  SELECT kind, first_ms, last_ms, calls, calls AS copies, false AS repeats, first_event, NULL AS example
  FROM counted
  UNION ALL
  SELECT
    settled.kind, settled.event_ms, settled.event_ms, 1, settled.copies,
    across_accounts.counted_account IS NOT NULL,
    CASE WHEN settled.example IS NULL THEN settled.event END,
    settled.example
  FROM settled
  LEFT JOIN across_accounts
    ON across_accounts.operation = settled.operation
    AND across_accounts.event = settled.event
    AND across_accounts.event_ms = settled.event_ms
    AND across_accounts.account <> across_accounts.counted_account
),
timed AS (
  SELECT * REPLACE (
    nullif(first_ms, -4611686018427387904) AS first_ms,
    nullif(last_ms, -4611686018427387904) AS last_ms
  )
  FROM told
)
SELECT
  kind,
  first_ms // 86400000 AS day,
  CASE WHEN first_ms < $start THEN 'before' WHEN first_ms >= $end THEN 'after' ELSE 'inside' END AS to_window,
  repeats,
  sum(calls)::BIGINT AS calls,
  sum(copies)::BIGINT AS copies,
  min(first_ms) AS first_ms,
  max(last_ms) AS last_ms,
  min(first_event) AS first_event,
  min(example) AS first_example
FROM timed
GROUP BY ALL
