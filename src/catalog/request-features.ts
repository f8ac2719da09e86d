import { DENIAL_FEATURES } from './denial-features.ts';
import { type FeatureDefinition, FILLED, PARAMETERS } from './feature-definition.ts';
import { S3_FEATURES } from './s3-features.ts';

const DYNAMODB = ['dynamodb.amazonaws.com'] as const;
const NAME = '[A-Za-z0-9+=,.@_-]{1,128}';

/**
 * The closed list of request features: what in a CloudTrail record decides which actions its call exercised. Data,
 * so that every engine answers the same: TypeScript evaluates it below, SQL engines compile it. Patterns keep to what
 * JavaScript, RE2 and Java agree on (no look-around, no flags) and allow white space where JSON text may carry it.
 */
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
        needs: ['ags"', 'agS', 'agL', 'agM', 'agK'],
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
        needs: [':iam::'],
        pattern: `(arn:aws[a-z-]*:iam::[0-9]{12}:(?:role|instance-profile)/[A-Za-z0-9+=,.@_/-]{1,576})`,
        notEventSources: ['iam.amazonaws.com', 'sts.amazonaws.com'],
      },
      {
        test: 'captures',
        path: PARAMETERS,
        needs: ['ole'],
        pattern: `"[A-Za-z]*[rR]ole(?:Name|Arn|ARN)?"\\s*:\\s*"(${NAME})"`,
        notEventSources: ['iam.amazonaws.com', 'sts.amazonaws.com'],
      },
      {
        test: 'captures',
        path: PARAMETERS,
        needs: ['nstanceProfile'],
        pattern: `"[A-Za-z]*[iI]nstanceProfile(?:Name|Arn)?"\\s*:\\s*"(${NAME})"`,
        prefix: 'instance-profile/',
        notEventSources: ['iam.amazonaws.com', 'sts.amazonaws.com'],
      },
      {
        test: 'captures',
        path: PARAMETERS,
        needs: ['nstanceProfile'],
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
      'Called with a long- or short-term API key: authorised as CallWithBearerToken too. Bedrock marks it in additionalEventData and does not tell the kind; the Claude Platform and Bedrock Mantle name the kind in requestParameters, in the words of the condition key BearerTokenType or, in the example of the Bedrock user guide (Monitor bedrock-mantle API calls using CloudTrail), as ABSK, with which long-term keys begin.',
    tests: [
      { test: 'present', path: ['additionalEventData', 'callWithBearerToken'] },
      { test: 'present', path: ['requestParameters', 'callWithBearerToken'] },
      { test: 'present', path: ['requestParameters', 'bearerTokenType'] },
      ...[
        ['LONG_TERM', 'LONG_TERM|ABSK'],
        ['SHORT_TERM', 'SHORT_TERM'],
      ].map(([value = '', kinds = '']) => ({
        test: 'matches' as const,
        path: ['requestParameters', 'bearerTokenType'] as const,
        pattern: `^(?:${kinds})$`,
        value,
      })),
    ],
  },
  ...S3_FEATURES,
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
  ...DENIAL_FEATURES,
] as const satisfies readonly FeatureDefinition[];

export type RequestFeatureName = (typeof REQUEST_FEATURES)[number]['name'];

/** Distinct values of one feature a record may give; with more it gives `name=many`. */
export const MAX_FEATURE_VALUES = 5;
