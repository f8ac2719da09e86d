-- copies: every staged row, numbered among the copies of its event; the first is the one that counts.
-- Identity, and which copy shows most, are as in queries/duckdb/events.sql.
SELECT
  *,
  count(*) OVER (PARTITION BY account, event_source, event_name, event, event_ms) AS copies,
  max(shared) OVER (PARTITION BY account, event_source, event_name, event, event_ms) AS any_shared,
  row_number() OVER (
    PARTITION BY account, event_source, event_name, event, event_ms
    ORDER BY
      leftover_reason NULLS FIRST, outcome, leftover_key, region, category, resource_type, principal_arn, principal_id,
      features, resources, via, session_name, source_identity, access_key_id, user_agent_family, issued_key, issued_tags
  ) AS copy
FROM staged
