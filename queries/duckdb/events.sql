-- Distinct events: the same event delivered twice (another file, another trail) is one, whatever comes first.
--
-- Identity is (recipient account, eventID), as AWS documents it, and what the event says it is: copies of one event are
-- equal in time, source and name, while logs that were edited or anonymised reuse an eventID for different events, and
-- merging those would lose use. Of copies that still differ the one counts that shows most: a use before a leftover,
-- allowed before denied; then by text, so that the order of files never decides.
CREATE TABLE events AS
WITH identities AS (
  SELECT
    account, event_id, event_ms, event_source, event_name,
    count(*) AS copies,
    min(rowid) AS a_row
  FROM staged
  GROUP BY ALL
),
single AS (
  SELECT staged.*, 1 AS copies
  FROM identities
  JOIN staged ON staged.rowid = identities.a_row
  WHERE identities.copies = 1
),
repeated AS (
  SELECT staged.*, identities.copies
  FROM identities
  JOIN staged
    ON staged.account = identities.account
    AND staged.event_id = identities.event_id
    AND staged.event_ms IS NOT DISTINCT FROM identities.event_ms
    AND staged.event_source = identities.event_source
    AND staged.event_name = identities.event_name
  WHERE identities.copies > 1
  QUALIFY row_number() OVER (
    PARTITION BY staged.account, staged.event_id, staged.event_ms, staged.event_source, staged.event_name
    ORDER BY
      staged.leftover_reason NULLS FIRST, staged.outcome, staged.leftover_key, staged.region, staged.category,
      staged.resource_type, staged.principal_arn, staged.principal_id, staged.features, staged.resources, staged.via,
      staged.session_name, staged.source_identity, staged.access_key_id, staged.user_agent_family, staged.issued_key,
      staged.issued_tags, staged.file, staged.position
  ) = 1
)
SELECT * FROM single
UNION ALL
SELECT * FROM repeated
