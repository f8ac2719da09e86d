import { type FeatureDefinition, FILLED, PARAMETERS } from './feature-definition.ts';

const S3 = ['s3.amazonaws.com', 's3-outposts.amazonaws.com', 's3express.amazonaws.com'] as const;

/** CloudTrail records S3's headers and query parameters under their own names in requestParameters. */
export const S3_FEATURES = [
  {
    name: 'acl',
    description: 'An ACL in an S3 write: authorised as PutObjectAcl or PutBucketAcl too.',
    tests: [
      {
        test: 'matches',
        path: PARAMETERS,
        pattern: `"(?:x-amz-acl|x-amz-grant-[a-z-]+|accessControlList|AccessControlList)"${FILLED}`,
        eventSources: S3,
      },
    ],
  },
  {
    name: 'object-tagging',
    description: 'Tags in an S3 object write: authorised as PutObjectTagging too.',
    tests: [
      {
        test: 'matches',
        path: PARAMETERS,
        pattern: `"(?:x-amz-tagging|tagging|Tagging)"${FILLED}`,
        eventSources: S3,
      },
    ],
  },
  {
    name: 'version-id',
    description: 'One version of an object: authorised as the ...Version action.',
    tests: [{ test: 'present', path: ['requestParameters', 'versionId'], eventSources: S3 }],
  },
  {
    name: 'retention',
    description: 'Object Lock retention in an S3 object write: authorised as PutObjectRetention too.',
    tests: [
      {
        test: 'matches',
        path: PARAMETERS,
        pattern: `"x-amz-object-lock-(?:mode|retain-until-date)"${FILLED}`,
        eventSources: S3,
      },
    ],
  },
  {
    name: 'legal-hold',
    description: 'An Object Lock legal hold in an S3 object write: authorised as PutObjectLegalHold too.',
    tests: [
      {
        test: 'matches',
        path: PARAMETERS,
        pattern: `"x-amz-object-lock-legal-hold"${FILLED}`,
        eventSources: S3,
      },
    ],
  },
  {
    name: 'bypass-governance',
    description: 'Governance-mode retention is bypassed: authorised as BypassGovernanceRetention too.',
    tests: [
      {
        test: 'matches',
        path: PARAMETERS,
        pattern: '"x-amz-bypass-governance-retention"\\s*:\\s*\\[?\\s*"?[tT]rue',
        eventSources: S3,
      },
    ],
  },
  {
    name: 'object-lock',
    description:
      'A bucket is created with Object Lock: authorised as the Object Lock and versioning actions too.',
    tests: [
      {
        test: 'matches',
        path: PARAMETERS,
        pattern: '"x-amz-bucket-object-lock-enabled"\\s*:\\s*\\[?\\s*"?[tT]rue',
        eventSources: S3,
      },
    ],
  },
  {
    name: 'object-ownership',
    description:
      'A bucket is created with an ownership setting: authorised as PutBucketOwnershipControls too.',
    tests: [
      { test: 'matches', path: PARAMETERS, pattern: `"x-amz-object-ownership"${FILLED}`, eventSources: S3 },
    ],
  },
  {
    name: 'object-lambda',
    description: 'The call went through an S3 Object Lambda access point.',
    tests: [{ test: 'matches', path: PARAMETERS, pattern: 's3-object-lambda', eventSources: S3 }],
  },
] as const satisfies readonly FeatureDefinition[];
