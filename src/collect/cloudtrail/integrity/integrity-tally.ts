import type { IntegrityStatus, LogIntegrity } from '../../../domain/log-integrity.ts';
import type { LogPath } from '../log-path.ts';

type FileCounts = LogIntegrity['files'];
type DigestCounts = LogIntegrity['digests'];
type Problem = LogIntegrity['problems'][number];

/** Problems named for one account and region; all are counted. */
const MOST_PROBLEMS = 10;

interface Place {
  readonly account: string | null;
  readonly region: string | null;
  readonly files: { -readonly [Count in keyof FileCounts]: number };
  readonly digests: { -readonly [Count in keyof DigestCounts]: number };
  readonly problems: Problem[];
}

/** Counts what became of log and digest files, by account and region. */
export class IntegrityTally {
  readonly #places = new Map<string, Place>();

  file(path: LogPath, count: keyof FileCounts, name = '', problem = ''): void {
    const place = this.#placeOf(path);
    place.files[count] += 1;
    if (problem !== '') place.problems.push({ name, problem });
  }

  digest(path: LogPath, count: keyof DigestCounts, name = '', problem = ''): void {
    const place = this.#placeOf(path);
    place.digests[count] += 1;
    if (problem !== '') place.problems.push({ name, problem });
  }

  rows(): LogIntegrity[] {
    return [...this.#places]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, place]) => ({
        ...place,
        status: statusOf(place),
        problems: [...place.problems].sort(byName).slice(0, MOST_PROBLEMS),
      }));
  }

  #placeOf({ account, region }: LogPath): Place {
    const key = `${account ?? ''} ${region ?? ''}`;
    const place = this.#places.get(key) ?? {
      account,
      region,
      files: { verified: 0, matching: 0, unlisted: 0, changed: 0, missing: 0, unreadable: 0 },
      digests: { signed: 0, unsigned: 0, changed: 0, missing: 0, unreadable: 0 },
      problems: [],
    };
    this.#places.set(key, place);
    return place;
  }
}

function statusOf({ files, digests }: Place): IntegrityStatus {
  if (files.changed + files.missing + digests.changed > 0) return 'failed';
  if (digests.signed + digests.unsigned === 0) return 'not-verified';
  const proved = files.verified + files.matching;
  const isPart = files.unlisted + files.unreadable + digests.missing + digests.unreadable > 0;
  if (isPart) return proved > 0 ? 'partial' : 'not-verified';
  // Digests without logs prove hours in which none were delivered.
  return files.matching > 0 || (proved === 0 && digests.signed === 0) ? 'matching' : 'verified';
}

function byName(a: Problem, b: Problem): number {
  return `${a.name}\n${a.problem}` < `${b.name}\n${b.problem}` ? -1 : 1;
}
