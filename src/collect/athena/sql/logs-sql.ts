import { type CloudTrailTable, quoted } from '../athena-table.ts';
import { NO_TEXTS } from './sql-text.ts';

/** Columns of the staging query that are texts of the record, with where the table has them. */
const TEXTS: Readonly<Record<string, string>> = {
  event_version: 'eventversion',
  event_time: 'eventtime',
  aws_region: 'awsregion',
  user_agent: 'useragent',
  error_code: 'errorcode',
  error_message: 'errormessage',
  request_parameters: 'requestparameters',
  response_elements: 'responseelements',
  additional_event_data: 'additionaleventdata',
  event_id: 'eventid',
  event_type: 'eventtype',
  recipient_account_id: 'recipientaccountid',
  shared_event_id: 'sharedeventid',
  event_category: 'eventcategory',
  management_event: 'managementevent',
  identity_type: 'useridentity.type',
  identity_id: 'useridentity.principalid',
  identity_arn: 'useridentity.arn',
  identity_account: 'useridentity.accountid',
  identity_invoked_by: 'useridentity.invokedby',
  identity_key: 'useridentity.accesskeyid',
  identity_source: 'useridentity.sessioncontext.sourceidentity',
  issuer_type: 'useridentity.sessioncontext.sessionissuer.type',
  issuer_id: 'useridentity.sessioncontext.sessionissuer.principalid',
  issuer_arn: 'useridentity.sessioncontext.sessionissuer.arn',
  issuer_account: 'useridentity.sessioncontext.sessionissuer.accountid',
};

/**
 * The columns of a table under the names the staging query uses, of the partitions by day that are asked for. What the
 * table does not have is null; an empty text is none.
 */
export function logsSql({ name, paths, dayKey, accountKey, regionKey }: CloudTrailTable): string {
  const texts = Object.entries(TEXTS).map(([column, path]) => {
    const value = paths.has(path) ? `nullif(${path}, '')` : 'CAST(NULL AS VARCHAR)';
    return `${value} AS ${column}`;
  });
  const ofResources = (field: string) =>
    `coalesce(filter(transform(resources, resource -> resource.${field}), text -> text <> ''), ${NO_TEXTS})`;
  const whole = Object.values(TEXTS).filter((path) => paths.has(path));
  const key = (column: string | null) =>
    column === null ? 'CAST(NULL AS VARCHAR)' : `nullif("${column}", '')`;
  const where = dayKey === null ? '' : `\n  WHERE "${dayKey}" >= $from_day AND "${dayKey}" <= $to_day`;
  return `SELECT
    "$path" AS file,
    coalesce(eventsource, '') AS event_source,
    coalesce(eventname, '') AS event_name,
    ${texts.join(',\n    ')},
    ${ofResources('arn')} AS resource_arns,
    ${ofResources('type')} AS resource_types,
    ${key(accountKey)} AS path_account,
    ${key(regionKey)} AS path_region,
    ARRAY[eventsource, eventname, ${whole.join(', ')}, json_format(CAST(resources AS JSON))] AS whole
  FROM ${quoted(name)}${where}`;
}
