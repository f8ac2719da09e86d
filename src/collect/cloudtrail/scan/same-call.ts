import { NOT_BUCKETS, reduceArn } from '../reduce-arn.ts';

/** Values of these characters, in the places below, tell nothing but how they start: no quote, colon or wildcard. */
const S3_ARN = /("[\w:-]*(?:ARN|[aA]rn)":)"(arn:aws[a-z-]*:s3:::[A-Za-z0-9/_.=+,@-]+)"/g;
const S3_KEY = /"key":"(?!")((?:[A-Za-z0-9_.=+,@-]*\/)*)[A-Za-z0-9_.=+,@-]*"/g;
const ITEM_KEY = /"key":\{(?:"[A-Za-z0-9_.-]{1,100}":"[A-Za-z0-9_.=+,@/-]+",?){1,4}\}/;
const ITEM_VALUE = /":"[^"]*"/g;
/** In the names of an item's attributes these would be read as something else. */
const TELLING = /role|profile|tag|statement|launch|acl|grant/i;
const NO_BUCKET = new RegExp(`"bucketName"\\s*:\\s*"(?:${NOT_BUCKETS.join('|')})"`);
const LONGEST = 2000;
const FOLDERS = /^(?:[^/]*\/){0,2}/;

/**
 * The text of a call (`RecordScanner.whatText`) without what no fact reads though it is new in every record: the names of
 * S3 objects beyond what `reduceArn` keeps of them, and the keys of DynamoDB items. Staged, it gives what the whole text
 * gives, which a property test holds; so one of these calls stages them all.
 */
export function sameCall(text: string): string {
  // In a longer text an ARN may be longer than what is taken for one; an escape may hide a name.
  if (text.length > LONGEST || text.includes('\\')) return text;
  // The tags of sessions are kept as they are; one feature looks for a word anywhere.
  if (text.includes('sts.amazonaws.com') || text.includes('s3-object-lambda')) return text;
  let same = text;
  if (same.includes(':s3:::'))
    same = same.replace(S3_ARN, (_, name: string, arn: string) => `${name}"${reduceArn(arn)}"`);
  if (same.includes('"s3.amazonaws.com"')) {
    if (NO_BUCKET.test(same)) return same;
    return same.replace(S3_KEY, (_, folders: string) => `"key":"${FOLDERS.exec(folders)?.[0] ?? ''}-"`);
  }
  if (!same.includes('"dynamodb.amazonaws.com"')) return same;
  return same.replace(ITEM_KEY, (key) => (TELLING.test(key) ? key : key.replace(ITEM_VALUE, '":"-"')));
}
