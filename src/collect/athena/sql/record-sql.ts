import {
  AUTHENTICATION_ERRORS,
  AUTHORISATION_ERRORS,
  AUTHORISATION_MESSAGE,
} from '../../cloudtrail/error-codes.ts';
import { NOT_DATA_TYPES, OLD_DATA_EVENTS, TYPE_OF_SOURCE } from '../../cloudtrail/event-category.ts';
import { MOST_RESOURCES } from '../../cloudtrail/resource-keys.ts';
import { ADDITIONAL_MARKS, RESPONSE_MARKS } from '../../cloudtrail/scan/record-fields.ts';
import { NOT_API_CALLS, OTHER_CATEGORIES, OTHER_TYPES } from '../../cloudtrail/stage-what.ts';
import { APPLICATION, LONGEST, MARKERS } from '../../cloudtrail/user-agent-family.ts';
import { TIME } from '../../files/aws-time.ts';
import { featuresSql } from './feature-sql.ts';
import { BARE_ID, CALLER_TYPE, FOUND_ARN, FOUND_ID, NOBODY, SESSION_NAME } from './identity-sql.ts';
import { memberAt, textOf } from './json-sql.ts';
import { childrenByLevel, parameterTexts, resourceKeysSql } from './resource-sql.ts';
import { extract, filled, literal, literals, matches, NO_TEXTS, patternLiteral } from './sql-text.ts';

/** What is compiled into queries/athena/staged.sql, by the name in double braces. */
export function recordSql(): Readonly<Record<string, string>> {
  return {
    ...childrenByLevel(),
    additional_marks: marks(ADDITIONAL_MARKS),
    authentication_errors: literals(AUTHENTICATION_ERRORS),
    authorisation_errors: literals(AUTHORISATION_ERRORS),
    authorisation_message: patternLiteral(AUTHORISATION_MESSAGE),
    bare_id: BARE_ID,
    caller_type: CALLER_TYPE,
    category: category(),
    data_resource_type: dataResourceType(),
    error: bareCode(`coalesce(error_code, ${response('errorCode')}, ${response('ErrorCode')}, '')`),
    error_text: `coalesce(error_message, ${response('errorMessage')}, ${response('ErrorMessage')})`,
    event_ms: eventMs(),
    features: featuresSql(),
    found_arn: FOUND_ARN,
    found_id: FOUND_ID,
    issued_key: filled(textOf(memberAt('response', ['credentials', 'accessKeyId']))),
    issued_tags: issuedTags(),
    nobody: NOBODY,
    not_api_calls: literals(NOT_API_CALLS),
    other_kind: `CASE WHEN event_type IN (${literals(OTHER_TYPES)}) THEN event_type WHEN event_category IN (${literals(OTHER_CATEGORIES)}) THEN event_category || ' event' END`,
    most_resources: String(MOST_RESOURCES),
    parameter_texts: parameterTexts(),
    // JSON text that sorts keys, or the text itself where it is no JSON; null when nothing was given.
    parameters_text: `IF(coalesce(json_format(parameters) NOT IN ('null', 'false', '""', '[]', '{}'), request_parameters IS NOT NULL), coalesce(${textOf('parameters')}, json_format(parameters), request_parameters))`,
    resource_keys: resourceKeysSql(),
    response_marks: marks(RESPONSE_MARKS),
    session_name: SESSION_NAME,
    user_agent_family: userAgentFamily(),
  };
}

/** In the place of what is compiled to look into requests: nothing is seen in any. */
export function requestsUnseen(): Readonly<Record<string, string>> {
  const levels = Object.keys(childrenByLevel()).map((level) => [level, 'CAST(NULL AS ARRAY(JSON))'] as const);
  return {
    ...Object.fromEntries(levels),
    features: NO_TEXTS,
    resource_keys: NO_TEXTS,
    parameter_texts: 'CAST(NULL AS MAP(VARCHAR, ARRAY(VARCHAR)))',
  };
}

