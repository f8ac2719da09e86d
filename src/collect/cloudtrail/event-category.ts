import type { EventCategory } from '../../domain/facts.ts';
import { type Fields, flagAt, isObject, listAt, textAt } from './fields.ts';

/** Operations that were data events before records said so (eventVersion 1.06 and older). */
export const OLD_DATA_EVENTS: Readonly<Record<string, ReadonlySet<string>>> = {
  's3.amazonaws.com': new Set([
    'AbortMultipartUpload',
    'CompleteMultipartUpload',
    'CopyObject',
    'CreateMultipartUpload',
    'DeleteObject',
    'DeleteObjectTagging',
    'DeleteObjects',
    'GetObject',
    'GetObjectAcl',
    'GetObjectLegalHold',
    'GetObjectRetention',
    'GetObjectTagging',
    'GetObjectTorrent',
    'HeadBucket',
    'HeadObject',
    'ListMultipartUploads',
    'ListObjectVersions',
    'ListObjects',
    'ListParts',
    'PostObject',
    'PutObject',
    'PutObjectAcl',
    'PutObjectLegalHold',
    'PutObjectRetention',
    'PutObjectTagging',
    'RestoreObject',
    'SelectObjectContent',
    'UploadPart',
    'UploadPartCopy',
  ]),
  'lambda.amazonaws.com': new Set(['Invoke', 'InvokeAsync', 'InvokeExecution']),
  'dynamodb.amazonaws.com': new Set([
    'BatchExecuteStatement',
    'BatchGetItem',
    'BatchWriteItem',
    'DeleteItem',
    'ExecuteStatement',
    'ExecuteTransaction',
    'GetItem',
    'PutItem',
    'Query',
    'Scan',
    'TransactGetItems',
    'TransactWriteItems',
    'UpdateItem',
  ]),
};

/** Types that stand beside the data-event type of a record but are none (CloudTrail User Guide, "Logging data events"). */
export const NOT_DATA_TYPES: ReadonlySet<string> = new Set([
  'AWS::S3::Bucket',
  'AWS::KMS::Key',
  'AWS::IAM::Role',
]);

/** The type of a service whose records do not always name it. */
export const TYPE_OF_SOURCE: Readonly<Record<string, string>> = {
  's3.amazonaws.com': 'AWS::S3::Object',
  'lambda.amazonaws.com': 'AWS::Lambda::Function',
  'dynamodb.amazonaws.com': 'AWS::DynamoDB::Table',
  'aws-external-anthropic.amazonaws.com': 'AWS::AWSExternalAnthropic::Workspace',
};

/** `eventCategory`; before 1.07 `managementEvent`; before that by name. */
export function eventCategory(record: Fields): EventCategory {
  const category = textAt(record, 'eventCategory');
  if (category === 'Management' || category === 'Data') return category;
  const isManagement = flagAt(record, 'managementEvent');
  if (isManagement !== null) return isManagement ? 'Management' : 'Data';
  const names = OLD_DATA_EVENTS[textAt(record, 'eventSource') ?? ''];
  return names?.has(textAt(record, 'eventName') ?? '') ? 'Data' : 'Management';
}

/**
 * The data-event resource type a selector would name. Of several, the first by name: an access point comes before the
 * object behind it, which is the narrower claim about what was logged.
 */
export function dataResourceType(record: Fields): string | null {
  const types = listAt(record, 'resources')
    .map((resource) => (isObject(resource) ? textAt(resource, 'type') : null))
    .filter((type) => type !== null && !NOT_DATA_TYPES.has(type))
    .sort();
  return types[0] ?? TYPE_OF_SOURCE[textAt(record, 'eventSource') ?? ''] ?? null;
}
