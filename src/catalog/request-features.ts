/**
 * The closed list of request features: what in a CloudTrail record decides which actions its call exercised. Data,
 * so that every engine answers the same: TypeScript evaluates it below, SQL engines compile it. Patterns keep to what
 * JavaScript, RE2 and Java agree on (no look-around, no flags) and allow white space where JSON text may carry it.
 */

/** One way to see a feature in a record. A path is the keys from the record's root. */
export type FeatureTest = FeatureScope &
  (
    | { readonly test: 'present'; readonly path: readonly string[] }
    /** The node is not there, or null. */
    | { readonly test: 'missing'; readonly path: readonly string[] }
    /** The node's text matches; `value` makes it `name=value`. */
    | {
        readonly test: 'matches';
        readonly path: readonly string[];
        readonly pattern: string;
        readonly value?: string;
      }
    /** Every match of the node's text gives `name=prefix + group 1`. */
    | {
        readonly test: 'captures';
        readonly path: readonly string[];
        readonly pattern: string;
        readonly prefix?: string;
      }
  );

/** Records a test is limited to; absent = every record. */
export interface FeatureScope {
  readonly eventSources?: readonly string[];
  readonly notEventSources?: readonly string[];
  readonly eventNames?: readonly string[];
}

export interface FeatureDefinition {
  readonly name: string;
  /** What it decides, and why the record tells. */
  readonly description: string;
  /** Present when any of these is. */
  readonly tests: readonly FeatureTest[];
}

const PARAMETERS = ['requestParameters'] as const;
const S3 = ['s3.amazonaws.com', 's3-outposts.amazonaws.com', 's3express.amazonaws.com'] as const;
const DYNAMODB = ['dynamodb.amazonaws.com'] as const;
/** A JSON object, list or string that is not empty. */
const FILLED = '\\s*:\\s*(?:\\{\\s*[^}\\s]|\\[\\s*[^\\]\\s]|"[^"])';
const NAME = '[A-Za-z0-9+=,.@_-]{1,128}';

