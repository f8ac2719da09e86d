import { foldCase } from '../domain/fold-case.ts';
import { matchText } from '../domain/match-text.ts';
import type { RequestFeatureName } from './request-features.ts';

/**
 * What decides whether a request was authorised for an action that its operation *may* authorise. The AWS Service
 * Reference lists the possible set of an operation; the request says which members applied. First match wins.
 */
export interface ConditionalRule {
  /** Action patterns the rule is about. */
  readonly actions: readonly string[];
  /** `namespace:Operation` patterns it is limited to; absent = any operation. */
  readonly operations?: readonly string[];
  /** The feature that makes it certain, or one value of it (`statement-verb=select`). */
  readonly feature: RequestFeatureName | `${RequestFeatureName}=${string}`;
  /** A feature that leaves it open when the first is absent. */
  readonly openWith?: RequestFeatureName;
  /** `namespace:Operation` patterns where the request does not tell, so that absence leaves it open. */
  readonly openFor?: readonly string[];
  /** The feature is seen outside requestParameters, so that it decides although those are absent. */
  readonly outsideParameters?: true;
}

const TRANSACTION = ['dynamodb:TransactWriteItems'];

export const CONDITIONAL_RULES: readonly ConditionalRule[] = [
  // Tags on create (AWS Service Reference; each service's "tag on create" page). A launch template may carry tag
  // specifications that the request does not show; S3 copies an object's tags unless told otherwise.
  {
    actions: ['s3:PutObjectTagging', 's3:PutObjectVersionTagging'],
    feature: 'object-tagging',
    openFor: ['s3:CopyObject'],
  },
  {
    actions: [
      '*:TagResource',
      '*:CreateTags',
      '*:AddTags',
      '*:AddTagsToResource',
      '*:AddTagsToStream',
      '*:AddTagsToCertificate',
      '*:CreateOrUpdateTags',
      'acm-pca:TagCertificateAuthority',
      'cassandra:TagMultiRegionResource',
      'chime:TagAttendee',
      'chime:TagMeeting',
      'firehose:TagDeliveryStream',
      'iam:Tag*',
      'kinesisvideo:TagStream',
      'logs:TagLogGroup',
      'resource-groups:Tag',
      'sqs:TagQueue',
      'sts:TagGetWebIdentityToken',
      'sts:TagSession',
    ],
    feature: 'tags',
    openWith: 'launch-template',
  },
  // PassRole is never recorded (IAM UG, "Granting a user permissions to pass a role"): a role or an instance profile
  // in the request of a carrier shows it. ECS passes the roles of the task definition, Systems Manager the one in the
  // document, API Gateway and Data Pipeline those in a body that is not recorded, a launch template its instance
  // profile: none of them in the request.
  {
    actions: ['iam:PassRole'],
    feature: 'passed-role',
    openWith: 'launch-template',
    openFor: [
      'apigateway:Import*',
      'apigateway:PutRestApi',
      'apigateway:ReimportApi',
      'datapipeline:*',
      'ecs:CreateService',
      'ecs:CreateTaskSet',
      'ecs:RunTask',
      'ecs:StartTask',
      'ecs:UpdateService',
      'ssm:*Association*',
      'ssm:StartAutomationExecution',
      'ssm:StartChangeRequestExecution',
    ],
  },
  // Only Bedrock's marker is documented beside the Claude Platform's (which is decided for any event of it).
  { actions: ['bedrock:CallWithBearerToken'], feature: 'bearer-token', outsideParameters: true },
  // S3 (Amazon S3 API reference, "Permissions" of PutObject, CreateMultipartUpload, CreateBucket, DeleteObject).
  { actions: ['s3:PutObjectAcl', 's3:PutBucketAcl'], feature: 'acl' },
  { actions: ['s3:PutObjectRetention'], feature: 'retention' },
  { actions: ['s3:PutObjectLegalHold'], feature: 'legal-hold' },
  { actions: ['s3:BypassGovernanceRetention'], feature: 'bypass-governance' },
  {
    actions: ['s3:PutBucketObjectLockConfiguration', 's3:PutBucketVersioning'],
    operations: ['s3:CreateBucket'],
    feature: 'object-lock',
  },
  {
    actions: ['s3:PutBucketOwnershipControls'],
    operations: ['s3:CreateBucket'],
    feature: 'object-ownership',
  },
  // DeleteObjects names versions in a body that is not recorded; the copy source may name one in its header.
  {
    actions: [
      's3:DeleteObjectVersion',
      's3:GetObjectVersion',
      's3:*ObjectVersionAcl',
      's3:*ObjectVersionTagging',
    ],
    feature: 'version-id',
    openFor: ['s3:DeleteObjects', 's3:CopyObject', 's3:UploadPartCopy'],
  },
  { actions: ['s3-object-lambda:*'], feature: 'object-lambda' },
  // PartiQL and transactions name what they do (DynamoDB DG, "IAM security policies with PartiQL").
  { actions: ['dynamodb:PartiQLSelect'], feature: 'statement-verb=select' },
  { actions: ['dynamodb:PartiQLInsert'], feature: 'statement-verb=insert' },
  { actions: ['dynamodb:PartiQLUpdate'], feature: 'statement-verb=update' },
  { actions: ['dynamodb:PartiQLDelete'], feature: 'statement-verb=delete' },
  {
    actions: ['dynamodb:ConditionCheckItem'],
    operations: TRANSACTION,
    feature: 'transact-verb=condition-check',
  },
  { actions: ['dynamodb:DeleteItem'], operations: TRANSACTION, feature: 'transact-verb=delete' },
  { actions: ['dynamodb:PutItem'], operations: TRANSACTION, feature: 'transact-verb=put' },
  { actions: ['dynamodb:UpdateItem'], operations: TRANSACTION, feature: 'transact-verb=update' },
  // STS (API reference of AssumeRole).
  { actions: ['sts:SetSourceIdentity'], feature: 'source-identity' },
  { actions: ['sts:SetContext'], feature: 'provided-contexts' },
];

