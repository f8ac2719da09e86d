import { SourceError, UserError } from '../../domain/errors.ts';
import type { Sources } from '../sources.ts';
import { asSourceError } from './aws-error.ts';
import { AwsSession, type CallerIdentity, type RetryMode } from './aws-session.ts';
import { AccountWork } from './fetch/account-work.ts';
import { ask } from './fetch/ask.ts';
import {
  authorizationDetailsPath,
  type FoundPrincipal,
  fetchAuthorizationDetails,
  principalsIn,
} from './fetch/authorization-details.ts';
import { fetchEventHistory, LOOKUP_INTERVAL_MS } from './fetch/event-history.ts';
import { inParallel } from './fetch/in-parallel.ts';
import { fetchLastAccessed, POLLING, type Polling } from './fetch/last-accessed.ts';
import { fetchAccounts, fetchControlPolicies } from './fetch/organization.ts';
import { regionsOf } from './fetch/regions.ts';
import { fetchTrails } from './fetch/trails.ts';
import { fetchCredentialReport, fetchUserCredentials } from './fetch/user-credentials.ts';
import { type SnapshotEvidence, snapshotEvidence } from './snapshot/snapshot-evidence.ts';
import { SnapshotFolder } from './snapshot/snapshot-folder.ts';
import type { SnapshotFile, SnapshotGap, SnapshotHistory } from './snapshot/snapshot-schema.ts';

export interface AwsCollection {
  readonly folder: string;
  /** Session name of every role; unique to the run. */
  readonly runId: string;
  readonly startedAt: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly profile?: string;
  readonly region?: string;
  /** Absent: the caller's own. */
  readonly accounts?: readonly string[];
  /** All active accounts of the organization. */
  readonly organization?: boolean;
  readonly role?: { readonly name: string; readonly externalId?: string };
  /** Regions in use; null: all that are enabled. */
  readonly regions: readonly string[] | null;
  readonly scope: 'agents' | 'all';
  readonly eventHistory: boolean;
  readonly windowDays: number;
  /** End of the window; null: now, or that of the collection that is resumed. */
  readonly asOf: string | null;
  readonly fresh?: boolean;
  readonly tool: { readonly name: string; readonly version: string };
  /** Whose last-accessed reports are wanted, once everything else is there; by ARN. */
  readonly select: (evidence: SnapshotEvidence, window: Sources['window']) => Promise<ReadonlySet<string>>;
  readonly progress?: (line: string) => void;
  /** How patiently AWS is asked; absent: as AWS asks for. Tests have a stand-in that is in no hurry. */
  readonly pace?: {
    readonly maxAttempts?: number;
    readonly timeoutMs?: number;
    readonly retryMode?: RetryMode;
    readonly polling?: Polling;
    readonly lookupIntervalMs?: number;
  };
}

const ACCOUNTS_AT_ONCE = 3;
const DAY_MS = 86_400_000;

/**
 * Collects the evidence about AWS accounts into a snapshot folder, read-only. A document is there whole or not at all;
 * a call that fails after its retries leaves a gap with its name, and everything else goes on.
 *
 * @throws SourceError with exit code 5 when AWS does not accept the credentials; what was fetched stays and the same
 *   call goes on from there
 */
export async function collectAws(order: AwsCollection): Promise<SnapshotFile> {
  const { runId, environment, profile, region, pace = {} } = order;
  const snapshot = openFolder(order);
  const session = new AwsSession({
    runId,
    environment,
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
    ...(pace.maxAttempts !== undefined && { maxAttempts: pace.maxAttempts }),
    ...(pace.retryMode !== undefined && { retryMode: pace.retryMode }),
    ...(pace.timeoutMs !== undefined && { timeoutMs: pace.timeoutMs }),
    onCall: (call) => snapshot.recordCall(call),
  });
  try {
    return await new Collection(order, session, snapshot).run();
  } finally {
    await session.close();
  }
}

function openFolder(order: AwsCollection): SnapshotFolder {
  const { accounts, organization = false, role, regions, scope, eventHistory, windowDays } = order;
  return new SnapshotFolder(order.folder, {
    runId: order.runId,
    startedAt: order.startedAt,
    asOf: order.asOf,
    fresh: order.fresh ?? false,
    request: {
      accounts: accounts === undefined ? null : [...accounts].sort(),
      organization,
      roleName: role?.name ?? null,
      regions: regions === null ? null : [...regions].sort(),
      scope,
      eventHistory,
      windowDays,
    },
  });
}

/** One collection: what it has found so far. */
class Collection {
  readonly #order: AwsCollection;
  readonly #session: AwsSession;
  readonly #snapshot: SnapshotFolder;
  readonly #window: Sources['window'];
  readonly #gaps: SnapshotGap[] = [];
  readonly #history: SnapshotHistory[] = [];
  readonly #principals = new Map<AccountWork, readonly FoundPrincipal[]>();

  constructor(order: AwsCollection, session: AwsSession, snapshot: SnapshotFolder) {
    this.#order = order;
    this.#session = session;
    this.#snapshot = snapshot;
    const { asOf } = snapshot;
    const start = `${new Date(Date.parse(asOf) - order.windowDays * DAY_MS).toISOString().slice(0, 19)}Z`;
    this.#window = { start, end: asOf, days: order.windowDays };
  }

