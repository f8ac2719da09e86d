-- Distinct events, counted by caller (`who`), call (`what`) and day, in one row or several: the same event delivered twice
-- (another file, another trail) is one, whatever comes first.
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
-- `operation` numbers (recipient account, source, name).
--
-- A call across accounts is logged in both under one sharedEventID (CloudTrail record contents). It shows both trails
-- deliver, and it is one call of its principal: `repeats` marks the copies of other accounts than the one that counts,
-- which is the one that names the principal's ARN, then the first by number.
CREATE TABLE events AS
WITH several AS (
  SELECT
    operation, event, event_ms, count(*) AS copies,
    min(who) AS who, max(who) AS other_who, min(what) AS what, max(what) AS other_what
  FROM staged
  GROUP BY operation, event, event_ms
),
differing AS (
  SELECT staged.operation, staged.event, staged.event_ms, staged.who, staged.what
  FROM several
  JOIN staged USING (operation, event, event_ms)
  JOIN whos ON whos.who = staged.who
  JOIN whats ON whats.what = staged.what
  WHERE several.who <> several.other_who OR several.what <> several.other_what
  QUALIFY row_number() OVER (
    PARTITION BY staged.operation, staged.event, staged.event_ms
    ORDER BY
      whos.leftover_reason NULLS FIRST, whats.outcome, whos.leftover_key, whats.region, whats.category,
      whats.resource_type, whos.principal_arn, whos.principal_id, whats.features, whats.resources, whos.via,
      whos.session_name, whos.source_identity, whos.access_key_id, whos.user_agent_family, whats.issued_tags
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
    coalesce(differing.who, several.who) AS who,
    coalesce(differing.what, several.what) AS what,
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
    whats.account,
    first_value(whats.account) OVER (
      PARTITION BY settled.shared, settled.event_ms, whats.event_source, whats.event_name, whos.principal_id
      ORDER BY whats.outcome, whos.principal_arn IS NULL, whats.account
    ) AS counted_account
  FROM settled
  JOIN whos USING (who)
  JOIN whats USING (what)
  WHERE settled.shared IS NOT NULL AND whos.leftover_reason IS NULL AND whos.principal_id IS NOT NULL
),
told AS (
  SELECT who, what, first_ms, last_ms, calls, calls AS copies, false AS repeats, first_event, NULL AS first_example
  FROM counted
  UNION ALL
  SELECT
    settled.who, settled.what, min(settled.event_ms), max(settled.event_ms), count(*), sum(settled.copies)::BIGINT,
    across_accounts.counted_account IS NOT NULL AS repeats,
    min(CASE WHEN settled.example IS NULL THEN settled.event END),
    min(settled.example)
  FROM settled
  LEFT JOIN across_accounts
    ON across_accounts.operation = settled.operation
    AND across_accounts.event = settled.event
    AND across_accounts.event_ms = settled.event_ms
    AND across_accounts.account <> across_accounts.counted_account
  GROUP BY
    settled.who, settled.what, repeats,
    settled.event_ms // 86400000, settled.event_ms < $start, settled.event_ms >= $end
),
timed AS (
  SELECT * REPLACE (
    nullif(first_ms, -4611686018427387904) AS first_ms,
    nullif(last_ms, -4611686018427387904) AS last_ms
  )
  FROM told
)
SELECT
  *,
  first_ms // 86400000 AS day,
  CASE WHEN first_ms < $start THEN 'before' WHEN first_ms >= $end THEN 'after' ELSE 'inside' END AS to_window
FROM timed
