-- Events whose id stands on more than one row, or on an odd one: each one settled, then counted by caller (`who`), call
-- (`what`), day and side of the window.
--
-- Identity is (recipient account, eventID), as AWS documents it, and what the event says it is: copies of one event are
-- equal in time, source and name, while logs that were edited or anonymised reuse an eventID for different events, and
-- merging those would lose use. Of copies that still differ the one counts that shows most: a use before a leftover,
-- allowed before denied; then by text, so that the order of files never decides.
-- `operation` numbers (recipient account, source, name).
--
-- A call across accounts is logged in both under one sharedEventID (CloudTrail record contents). It shows both trails
-- deliver, and it is one call of its principal: `repeats` marks the copies of other accounts than the one that counts,
-- which is the one that names the principal's ARN, then the first by number.
CREATE TABLE settled AS
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
single AS (
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
    single.operation, single.event, single.event_ms,
    whats.account,
    first_value(whats.account) OVER (
      PARTITION BY single.shared, single.event_ms, whats.event_source, whats.event_name, whos.principal_id
      ORDER BY whats.outcome, whos.principal_arn IS NULL, whats.account
    ) AS counted_account
  FROM single
  JOIN whos USING (who)
  JOIN whats USING (what)
  WHERE single.shared IS NOT NULL AND whos.leftover_reason IS NULL AND whos.principal_id IS NOT NULL
)
SELECT
  single.who, single.what,
  min(single.event_ms) AS first_ms, max(single.event_ms) AS last_ms,
  count(*) AS calls, sum(single.copies)::BIGINT AS copies,
  across_accounts.counted_account IS NOT NULL AS repeats,
  min(CASE WHEN single.example IS NULL THEN single.event END) AS first_event,
  min(single.example) AS first_example
FROM single
CROSS JOIN bounds
LEFT JOIN across_accounts
  ON across_accounts.operation = single.operation
  AND across_accounts.event = single.event
  AND across_accounts.event_ms = single.event_ms
  AND across_accounts.account <> across_accounts.counted_account
GROUP BY
  single.who, single.what, repeats,
  single.event_ms // 86400000, single.event_ms < bounds.start_ms, single.event_ms >= bounds.end_ms
