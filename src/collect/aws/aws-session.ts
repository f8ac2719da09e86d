import type { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import type { AccountClient } from '@aws-sdk/client-account';
import type { AthenaClient } from '@aws-sdk/client-athena';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { S3Client } from '@aws-sdk/client-s3';
import type { STSClient } from '@aws-sdk/client-sts';
import { type AwsRole, assumeRole, type CredentialsProvider } from './assume-role.ts';
import type { AwsCall } from './aws-call.ts';
import { MalformedAnswer } from './aws-error.ts';
import { CallRecorder, type RecordableClient } from './call-recorder.ts';

export interface AwsSessionOptions {
  /** Session name of every role that is assumed (2 to 64 of `\w+=,.@-`), so that CloudTrail shows the run. */
  readonly runId: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absent: the SDK's default chain. */
  readonly profile?: string;
  /** Absent: AWS_REGION, AWS_DEFAULT_REGION, the profile's, us-east-1. */
  readonly region?: string;
  /** Absent: AWS_MAX_ATTEMPTS, 8. */
  readonly maxAttempts?: number;
  /** Absent: `adaptive`, which also slows down after AWS throttled a call. */
  readonly retryMode?: RetryMode;
  /** For one request; absent: 60 seconds. */
  readonly timeoutMs?: number;
  /** Called after each call. */
  readonly onCall?: (call: AwsCall) => void;
}

/** Who AWS says is calling. */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  readonly partition: string;
}

export type RetryMode = 'adaptive' | 'standard';

const DEFAULT_ATTEMPTS = 8;
const DEFAULT_TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 5_000;
const LAST_RESORT_REGION = 'us-east-1';

/**
 * The one place that makes credentials and SDK clients. All clients retry adaptively, time out, and record their
 * calls; endpoints follow the SDK's own variables (AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3, ...). An SDK is loaded when
 * its first client is asked for.
 */
export class AwsSession {
  readonly runId: string;
  readonly #options: AwsSessionOptions;
  readonly #recorder: CallRecorder;
  #credentials: CredentialsProvider | null;
  readonly #clients: Map<string, Promise<RecordableClient & { destroy(): void }>> = new Map();
  readonly #children: AwsSession[] = [];
  #account: string | null;
  #identity: Promise<CallerIdentity> | null = null;
  #region: Promise<string> | null = null;

  constructor(
    options: AwsSessionOptions,
    inside?: {
      readonly recorder: CallRecorder;
      readonly credentials: CredentialsProvider;
      readonly account: string;
    },
  ) {
    // The SDK is pinned to a version that runs on this Node; its advice to update Node is no news for an operator.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
    this.runId = options.runId;
    this.#options = options;
    this.#recorder = inside?.recorder ?? new CallRecorder(options.onCall);
    this.#credentials = inside?.credentials ?? null;
    this.#account = inside?.account ?? null;
  }

  /** Every call so far, of this session and of those it opened in other accounts. */
  get calls(): readonly AwsCall[] {
    return this.#recorder.calls;
  }

