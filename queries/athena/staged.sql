-- staged: one row per record of the CloudTrail table, reduced to what the facts need (src/collect/cloudtrail/stage-record.ts).
-- What stands in double braces is compiled from the tables the local engine reads too (src/collect/athena/sql), so that
-- both reduce alike; "logs" names the columns of the table at hand.
-- Parameters: $from_day, $to_day (partitions, yyyy/MM/dd), $from, $end (milliseconds since the epoch, end exclusive).
SELECT
  file,
  event,
  nullif(shared_event_id, '') AS shared,
  event_ms,
  account,
  region,
  category,
  IF(category = 'Data', {{data_resource_type}}) AS resource_type,
  event_source,
  event_name,
  IF(is_use, found_arn) AS principal_arn,
  IF(is_use, found_id) AS principal_id,
  IF(is_denied AND problem IS NULL AND other_kind IS NULL, 'denied', 'allowed') AS outcome,
  IF(is_use, json_format(CAST({{features}} AS JSON)), '[]') AS features,
  IF(is_use, json_format(CAST(IF(cardinality(keys) > {{most_resources}}, ARRAY['many'], array_sort(keys)) AS JSON)), '[]') AS resources,
  IF(is_use, identity_invoked_by) AS via,
  IF(is_use AND caller_type <> 'IAMUser', {{session_name}}) AS session_name,
  IF(is_use, identity_source) AS source_identity,
  IF(is_use, identity_key) AS access_key_id,
  IF(is_use, {{user_agent_family}}) AS user_agent_family,
  issued_key,
  IF(issued_key IS NOT NULL, {{issued_tags}}) AS issued_tags,
  leftover_reason,
  leftover_key
FROM (
  SELECT *, IF(is_use, {{resource_keys}}) AS keys
  FROM (
  SELECT *, {{children_4}} AS level_5
  FROM (
  SELECT *, {{children_3}} AS level_4
  FROM (
  SELECT *, {{children_2}} AS level_3
  FROM (
  SELECT *, {{children_1}} AS level_2
  FROM (
  SELECT
    *,
    leftover_reason IS NULL AS is_use,
    IF(leftover_reason IS NULL, {{parameter_texts}}) AS parameter_texts,
    -- Members of the request parameters, of these and so on down to the fifth level: what may be an ARN.
    IF(leftover_reason IS NULL AND regexp_like(parameters_text, '"arn:'), map_values(parameters_map)) AS level_1
  FROM (
    SELECT
      *,
      CASE
        WHEN problem IS NOT NULL THEN 'unreadable'
        WHEN other_kind IS NOT NULL OR call_type IN ({{not_api_calls}}) THEN 'not-an-api-call'
        WHEN nobody IS NOT NULL OR (NOT is_denied AND error IN ({{authentication_errors}})) THEN 'nobodys-use'
      END AS leftover_reason,
      CASE
        WHEN problem IS NOT NULL THEN problem
        WHEN other_kind IS NOT NULL THEN other_kind
        WHEN call_type IN ({{not_api_calls}}) THEN call_type || ' ' || event_source
        WHEN nobody IS NOT NULL THEN nobody
        WHEN NOT is_denied AND error IN ({{authentication_errors}}) THEN 'not authenticated (' || error || ')'
      END AS leftover_key,
      IF(problem IS NULL AND other_kind IS NULL, {{category}}) AS category,
      IF(
        problem IS NULL AND other_kind IS NULL AND event_source = 'sts.amazonaws.com',
        {{issued_key}}
      ) AS issued_key
    FROM (
      SELECT
        *,
        error IN ({{authorisation_errors}})
          OR regexp_like(coalesce(error_text, ''), {{authorisation_message}}) AS is_denied,
        CASE
          WHEN event_version IS NOT NULL AND NOT regexp_like(event_version, '^1(?:\.|\z)')
            THEN 'has an eventVersion that is not 1.x'
          WHEN other_kind IS NOT NULL THEN NULL
          WHEN event_source = '' THEN 'lacks eventSource'
          WHEN event_name = '' THEN 'lacks eventName'
          WHEN event_ms IS NULL THEN 'lacks a valid eventTime'
        END AS problem,
        {{found_arn}} AS found_arn,
        {{found_id}} AS found_id,
        {{nobody}} AS nobody
      FROM (
        SELECT
          *,
          {{event_ms}} AS event_ms,
          coalesce(event_id, 'sha256:' || lower(to_hex(sha256(to_utf8(json_format(CAST(whole AS JSON)))))))
            AS event,
          coalesce(recipient_account_id, path_account, identity_account, 'unknown') AS account,
          coalesce(aws_region, path_region, 'unknown') AS region,
          IF(regexp_like(identity_account, '^\d{12}\z'), identity_account, coalesce(recipient_account_id, path_account, identity_account, 'unknown')) AS caller_account,
          coalesce(event_type, IF(event_source = 'signin.amazonaws.com', 'AwsConsoleSignIn', 'AwsApiCall')) AS call_type,
          {{other_kind}} AS other_kind,
          {{caller_type}} AS caller_type,
          {{bare_id}} AS bare_id,
          IF(identity_type <> 'AWSAccount' OR identity_type IS NULL, identity_arn) AS caller_arn,
          {{error}} AS error,
          {{error_text}} AS error_text,
          {{parameters_text}} AS parameters_text,
          TRY_CAST(parameters AS MAP(VARCHAR, JSON)) AS parameters_map
        FROM (
          SELECT
            *,
            try(json_parse(request_parameters)) AS parameters,
            IF(regexp_like(additional_event_data, {{additional_marks}}), try(json_parse(additional_event_data)))
              AS additional,
            IF(
              event_source = 'sts.amazonaws.com' OR regexp_like(response_elements, {{response_marks}}),
              try(json_parse(response_elements))
            ) AS response
          FROM ({{logs}}) AS logs
        )
      )
    )
  )
  )))))
)
WHERE event_ms IS NULL OR (event_ms >= $from AND event_ms < $end)
