import type { Unreadable } from '../../../domain/collected.ts';
import type { LogIntegrity } from '../../../domain/log-integrity.ts';
import type { Window } from '../../../domain/window.ts';
import { type LogPath, readLogPath } from '../log-path.ts';
import type { LogFile } from '../log-tasks.ts';
import type { FileOutcome } from '../staged-batch.ts';
import { type Digest, type DigestedLog, type DigestFile, nameOf } from './digest-file.ts';
import { IntegrityTally } from './integrity-tally.ts';
import { judgeDigests } from './judge-digests.ts';
import type { PublicKeys } from './public-keys.ts';

interface Listing {
  readonly log: DigestedLog;
  readonly digest: Digest;
  readonly isSigned: boolean;
}

const DAY_MS = 86_400_000;

/**
 * Holds log files against the digest files beside them. A log that was changed or that is missing is a gap: it may have
 * shown anything. A digest that is missing takes its proof away and no log, so it is said and is no gap; one that was
 * changed may have named logs that are gone, so it is one.
 */
export class IntegrityCheck {
  readonly #tally = new IntegrityTally();
  readonly #listings = new Map<string, Listing[]>();
  readonly #gaps: Unreadable[] = [];
  readonly #present = new Set<string>();
  readonly #hasDigests: boolean;
  /** Days of the window, and the one after it, on which its last events were delivered. */
  readonly #firstDay: string;
  readonly #lastDay: string;
  readonly #lateDay: string;
  readonly #window: Window;

  constructor(files: ReadonlyMap<string, DigestFile>, keys: PublicKeys, window: Window) {
    this.#window = window;
    this.#firstDay = window.start.slice(0, 10);
    const last = Date.parse(window.end) - 1;
    this.#lastDay = new Date(last).toISOString().slice(0, 10);
    this.#lateDay = new Date(last + DAY_MS).toISOString().slice(0, 10);
    this.#hasDigests = files.size > 0;
    const byContent = new Map<string, Digest>();
    for (const [location, file] of files) {
      if (file.kind === 'digest') {
        byContent.set(`${nameOf(file.digest.file.relative)} ${file.digest.hash}`, file.digest);
      } else {
        this.#tally.digest(
          readLogPath(location),
          'unreadable',
          nameOf(location),
          `digest file ${file.reason}`,
        );
      }
    }
    this.#judge([...byContent.values()], keys);
  }

  /** Whether a digest names the file, so that its content is to be hashed. */
  names({ file }: Pick<LogFile, 'file'>): boolean {
    return this.#listings.has(nameOf(file.relative));
  }

  /** Takes in what was read of a log file; the reason when it is not what CloudTrail delivered. */
  take({ file, path }: LogFile, outcome: FileOutcome): string | null {
    const name = nameOf(file.relative);
    this.#present.add(name);
    const listings = this.#listings.get(name) ?? [];
    const counts = path.day === null || (path.day >= this.#firstDay && path.day <= this.#lastDay);
    if (listings.length === 0) {
      if (counts) this.#tally.file(path, 'unlisted');
      return null;
    }
    if (outcome.content === undefined) {
      if (counts)
        this.#tally.file(path, 'unreadable', name, 'log file that a digest names could not be read');
      return null;
    }
    const agreeing = listings.filter(({ log }) => log.hashValue.toLowerCase() === outcome.content);
    if (agreeing.length > 0) {
      if (counts) this.#tally.file(path, agreeing.some(({ isSigned }) => isSigned) ? 'verified' : 'matching');
      return null;
    }
    this.#tally.file(path, 'changed', name, 'log file was changed since its delivery');
    return 'not to be trusted: its SHA-256 is not the one in the CloudTrail digest file; the calls it shows still count as use';
  }

  /**
   * Ends the check.
   * @param unread places of files that are there and could not be opened: gaps already, and not missing
   */
  finish(unread: readonly string[]): {
    readonly integrity: readonly LogIntegrity[];
    readonly gaps: readonly Unreadable[];
  } {
    for (const location of unread) this.#present.add(nameOf(location));
    const missing = new Map<string, { path: LogPath; names: string[] }>();
    for (const [name, [listing]] of this.#listings) {
      if (listing === undefined || this.#present.has(name) || !this.#isInWindow(listing.log)) continue;
      const path = readLogPath(listing.log.s3Object);
      this.#tally.file(path, 'missing', name, 'log file that a digest names is missing');
      const place = `${path.account} ${path.region} ${path.day}`;
      const known = missing.get(place) ?? { path, names: [] };
      known.names.push(listing.log.s3Object);
      missing.set(place, known);
    }
    for (const { path, names } of missing.values()) {
      const [first = '', ...others] = names.sort();
      const more = others.length === 0 ? '' : ` (and ${others.length} more of that day)`;
      this.#gap(first, path, path.day, `missing here, though a CloudTrail digest file names it${more}`);
    }
    return { integrity: this.#hasDigests ? this.#tally.rows() : [], gaps: this.#gaps };
  }

  #judge(digests: readonly Digest[], keys: PublicKeys): void {
    const names = new Set(digests.map(({ content }) => nameOf(content.digestS3Object)));
    const lost = new Set<string>();
    for (const [digest, state] of judgeDigests(digests, keys)) {
      const { file, content } = digest;
      const path = readLogPath(file.location);
      const name = nameOf(file.relative);
      if (state.kind === 'changed') {
        this.#tally.digest(path, 'changed', name, `digest file ${state.problem}`);
        for (const day of new Set([
          content.digestStartTime.slice(0, 10),
          content.digestEndTime.slice(0, 10),
        ])) {
          this.#gap(
            file.location,
            path,
            day,
            `not to be trusted: ${state.problem}; log files it named may be missing`,
          );
        }
        continue;
      }
      this.#tally.digest(path, state.kind);
      for (const log of content.logFiles) {
        if (log.hashAlgorithm !== 'SHA-256') continue;
        const key = nameOf(log.s3Object);
        const listing = { log, digest, isSigned: state.kind === 'signed' };
        this.#listings.set(key, [...(this.#listings.get(key) ?? []), listing]);
      }
      const previous = content.previousDigestS3Object;
      // The one before covers the time up to the start of this one.
      if (previous == null || names.has(nameOf(previous)) || content.digestStartTime <= this.#window.start)
        continue;
      if (lost.has(previous)) continue;
      lost.add(previous);
      this.#tally.digest(readLogPath(previous), 'missing', nameOf(previous), 'digest file is missing');
    }
  }

  /** By the times of its events where the digest tells them, else by its day of delivery. */
  #isInWindow({ s3Object, oldestEventTime, newestEventTime }: DigestedLog): boolean {
    const { start, end } = this.#window;
    if (oldestEventTime != null && newestEventTime != null) {
      return newestEventTime >= start && oldestEventTime < end;
    }
    const { day } = readLogPath(s3Object);
    return day === null || (day >= this.#firstDay && day <= this.#lateDay);
  }

  #gap(location: string, { account, region }: LogPath, day: string | null, reason: string): void {
    this.#gaps.push({ kind: 'cloudtrail', location, reason, account, region, day });
  }
}