  /** A session in another account; the role is assumed at its first call. */
  inAccount(role: AwsRole): AwsSession {
    const partition = async () => (await this.whoAmI()).partition;
    const credentials = assumeRole(() => this.sts(), role, partition, this.runId);
    const inside = { recorder: this.#recorder, credentials, account: role.account };
    const session = new AwsSession(this.#options, inside);
    this.#children.push(session);
    return session;
  }

  /** GetCallerIdentity, which needs no permission; asked once. */
  whoAmI(): Promise<CallerIdentity> {
    this.#identity ??= this.#askIdentity();
    return this.#identity;
  }

  /** The region of what has none of its own here. */
  region(): Promise<string> {
    this.#region ??= this.#findRegion();
    return this.#region;
  }

  async iam(): Promise<IAMClient> {
    const { IAMClient } = await import('@aws-sdk/client-iam');
    return this.#client('iam', await this.region(), (settings) => new IAMClient(settings));
  }

  async sts(): Promise<STSClient> {
    const { STSClient } = await import('@aws-sdk/client-sts');
    return this.#client('sts', await this.region(), (settings) => new STSClient(settings));
  }

  async organizations(): Promise<OrganizationsClient> {
    const { OrganizationsClient } = await import('@aws-sdk/client-organizations');
    return this.#client(
      'organizations',
      await this.region(),
      (settings) => new OrganizationsClient(settings),
    );
  }

  async accountManagement(): Promise<AccountClient> {
    const { AccountClient } = await import('@aws-sdk/client-account');
    return this.#client('account', await this.region(), (settings) => new AccountClient(settings));
  }

  async cloudTrail(region: string): Promise<CloudTrailClient> {
    const { CloudTrailClient } = await import('@aws-sdk/client-cloudtrail');
    return this.#client('cloudtrail', region, (settings) => new CloudTrailClient(settings));
  }

  async accessAnalyzer(region: string): Promise<AccessAnalyzerClient> {
    const { AccessAnalyzerClient } = await import('@aws-sdk/client-accessanalyzer');
    return this.#client('accessanalyzer', region, (settings) => new AccessAnalyzerClient(settings));
  }

  async athena(region: string): Promise<AthenaClient> {
    const { AthenaClient } = await import('@aws-sdk/client-athena');
    return this.#client('athena', region, (settings) => new AthenaClient(settings));
  }

  /** A bucket of another region is asked there. Buckets in the path where the endpoint is overridden: a loopback address has no host name for each bucket. */
  async s3(region: string): Promise<S3Client> {
    const { S3Client } = await import('@aws-sdk/client-s3');
    const { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3 } = this.#options.environment;
    const forcePathStyle = (AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL ?? '') !== '';
    return this.#client(
      's3',
      region,
      (settings) => new S3Client({ ...settings, forcePathStyle, followRegionRedirects: true }),
    );
  }

  /** Closes the connections of this session and of those it opened. */
  async close(): Promise<void> {
    for (const session of this.#children) await session.close();
    for (const client of this.#clients.values()) (await client.catch(() => null))?.destroy();
    this.#clients.clear();
  }

  async #client<C extends RecordableClient & { destroy(): void }>(
    service: string,
    region: string,
    make: (settings: ClientSettings) => C,
  ): Promise<C> {
    const key = `${service} ${region}`;
    const known = this.#clients.get(key);
    if (known !== undefined) return known as Promise<unknown> as Promise<C>;
    const place = () => ({ account: this.#account, region });
    const created = this.#settings(region).then((settings) => this.#recorder.watch(make(settings), place));
    this.#clients.set(key, created);
    return created;
  }

  async #settings(region: string): Promise<ClientSettings> {
    const {
      profile,
      maxAttempts,
      timeoutMs = DEFAULT_TIMEOUT_MS,
      retryMode = 'adaptive',
      environment,
    } = this.#options;
    const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
    const attempts = maxAttempts ?? (Number(environment.AWS_MAX_ATTEMPTS) || DEFAULT_ATTEMPTS);
    // One chain for all clients: a sign-in or an outside process is asked once.
    this.#credentials ??= fromNodeProviderChain({
      clientConfig: { region },
      ...(profile !== undefined && { profile }),
    });
    return {
      region,
      credentials: this.#credentials,
      maxAttempts: attempts,
      retryMode,
      requestHandler: {
        connectionTimeout: CONNECT_TIMEOUT_MS,
        requestTimeout: timeoutMs,
        throwOnRequestTimeout: true,
        socketTimeout: timeoutMs,
      },
    };
  }

  async #askIdentity(): Promise<CallerIdentity> {
    const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
    const client = await this.sts();
    const { Account, Arn, UserId } = await client.send(new GetCallerIdentityCommand({}));
    if (Account === undefined || Arn === undefined) {
      throw new MalformedAnswer('GetCallerIdentity answered without an account');
    }
    this.#account = Account;
    return { account: Account, arn: Arn, userId: UserId ?? '', partition: Arn.split(':')[1] ?? 'aws' };
  }

  async #findRegion(): Promise<string> {
    const { region, profile, environment } = this.#options;
    const named = region ?? (environment.AWS_REGION || environment.AWS_DEFAULT_REGION);
    if (named !== undefined && named !== '') return named;
    const { STSClient } = await import('@aws-sdk/client-sts');
    const client = new STSClient(profile === undefined ? {} : { profile });
    return client.config.region().catch(() => LAST_RESORT_REGION);
  }
}

/** What all clients are made with. */
interface ClientSettings {
  readonly region: string;
  readonly credentials: CredentialsProvider;
  readonly maxAttempts: number;
  readonly retryMode: RetryMode;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: boolean;
    readonly socketTimeout: number;
  };
}