/** Rules that change what is certain: with the feature, `certain` takes the place of the operation's own actions. */
export interface SubstitutionRule {
  readonly operation: string;
  readonly feature: RequestFeatureName;
  readonly certain: readonly string[];
  readonly possible: readonly string[];
}

/**
 * A request for one version of an object is authorised as the `...Version` action. GetObject: "If you request a
 * specific version, you do not need to have the s3:GetObject permission"; DeleteObject: "you must always have the
 * s3:DeleteObject permission", so that one stays possible; where the reference is silent both are kept.
 */
export const SUBSTITUTIONS: readonly SubstitutionRule[] = [
  { operation: 's3:GetObject', feature: 'version-id', certain: ['s3:GetObjectVersion'], possible: [] },
  {
    operation: 's3:HeadObject',
    feature: 'version-id',
    certain: ['s3:GetObjectVersion'],
    possible: ['s3:GetObject'],
  },
  {
    operation: 's3:GetObjectAttributes',
    feature: 'version-id',
    certain: ['s3:GetObjectVersion', 's3:GetObjectVersionAttributes'],
    possible: ['s3:GetObject', 's3:GetObjectAttributes'],
  },
  {
    operation: 's3:DeleteObject',
    feature: 'version-id',
    certain: ['s3:DeleteObjectVersion'],
    possible: ['s3:DeleteObject'],
  },
  {
    operation: 's3:GetObjectAcl',
    feature: 'version-id',
    certain: ['s3:GetObjectVersionAcl'],
    possible: ['s3:GetObjectAcl'],
  },
  {
    operation: 's3:PutObjectAcl',
    feature: 'version-id',
    certain: ['s3:PutObjectVersionAcl'],
    possible: ['s3:PutObjectAcl'],
  },
  {
    operation: 's3:GetObjectTagging',
    feature: 'version-id',
    certain: ['s3:GetObjectVersionTagging'],
    possible: ['s3:GetObjectTagging'],
  },
  {
    operation: 's3:PutObjectTagging',
    feature: 'version-id',
    certain: ['s3:PutObjectVersionTagging'],
    possible: ['s3:PutObjectTagging'],
  },
  {
    operation: 's3:DeleteObjectTagging',
    feature: 'version-id',
    certain: ['s3:DeleteObjectVersionTagging'],
    possible: ['s3:DeleteObjectTagging'],
  },
];

/** The first rule about an action of an operation (`namespace:Operation`); null when nothing in a request decides it. */
export function conditionalRule(action: string, operation: string): ConditionalRule | null {
  const matches = (patterns: readonly string[], text: string): boolean =>
    patterns.some((pattern) => matchText(foldCase(pattern), foldCase(text)));
  return (
    CONDITIONAL_RULES.find(
      (rule) =>
        matches(rule.actions, action) &&
        (rule.operations === undefined || matches(rule.operations, operation)),
    ) ?? null
  );
}

/** Whether a request feature decides the action for every operation. */
export function decidedByRequest(action: string): boolean {
  return conditionalRule(action, '') !== null;
}

/** Whether the rule leaves the action open although its feature is absent. */
export function staysOpen(
  rule: ConditionalRule,
  operation: string,
  has: (feature: string) => boolean,
): boolean {
  if (rule.openWith !== undefined && has(rule.openWith)) return true;
  return (rule.openFor ?? []).some((pattern) => matchText(foldCase(pattern), foldCase(operation)));
}
