-- issuances: the calls of events by kind, each with who asked for its session; as queries/duckdb/issuances.sql.
-- A recursive query would read the log once for every step of a role chain, so the chain is followed by windows: in the
-- partition of an access key stand the calls made with it and the one record that issued it. Over at most 10 sessions.
-- Parameter: $start (milliseconds since the epoch).
SELECT
  *,
  coalesce(
    -- Hops beyond the first principal lead to the identity provider's user, who has no permissions in IAM.
    element_at(filter(chain, issuer -> issuer.arn IS NOT NULL OR issuer.id IS NOT NULL), -1),
    element_at(filter(chain, issuer -> issuer.hops IS NOT NULL), -1)
  ) AS origin
FROM (
  SELECT *, {{chain}} AS chain
  FROM ({{hops}})
)
WHERE part = 'call'
