import { UserError } from '../../domain/errors.ts';

/** A place in a bucket; the prefix is empty or ends with `/`. */
export interface S3Location {
  readonly bucket: string;
  readonly prefix: string;
}

const URL = /^s3:\/\/([^/]*)(?:\/(.*))?$/s;
/** Bucket names and access point ARNs are longer and shorter than this only by mistake (S3 User Guide, "Bucket naming rules"). */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export const isS3 = (typed: string): boolean => typed.startsWith('s3://');

/** @throws UserError when it names no bucket */
export function parseS3(typed: string): S3Location {
  const [, bucket = '', path = ''] = URL.exec(typed) ?? [];
  if (!BUCKET.test(bucket)) {
    throw new UserError(
      `${typed} names no bucket. Write s3://BUCKET/PREFIX/, where PREFIX holds AWSLogs/ or is inside it.`,
    );
  }
  return { bucket, prefix: path === '' || path.endsWith('/') ? path : `${path}/` };
}
