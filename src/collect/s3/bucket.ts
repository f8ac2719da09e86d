import type { S3Client } from '@aws-sdk/client-s3';
import { MalformedAnswer } from '../aws/aws-error.ts';

export interface S3Object {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

/** The read side of one bucket; errors are the SDK's own. */
export class Bucket {
  readonly name: string;
  readonly #client: S3Client;

  constructor(name: string, client: S3Client) {
    this.name = name;
    this.#client = client;
  }

  /** The folders directly under a prefix, and whether objects lie there too. */
  async folders(
    prefix: string,
  ): Promise<{ readonly folders: readonly string[]; readonly hasObjects: boolean }> {
    const folders: string[] = [];
    let hasObjects = false;
    for await (const page of this.#pages({ Prefix: prefix, Delimiter: '/' })) {
      folders.push(...(page.CommonPrefixes ?? []).map((each) => each.Prefix ?? ''));
      hasObjects ||= (page.Contents ?? []).some(({ Key }) => Key !== prefix);
    }
    return { folders, hasObjects };
  }

  /**
   * The objects under a prefix in the order of their keys, a page at a time.
   * @param after a key before the first one wanted
   * @param end a key behind the last one wanted: no page after it is asked for
   */
  async objects(prefix: string, after?: string, end?: string): Promise<S3Object[]> {
    const objects: S3Object[] = [];
    const start = after === undefined ? {} : { StartAfter: after };
    for await (const page of this.#pages({ Prefix: prefix, ...start })) {
      for (const { Key, Size, ETag, LastModified } of page.Contents ?? []) {
        if (Key === undefined)
          throw new MalformedAnswer('ListObjectsV2 answered with an object without a key');
        if (end !== undefined && Key >= end) return objects;
        // A console shows a folder by an empty object of its name.
        if (Key.endsWith('/')) continue;
        objects.push({ key: Key, size: Size ?? 0, etag: ETag ?? '', modified: LastModified?.getTime() ?? 0 });
      }
    }
    return objects;
  }

  /** An object as it was when it was listed: another one under its key is refused (If-Match). */
  async get(
    key: string,
    etag: string,
  ): Promise<{ readonly bytes: Uint8Array; readonly signature: string | null }> {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3');
    const match = etag === '' ? {} : { IfMatch: etag };
    const { Body, ContentLength, Metadata } = await this.#client.send(
      new GetObjectCommand({ Bucket: this.name, Key: key, ...match }),
    );
    if (Body === undefined) throw new MalformedAnswer('GetObject answered without a body');
    const bytes = await Body.transformToByteArray();
    if (ContentLength !== undefined && bytes.length !== ContentLength) {
      throw new MalformedAnswer(`GetObject ended after ${bytes.length} of ${ContentLength} bytes`);
    }
    return { bytes, signature: Metadata?.signature ?? null };
  }

  async *#pages(query: {
    readonly Prefix: string;
    readonly Delimiter?: string;
    readonly StartAfter?: string;
  }) {
    const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
    let token: string | undefined;
    for (;;) {
      const page = await this.#client.send(
        new ListObjectsV2Command({
          Bucket: this.name,
          ...query,
          ...(token !== undefined && { ContinuationToken: token }),
        }),
      );
      yield page;
      if (page.IsTruncated !== true) return;
      const next = page.NextContinuationToken;
      if (next === undefined || next === token) {
        throw new MalformedAnswer('ListObjectsV2 says that there is more and not where');
      }
      token = next;
    }
  }
}