function marks(texts: readonly string[]): string {
  return literal(texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'));
}

function response(key: string): string {
  return filled(textOf(memberAt('response', [key])));
}

/** As `bareCode` of outcome.ts: a namespace, an address and the side are not the code. */
function bareCode(code: string): string {
  const withoutNamespace = `regexp_replace(${code}, ${patternLiteral(/^.*#/)}, '')`;
  const withoutAddress = `regexp_replace(${withoutNamespace}, ${patternLiteral(/:.*$/)}, '')`;
  return `regexp_replace(${withoutAddress}, ${patternLiteral(/^(?:Client|Server|Sender)\./)}, '')`;
}

function category(): string {
  const old = Object.entries(OLD_DATA_EVENTS).map(
    ([source, names]) => `WHEN ${literal(source)} THEN event_name IN (${literals(names)})`,
  );
  return `CASE
        WHEN event_category IN ('Management', 'Data') THEN event_category
        WHEN management_event = 'true' THEN 'Management'
        WHEN management_event = 'false' THEN 'Data'
        WHEN CASE event_source ${old.join(' ')} ELSE false END THEN 'Data'
        ELSE 'Management'
      END`;
}

function dataResourceType(): string {
  const sources = Object.entries(TYPE_OF_SOURCE).map(
    ([source, type]) => `WHEN ${literal(source)} THEN ${literal(type)}`,
  );
  return `coalesce(array_min(filter(resource_types, type -> type NOT IN (${literals(NOT_DATA_TYPES)}))), CASE event_source ${sources.join(' ')} END)`;
}

/** Milliseconds since the epoch as `parseAwsTime` reads a text; null when it is no time. */
function eventMs(): string {
  const time = 'trim(event_time)';
  const fraction = `rpad(coalesce(regexp_extract(${time}, '[.,]([0-9]{1,3})', 1), ''), 3, '0')`;
  const zone = `coalesce(regexp_replace(regexp_extract(${time}, '(?:Z|[+-][0-9]{2}:?[0-9]{2})\\z'), '^([+-][0-9]{2}):?', '$1:'), 'Z')`;
  const clock = `coalesce(nullif(substr(${time}, 12, 8), ''), '00:00:00')`;
  const text = `substr(${time}, 1, 10) || 'T' || ${clock} || '.' || ${fraction} || ${zone}`;
  return `IF(${matches(time, TIME)}, CAST(round(to_unixtime(try(from_iso8601_timestamp(${text}))) * 1000) AS BIGINT))`;
}

function userAgentFamily(): string {
  const markers = MARKERS.map(
    ([pattern, family]) => `WHEN ${matches('user_agent', pattern)} THEN ${literal(family)}`,
  );
  const application = extract('user_agent', APPLICATION, 1);
  const inner = `regexp_replace(user_agent, ${patternLiteral(/^\s*\[*/)}, '')`;
  const product = `regexp_replace(coalesce(${extract(inner, /^[^\s/,;()[\]]+/, 0)}, ''), ${patternLiteral(/[^\w.@+:-]/g)}, '')`;
  return `CASE
      WHEN user_agent IS NULL THEN NULL
      ${markers.join('\n      ')}
      WHEN ${application} IS NOT NULL THEN 'app/' || ${application}
      WHEN starts_with(${inner}, 'AWS Internal') THEN 'AWS Internal'
      ELSE nullif(substr(${product}, 1, ${LONGEST}), '')
    END`;
}

/** Session tags as JSON list of `[key, value]`, sorted by key: those of the request, then those that take their place. */
function issuedTags(): string {
  const key = filled(textOf(memberAt('tag', ['key'])));
  const value = `coalesce(${textOf(memberAt('tag', ['value']))}, '')`;
  const listed = `transform(filter(coalesce(TRY_CAST(json_extract(parameters, '$.tags') AS ARRAY(JSON)), CAST(ARRAY[] AS ARRAY(JSON))), tag -> ${key} IS NOT NULL), tag -> CAST(ROW(${key}, ${value}) AS ROW(key VARCHAR, value VARCHAR)))`;
  // Of one key the last counts, and an entry of these objects more than one of the list.
  const objects = ['principalTags', 'incomingTransitiveTags'].map(
    (name) =>
      `coalesce(transform_values(map_filter(TRY_CAST(json_extract(parameters, '$.${name}') AS MAP(VARCHAR, JSON)), (key, value) -> starts_with(json_format(value), '"')), (key, value) -> CAST(value AS VARCHAR)), CAST(MAP() AS MAP(VARCHAR, VARCHAR)))`,
  );
  const last = `transform_values(multimap_from_entries(${listed}), (key, given) -> element_at(given, -1))`;
  const tags = `map_concat(${[last, ...objects].join(', ')})`;
  return `json_format(CAST(transform(array_sort(map_entries(${tags}), (one, other) -> CASE WHEN one[1] < other[1] THEN -1 WHEN one[1] > other[1] THEN 1 ELSE 0 END), tag -> ARRAY[tag[1], tag[2]]) AS JSON))`;
}
