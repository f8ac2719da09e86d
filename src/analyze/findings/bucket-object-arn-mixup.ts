import type { Catalog } from '../../domain/catalog.ts';
import { foldCase } from '../../domain/fold-case.ts';
import type { Statement } from '../../domain/policy.ts';
import { LEAST_PRIVILEGE } from './controls.ts';
import { type FindingRule, perPrincipal, some } from './finding-rule.ts';
import { carriedAllows } from './statements.ts';

/** `arn:aws:s3:::bucket` and `arn:aws:s3:::bucket/key`, wildcards allowed. */
const BUCKET = /^arn:[^:]*:s3:::[^/]+$/;
const OBJECT = /^arn:[^:]*:s3:::[^/]+\/.+$/;

export const bucketObjectArnMixup: FindingRule = {
  type: 'BucketObjectArnMixup',
  severity: 'low',
  title: 'S3 actions on the wrong kind of ARN',
  rationale:
    'Object actions need `bucket/*` and bucket actions the bucket itself: such a grant does nothing, and the usual mend is a wider one.',
  evidence: 'Each statement with the action and the kind of ARN it names.',
  remedy: 'Put object actions on `arn:aws:s3:::bucket/*` and bucket actions on `arn:aws:s3:::bucket`.',
  controls: LEAST_PRIVILEGE,
  find: perPrincipal(({ principal }, { collected, catalog }) => {
    const evidence = carriedAllows(principal, collected).flatMap(({ statement, place }) =>
      mixups(statement, catalog).map((mixup) => `${place}: ${mixup}`),
    );
    return evidence.length === 0
      ? null
      : {
          detail: `${evidence.length} S3 grants name a kind of ARN their action does not take.`,
          evidence: some(evidence),
        };
  }),
};

/** Only patterns that name one action: `s3:*` is meant for both kinds. */
function mixups({ action, resource }: Statement, catalog: Catalog): string[] {
  if (action.negated || resource === null || resource.negated) return [];
  const { patterns } = resource;
  const onlyBuckets = patterns.every((arn) => BUCKET.test(arn) && !arn.endsWith('*'));
  const onlyObjects = patterns.every((arn) => OBJECT.test(arn));
  if (!onlyBuckets && !onlyObjects) return [];
  return action.patterns.flatMap((pattern) => {
    const types = /[*?]/.test(pattern) ? [] : (catalog.action(pattern)?.resourceArns ?? []);
    if (!foldCase(pattern).startsWith('s3:') || types.length === 0) return [];
    const takesBuckets = types.some((arn) => /:s3:::\$\{BucketName\}$/.test(arn));
    const takesObjects = types.some((arn) => /:s3:::\$\{BucketName\}\//.test(arn));
    if (onlyBuckets && takesObjects && !takesBuckets)
      return [`${pattern} needs objects and has ${patterns.join(', ')}`];
    if (onlyObjects && takesBuckets && !takesObjects)
      return [`${pattern} needs the bucket and has ${patterns.join(', ')}`];
    return [];
  });
}
