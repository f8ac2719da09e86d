export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for global services and for S3 buckets. */
  readonly region: string;
  readonly account: string;
  /** Everything after the fifth colon, colons included, e.g. `role/path/name` or `log-group:x:*`. */
  readonly resource: string;
}

/**
 * Splits an ARN (`arn:partition:service:region:account:resource`, IAM User Guide, reference-arns).
 * An ARN pattern with all five colons splits the same way; null when `text` is not of this form.
 */
export function parseArn(text: string): Arn | null {
  const [prefix, partition, service, region, account, ...resource] = text.split(':');
  if (prefix !== 'arn' || !partition || !service) return null;
  if (region === undefined || account === undefined || resource.length === 0) return null;
  return { partition, service, region, account, resource: resource.join(':') };
}