  async run(): Promise<SnapshotFile> {
    const caller = await this.#session.whoAmI().catch((error: unknown) => {
      throw asSourceError('sts:GetCallerIdentity', error);
    });
    this.#snapshot.enter(caller.account);
    const home = new AccountWork(this.#session, caller.account, this.#snapshot, this.#gaps);
    const accounts = await this.#accounts(home);
    await inParallel(accounts, ACCOUNTS_AT_ONCE, (account) => this.#account(account, caller, home));
    this.#say('Control policies of the organization');
    await fetchControlPolicies(home, accounts, this.#order.organization ?? false);
    await this.#lastAccessed(caller, accounts);
    return this.#snapshot.finish(this.#facts(caller, accounts));
  }

  async #accounts(home: AccountWork): Promise<readonly string[]> {
    const { accounts, organization = false } = this.#order;
    if (!organization) return accounts ?? [home.account];
    const found = await fetchAccounts(home);
    if (found !== null) return found;
    const gap = this.#gaps.find(({ call }) => call === 'organizations:ListAccounts');
    throw new SourceError(
      'organizations:ListAccounts',
      `${gap?.reason ?? 'failed'}. Without it --org does not know the accounts: run it from the management account or a delegated administrator, or name them with --accounts.`,
      gap?.errorKind === 'denied' ? 5 : 4,
    );
  }

  /** Everything of one account but the last-accessed reports. */
  async #account(account: string, caller: CallerIdentity, home: AccountWork): Promise<void> {
    const work = account === home.account ? home : await this.#enter(account);
    if (work === null) return;
    this.#say(`Account ${account}: users, roles and policies`);
    if (!(await fetchAuthorizationDetails(work))) return;
    const principals = principalsIn(this.#snapshot.read(authorizationDetailsPath(work)));
    this.#principals.set(work, principals);
    const users = principals.filter(({ type }) => type === 'user');
    const { pace = {}, regions: named } = this.#order;
    const polling = pace.polling ?? POLLING;
    this.#say(`Account ${account}: credentials of ${users.length} users`);
    await fetchUserCredentials(work, users);
    await fetchCredentialReport(work, polling);
    const failureOf = (path: string) => this.#gaps.find((gap) => gap.path === path)?.reason ?? null;
    const { regions, failure } = await regionsOf(work, caller.partition, named, failureOf);
    this.#say(`Account ${account}: trails in ${regions.length} regions`);
    await fetchTrails(work, regions, this.#window);
    if (!this.#order.eventHistory) return;
    this.#say(`Account ${account}: event history of ${regions.length} regions`);
    const interval = pace.lookupIntervalMs ?? LOOKUP_INTERVAL_MS;
    this.#history.push(...(await fetchEventHistory(work, regions, this.#window, interval, this.#gaps)));
    if (failure !== null) this.#history.push({ account, region: '*', days: [], failure });
  }

  /** Works in another account; null, and a gap, when its role cannot be assumed. */
  async #enter(account: string): Promise<AccountWork | null> {
    const { role } = this.#order;
    if (role === undefined) {
      throw new UserError(
        `The credentials are not of account ${account}. Give --role-name, the role to assume there.`,
      );
    }
    const session = this.#session.inAccount({ account, ...role });
    const work = new AccountWork(session, account, this.#snapshot, this.#gaps);
    const wanted = { kind: 'authorization-details', path: authorizationDetailsPath(work) } as const;
    const identity = await work.attempt(wanted, () => ask('sts:AssumeRole', session.whoAmI(), []));
    return identity === null ? null : work;
  }

  async #lastAccessed(caller: CallerIdentity, accounts: readonly string[]): Promise<void> {
    const { select, pace = {} } = this.#order;
    if (this.#principals.size === 0) return;
    const soFar = this.#snapshot.describe(this.#facts(caller, accounts));
    const wanted = await select(snapshotEvidence(soFar, this.#order.folder), this.#window);
    await inParallel([...this.#principals], ACCOUNTS_AT_ONCE, async ([work, principals]) => {
      const chosen = principals.filter(({ arn }) => wanted.has(arn));
      await fetchLastAccessed(work, chosen, pace.polling ?? POLLING, (done, total) => {
        this.#say(`Account ${work.account}: last-accessed reports, ${done} of ${total}`);
      });
    });
  }

  #facts(caller: CallerIdentity, accounts: readonly string[]) {
    const key = ({ path, call }: SnapshotGap) => `${path}\n${call}`;
    return {
      tool: this.#order.tool,
      caller: { account: caller.account, arn: caller.arn },
      accounts: [...accounts].sort(),
      gaps: [...this.#gaps].sort((a, b) => (key(a) < key(b) ? -1 : 1)),
      eventHistory: [...this.#history].sort((a, b) =>
        `${a.account} ${a.region}` < `${b.account} ${b.region}` ? -1 : 1,
      ),
    };
  }

  #say(line: string): void {
    this.#order.progress?.(line);
  }
}
