export const LONGEST = 64;

/** Tools that hide behind an SDK's user agent; the first that fits names the family. */
export const MARKERS: readonly (readonly [pattern: RegExp, family: string])[] = [
  [/\bclaude-code\//i, 'claude-code'],
  [/\bclaude-cli\//i, 'claude-cli'],
  [/\bAmazonQ-For-CLI\b/i, 'AmazonQ-For-CLI'],
  [/\bTerraform\/|\bterraform-provider/i, 'terraform'],
  [/\bPulumi\//i, 'pulumi'],
];

/** `AWS_SDK_UA_APP_ID` (botocore useragent.py): the operator's own name for the application. */
export const APPLICATION = /(?:^|\s)app\/([\w!$%&'*+.^`|~-]{1,50})/;

/**
 * The product of a user agent without its version: `aws-cli`, `Boto3`, `claude-code`, `app/<name>`, a service's host
 * name. Anyone can invent one, so what is kept is bounded in length and characters. Null when there is none.
 */
export function userAgentFamily(userAgent: string | null): string | null {
  if (userAgent === null) return null;
  const marker = MARKERS.find(([pattern]) => pattern.test(userAgent));
  if (marker) return marker[1];
  const [, application] = APPLICATION.exec(userAgent) ?? [];
  if (application !== undefined) return `app/${application}`;
  // `[S3Console/0.4, ...]` is how S3 prints what the client sent.
  const inner = userAgent.trim().replace(/^\[+/, '');
  if (inner.startsWith('AWS Internal')) return 'AWS Internal';
  const product = (/^[^\s/,;()[\]]+/.exec(inner)?.[0] ?? '').replace(/[^\w.@+:-]/g, '').slice(0, LONGEST);
  return product === '' ? null : product;
}
