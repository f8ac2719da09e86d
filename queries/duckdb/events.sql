-- Distinct events, counted by caller (`who`), call (`what`) and day, in one row or several: the same event delivered twice
-- (another file, another trail) is one, whatever comes first.
--
-- Words are numbers here and in every query, by the order of their texts; word('...') is that of a text.
-- `bounds` holds start and end of the window, in milliseconds since the epoch, the end exclusive.
--
-- Events whose id stands on one row only are counted as the log is read: the table `counted`, and `counted_left` of those
-- that are nobody's use or outside the window, with an example. The rows of all other ids are in `staged`, and counted
-- in `settled`. A view, because of a large log a copy would be most of the memory.
CREATE VIEW events AS
WITH told AS (
  SELECT who, what, first_ms, last_ms, calls, calls AS copies, false AS repeats, NULL AS first_event, NULL AS first_example
  FROM counted
  UNION ALL
  SELECT who, what, first_ms, last_ms, calls, calls AS copies, false AS repeats, first_event, NULL AS first_example
  FROM counted_left
  UNION ALL
  SELECT who, what, first_ms, last_ms, calls, copies, repeats, first_event, first_example
  FROM settled
),
timed AS (
  SELECT * REPLACE (
    nullif(first_ms, -4611686018427387904) AS first_ms,
    nullif(last_ms, -4611686018427387904) AS last_ms
  )
  FROM told
)
SELECT
  timed.*,
  first_ms // 86400000 AS day,
  CASE
    WHEN first_ms < bounds.start_ms THEN 'before'
    WHEN first_ms >= bounds.end_ms THEN 'after'
    ELSE 'inside'
  END AS to_window
FROM timed
CROSS JOIN bounds
