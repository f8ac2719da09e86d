/** What the S3 layout of a log file's path tells; null where it tells nothing. */
export interface LogPath {
  readonly account: string | null;
  readonly region: string | null;
  /** UTC day of delivery, `yyyy-mm-dd`; a file delivered after midnight holds events of the evening before. */
  readonly day: string | null;
  /** Why the file is no API log although CloudTrail wrote it; null for a log. */
  readonly sibling: string | null;
}

/** Why a digest file is no log; it says whether the logs are those that were delivered. */
export const DIGEST = 'CloudTrail digest';

/** Siblings of `CloudTrail/` in the same bucket (CloudTrail User Guide, "Finding your CloudTrail log files"). */
const SIBLINGS: Readonly<Record<string, string>> = {
  'CloudTrail-Digest': DIGEST,
  'CloudTrail-Insight': 'CloudTrail Insights events',
  'CloudTrail-NetworkActivity': 'CloudTrail network activity events',
  'CloudTrail-Aggregated': 'CloudTrail aggregated events',
};

const FOLDERS =
  /(?:^|\/)(\d{12})\/(CloudTrail(?:-[A-Za-z]+)?)\/([a-z]{2}[a-z0-9-]+)(?:\/(\d{4})\/(\d\d)\/(\d\d))?(?:\/|$)/;
const FILE_NAME =
  /^(\d{12})_(CloudTrail(?:-[A-Za-z]+)?)_([a-z]{2}(?:-[a-z]+)+-\d+)[_-](?:.*_)?(\d{4})(\d\d)(\d\d)T/;

/** Account, region and day by `.../111122223333/CloudTrail/us-east-1/2026/01/31/` or by the file's own name. */
export function readLogPath(location: string): LogPath {
  const [, account, kind, region, year, month, day] =
    FOLDERS.exec(location) ?? FILE_NAME.exec(location.split('/').at(-1) ?? '') ?? [];
  return {
    account: account ?? null,
    region: region ?? null,
    day: day === undefined ? null : `${year}-${month}-${day}`,
    sibling:
      kind === undefined || kind === 'CloudTrail' ? null : (SIBLINGS[kind] ?? `CloudTrail sibling ${kind}`),
  };
}

/** Names of files in a log folder that are read. `.gz` alone: CloudWatch Logs exports call them `000000.gz`. */
const LOG_NAME = /\.(?:json|jsonl|ndjson|log|gz)$/i;

const OTHER_NAMES: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/(?:^|\/)\.[^/]*$/, 'hidden file'],
  [/\.csv(?:\.gz)?$/i, 'CSV export: it lacks the fields that tell who did what; export as JSON'],
  [/\.(?:zip|tar|tgz|tar\.gz|7z)$/i, 'archive; unpack it to have it read'],
];

/** Why a file of a folder is not read, by its name; null when it is. */
export function reasonNotToRead(relative: string): string | null {
  const other = OTHER_NAMES.find(([pattern]) => pattern.test(relative));
  if (other) return other[1];
  return LOG_NAME.test(relative) ? null : 'not named as a log (.json, .json.gz, .jsonl, .log, .gz)';
}
