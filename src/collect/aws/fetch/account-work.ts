import { SourceError } from '../../../domain/errors.ts';
import { asSourceError, awsError, describeAwsError, MalformedAnswer } from '../aws-error.ts';
import type { AwsSession } from '../aws-session.ts';
import type { SnapshotFolder } from '../snapshot/snapshot-folder.ts';
import type { SnapshotGap } from '../snapshot/snapshot-schema.ts';
import { FailedCall } from './ask.ts';

/** One document to fetch, and what its absence means. */
export interface Wanted {
  readonly kind: SnapshotGap['kind'];
  /** In the snapshot. */
  readonly path: string;
  readonly region?: string;
  readonly principalArn?: string;
  /** Wanted only where it is allowed: AWS keeps it from most accounts, and nobody asked for it. */
  readonly optional?: boolean;
}

/** Account ids, regions, unique ids and the names of documents; nothing that leaves a folder. */
const PATH_PART = /^[\w-][\w.-]{0,300}$/;

/** Errors that also mean "these credentials are not known in this region", which then is not enabled or refuses them. */
const REGION_REFUSALS = /^(UnrecognizedClient(Exception)?|InvalidClientTokenId|AuthFailure)$/;

/** Fetches documents of one account into the snapshot; what fails becomes a gap, and only that. */
export class AccountWork {
  readonly session: AwsSession;
  readonly account: string;
  readonly snapshot: SnapshotFolder;
  readonly #gaps: SnapshotGap[];

  constructor(session: AwsSession, account: string, snapshot: SnapshotFolder, gaps: SnapshotGap[]) {
    this.session = session;
    this.account = account;
    this.snapshot = snapshot;
    this.#gaps = gaps;
  }

  /**
   * Path of a document of this account.
   * @throws SourceError when a part of it, which AWS named, could lead elsewhere
   */
  path(...parts: readonly string[]): string {
    const wrong = [this.account, ...parts].find((part) => !PATH_PART.test(part));
    if (wrong === undefined) return ['accounts', this.account, ...parts].join('/');
    const error = new MalformedAnswer(`${JSON.stringify(wrong)} is no name of an account, region or id`);
    throw asSourceError('AWS', error);
  }

  /**
   * Fetches and writes one document, unless an earlier run has.
   * @returns whether it is there now
   * @throws SourceError (exit code 5) when AWS no longer accepts the credentials: nothing else would succeed
   */
  async fetch(wanted: Wanted, fetch: () => Promise<unknown>): Promise<boolean> {
    if (this.snapshot.has(wanted.path)) return true;
    const done = await this.attempt(wanted, async () => {
      this.snapshot.write(wanted.path, await fetch());
      return true;
    });
    return done ?? false;
  }

  /** Does something that calls AWS; null and a gap when a call of it fails. */
  async attempt<T>(wanted: Wanted, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof FailedCall)) throw error;
      await this.#fail(wanted, error);
      return null;
    }
  }

  async #fail(wanted: Wanted, { call, cause }: FailedCall): Promise<void> {
    if (cause instanceof SourceError) throw cause;
    const info = awsError(cause);
    const isOnlyRegion = wanted.region !== undefined && REGION_REFUSALS.test(info.code);
    if (info.kind === 'credentials' && !(isOnlyRegion && (await this.#areCredentialsGood()))) {
      throw asSourceError(call, cause);
    }
    const { kind, path, region = null, principalArn = null, optional = false } = wanted;
    this.#gaps.push({
      kind,
      path,
      call,
      account: this.account,
      region,
      principalArn,
      errorKind: info.kind,
      reason: describeAwsError(info),
      // Only being refused is an answer to "where it is allowed".
      optional: optional && info.kind === 'denied',
    });
  }

  async #areCredentialsGood(): Promise<boolean> {
    const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
    const sts = await this.session.sts();
    return sts.send(new GetCallerIdentityCommand({})).then(
      () => true,
      () => false,
    );
  }
}