export const REQUEST_FEATURES = [
  {
    name: 'parameters-absent',
    description:
      'requestParameters is missing, null, or was left out because it was over 100 KB (CloudTrail record contents): what it would decide stays open.',
    tests: [
      { test: 'missing', path: PARAMETERS },
      { test: 'present', path: ['requestParameters', 'omitted'] },
    ],
  },
  {
    name: 'tags',
    description:
      'Tags (or session tags) in the request: creating with tags is authorised as the tagging action too.',
    tests: [
      {
        test: 'matches',
        path: PARAMETERS,
        pattern: `"[A-Za-z]*[tT]ag(?:s|Set|List|Map|Keys|Specifications?|SpecificationSet)"${FILLED}`,
      },
    ],
  },
  {
    name: 'launch-template',
    description:
      'A launch template or configuration: it may carry tags and an instance profile that the request does not show.',
    tests: [
      {
        test: 'matches',
        path: PARAMETERS,
        pattern: `"[A-Za-z]*[lL]aunch(?:Template|Configuration)[A-Za-z]*"${FILLED}`,
        eventNames: [
          'RunInstances',
          'RequestSpotFleet',
          'CreateFleet',
          'CreateAutoScalingGroup',
          'UpdateAutoScalingGroup',
        ],
      },
    ],
  },
  {
    name: 'passed-role',
    description:
      'A role or instance profile in the request, its ARN or name as the value: iam:PassRole itself is never recorded.',
    tests: [
      {
        test: 'captures',
        path: PARAMETERS,
        pattern: `(arn:aws[a-z-]*:iam::[0-9]{12}:(?:role|instance-profile)/[A-Za-z0-9+=,.@_/-]{1,576})`,
        notEventSources: ['iam.amazonaws.com', 'sts.amazonaws.com'],
      },
      {
        test: 'captures',
        path: PARAMETERS,
        pattern: `"[A-Za-z]*[rR]ole(?:Name|Arn|ARN)?"\\s*:\\s*"(${NAME})"`,
        notEventSources: ['iam.amazonaws.com', 'sts.amazonaws.com'],
      },
      {
        test: 'captures',
        path: PARAMETERS,
        pattern: `"[A-Za-z]*[iI]nstanceProfile(?:Name|Arn)?"\\s*:\\s*"(${NAME})"`,
        prefix: 'instance-profile/',
        notEventSources: ['iam.amazonaws.com', 'sts.amazonaws.com'],
      },
      {
        test: 'captures',
        path: PARAMETERS,
        pattern: `"[A-Za-z]*[iI]nstanceProfile"\\s*:\\s*\\{[^{}]*"[nN]ame"\\s*:\\s*"(${NAME})"`,
        prefix: 'instance-profile/',
        notEventSources: ['iam.amazonaws.com', 'sts.amazonaws.com'],
      },
      {
        test: 'captures',
        path: PARAMETERS,
        pattern: `"roleName"\\s*:\\s*"(${NAME})"`,
        eventSources: ['iam.amazonaws.com'],
        eventNames: ['AddRoleToInstanceProfile'],
      },
    ],
  },
  {
    name: 'bearer-token',
    description:
      'Called with a long- or short-term API key: authorised as CallWithBearerToken too. Bedrock marks it in additionalEventData, the Claude Platform in requestParameters.',
    tests: [
      { test: 'present', path: ['additionalEventData', 'callWithBearerToken'] },
      { test: 'present', path: ['requestParameters', 'callWithBearerToken'] },
      { test: 'present', path: ['requestParameters', 'bearerTokenType'] },
    ],
  },
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
  {
    name: 'statement-verb',
    description: 'What a PartiQL statement does decides its DynamoDB action.',
    tests: [
      ['select', '[sS][eE][lL][eE][cC][tT]'],
      ['insert', '[iI][nN][sS][eE][rR][tT]'],
      ['update', '[uU][pP][dD][aA][tT][eE]'],
      ['delete', '[dD][eE][lL][eE][tT][eE]'],
    ].map(([value = '', verb = '']) => ({
      test: 'matches' as const,
      path: PARAMETERS,
      pattern: `"[sS]tatement"\\s*:\\s*"\\s*${verb}\\b`,
      value,
      eventSources: DYNAMODB,
    })),
  },
  {
    name: 'transact-verb',
    description: 'What each item of a DynamoDB transaction does decides its action.',
    tests: [
      ['condition-check', '[cC]onditionCheck'],
      ['delete', '[dD]elete'],
      ['put', '[pP]ut'],
      ['update', '[uU]pdate'],
    ].map(([value = '', key = '']) => ({
      test: 'matches' as const,
      path: ['requestParameters', 'transactItems'] as const,
      pattern: `"${key}"\\s*:\\s*\\{`,
      value,
      eventSources: DYNAMODB,
      eventNames: ['TransactWriteItems'],
    })),
  },
  {
    name: 'source-identity',
    description: 'A role session is given a source identity: authorised as SetSourceIdentity too.',
    tests: [{ test: 'present', path: ['requestParameters', 'sourceIdentity'] }],
  },
  {
    name: 'provided-contexts',
    description: 'A role session is given contexts: authorised as SetContext too.',
    tests: [{ test: 'present', path: ['requestParameters', 'providedContexts'] }],
  },
  {
    name: 'denied-action',
    description: 'The action that AWS says was denied, where the message names it.',
    tests: [
      {
        test: 'captures',
        path: ['errorMessage'],
        pattern: 'not authorized to perform:? +"?([A-Za-z0-9-]{1,64}:[A-Za-z0-9]{1,128})',
      },
      {
        test: 'captures',
        path: ['errorMessage'],
        pattern: 'because no [a-z -]{1,40} allows the ([A-Za-z0-9-]{1,64}:[A-Za-z0-9]{1,128}) action',
      },
    ],
  },
  {
    name: 'denied-by',
    description: 'The kind of policy that AWS says denied the call.',
    tests: [
      ['scp', 'service control policy'],
      ['rcp', 'resource control policy'],
      ['identity-policy', 'identity-based policy'],
      ['resource-policy', 'resource-based policy'],
      ['boundary', 'permissions boundary'],
      ['session-policy', 'session policy'],
      ['vpc-endpoint-policy', 'VPC endpoint policy'],
    ].map(([value = '', phrase = '']) => ({
      test: 'matches' as const,
      path: ['errorMessage'] as const,
      pattern: `(?:explicit deny in an? |because no )${phrase}`,
      value,
    })),
  },
] as const satisfies readonly FeatureDefinition[];

export type RequestFeatureName = (typeof REQUEST_FEATURES)[number]['name'];

/** Distinct values of one feature a record may give; with more it gives `name=many`. */
export const MAX_FEATURE_VALUES = 5;
