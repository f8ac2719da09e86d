import { NOT_BUCKETS, S3_LEVELS, UNBOUNDED } from '../../cloudtrail/reduce-arn.ts';
import { ARN, LONGEST_ARN } from '../../cloudtrail/resource-keys.ts';
import { literal, matches } from './sql-text.ts';
import { trinoPattern } from './trino-pattern.ts';

/** Whether a text is an ARN that counts as a resource. */
export function isArn(text: string): string {
  return `length(${text}) <= ${LONGEST_ARN} AND ${matches(text, ARN)}`;
}

/** An ARN (it has no white space) reduced as `reduceArn` does it, and cut before a wildcard. */
export function reducedArn(arn: string): string {
  const reduced = `coalesce(regexp_extract(${arn}, ${literal(lasting())}, 1) || '*', ${arn})`;
  return `regexp_replace(${reduced}, '^([^*?]*)[*?].*\\z', '$1*')`;
}

/**
 * Pattern whose group 1 is what lasts of an ARN of a service with unbounded names: what the service's first pattern
 * that fits keeps; of an object its bucket and first folders, where something follows.
 */
function lasting(): string {
  const head = (service: string) => `arn:[^:]*:${service}:[^:]*:[^:]*:`;
  const services = Object.entries(UNBOUNDED).map(([service, patterns]) => {
    const kept = patterns.map(({ source }) => source.replace(/^\^/, '')).join('|');
    return `${head(service)}(?:${trinoPattern(new RegExp(kept)).text})`;
  });
  const noBucket = NOT_BUCKETS.map((name) => `${name}/`).join('|');
  const object = `${head('s3')}(?!${noBucket})[^/]*(?:/[^/]*){0,${S3_LEVELS}}/`;
  return `^(${[...services, object].join('|')})`;
}
