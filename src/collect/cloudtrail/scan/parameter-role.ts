import { reduceArn } from '../reduce-arn.ts';
import { RESOURCE_PARAMETERS, type ResourceParameter } from '../resource-parameters.ts';
import { ARN, BUCKET, IGNORED, KEPT, OBJECT_KEY } from './assembly/roles.ts';

const ARN_NAME = /(?:ARN|[aA]rn)$/;
/** Request features read the values of these; of all others at most whether there is one. */
const TELLING = /role|profile|statement|bearertokentype|x-amz-|^name$/i;
/** Any other parameter may be a session tag. */
const SESSION_PARAMETERS: ReadonlySet<string> = new Set([
  'durationSeconds',
  'externalId',
  'roleSessionName',
  'serialNumber',
  'tokenCode',
]);
const STS = 'sts.amazonaws.com';
const S3 = 's3.amazonaws.com';

/**
 * What values of a request parameter are to the facts, at whatever depth its name stands: when they are left out of the
 * text of a call, staging it gives what the whole text gives, which a property test holds.
 *
 * @param source `eventSource`; null: `name` is a member of `resources`
 * @returns KEPT, IGNORED, OBJECT_KEY, BUCKET or ARN
 */
export function parameterRole(source: string | null, name: string): number {
  if (source === STS) return SESSION_PARAMETERS.has(name) ? IGNORED : KEPT;
  if (ARN_NAME.test(name)) return ARN;
  if (source === null) return KEPT;
  if (source === S3 && name === 'key') return OBJECT_KEY;
  if (source === S3 && name === 'bucketName') return BUCKET;
  if (TELLING.test(name)) return KEPT;
  const readers = (RESOURCE_PARAMETERS[source] ?? [])
    .flat()
    .filter(
      ({ parameter, beside }) => parameter.split('.').at(-1) === name || (beside?.includes(name) ?? false),
    );
  return readers.every(isReducedAway) ? IGNORED : KEPT;
}

/** Of instances, volumes and the like only that it was one is kept. */
function isReducedAway({ pattern, beside, arn }: ResourceParameter): boolean {
  if (pattern !== undefined || beside !== undefined) return false;
  const [one, other] = ['a', 'b'].map((value) => reduceArn(arn.replaceAll('{value}', value)));
  return one === other;
}
