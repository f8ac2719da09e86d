/** What a JSON value is, told by its keys: so that "wrong file" can say which file it was. First match wins. */
const LOOKS: readonly (readonly [name: string, keys: readonly string[]])[] = [
  ['a CloudTrail log', ['Records']],
  ['a CloudTrail digest', ['digestStartTime']],
  ['`aws cloudtrail lookup-events` output', ['Events']],
  ['a CloudTrail record', ['eventSource', 'eventName', 'eventTime']],
  ['`aws iam get-account-authorization-details` output', ['UserDetailList']],
  ['`aws iam get-account-authorization-details` output', ['RoleDetailList']],
  ['`aws iam get-account-authorization-details` output', ['GroupDetailList']],
  ['`aws iam get-service-last-accessed-details` output', ['ServicesLastAccessed']],
  ['`aws iam get-service-last-accessed-details` output', ['JobStatus']],
  ['`aws iam generate-service-last-accessed-details` output', ['JobId']],
  ['`aws cloudtrail describe-trails` output', ['trailList']],
  ['`aws cloudtrail get-event-selectors` output', ['EventSelectors']],
  ['`aws cloudtrail get-event-selectors` output', ['AdvancedEventSelectors']],
  ['`aws cloudtrail get-trail-status` output', ['IsLogging']],
  ['a policy document', ['Statement']],
  ['`aws iam list-policies` output', ['Policies']],
  ['`aws iam get-role` output', ['Role']],
  ['`aws iam get-user` output', ['User']],
  ['a CloudWatch Logs subscription message', ['logEvents']],
  ['an EventBridge event', ['detail-type']],
];

/** A short description of a parsed JSON value, safe to print: keys are clipped. */
export function describeJson(value: unknown): string {
  if (Array.isArray(value)) {
    return value.length === 0
      ? 'an empty list'
      : `a list of ${value.length}, the first ${describeJson(value[0])}`;
  }
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : `a ${typeof value}`;
  const known = LOOKS.find(([, keys]) => keys.every((key) => Object.hasOwn(value, key)));
  if (known) return known[0];
  const keys = Object.keys(value).sort();
  if (keys.length === 0) return 'an empty object';
  const shown = keys.slice(0, 5).map((key) => (key.length > 40 ? `${key.slice(0, 40)}...` : key));
  return `an object with the keys ${shown.join(', ')}${keys.length > 5 ? ', ...' : ''}`;
}
