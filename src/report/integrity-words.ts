import type { IntegrityStatus, LogIntegrity } from '../domain/log-integrity.ts';
import type { Assessment } from './assessment-schema.ts';
import { formatAmount, formatCount } from './view/format.ts';

export const INTEGRITY_WORDS: Readonly<Record<IntegrityStatus, string>> = {
  verified: 'Verified: as CloudTrail delivered and signed them',
  matching: 'Hashes agree; not every signature was checked',
  partial: 'Verified in part',
  'not-verified': 'Not verified',
  failed: 'Failed: changed or missing',
};

type FileCount = keyof LogIntegrity['files'];

/**
 * One sentence on whether the log files are those that CloudTrail delivered; null when no log was given or nothing
 * checked it.
 */
export function integritySentence({ integrity }: Assessment['coverage']): string | null {
  if (integrity === undefined) return null;
  if (integrity.length === 0) {
    return 'Log files: not verified, because there is no CloudTrail digest file among them.';
  }
  const sum = (...counts: readonly FileCount[]): number =>
    integrity.reduce((total, { files }) => total + counts.reduce((each, count) => each + files[count], 0), 0);
  const all = sum('verified', 'matching', 'unlisted', 'changed', 'missing', 'unreadable');
  const verified = sum('verified');
  const signed =
    verified === 0
      ? 'no signature was checked'
      : `${formatCount(verified)} of them by a signature that holds`;
  const parts = [
    `Log files: ${formatCount(sum('verified', 'matching'))} of ${formatCount(all)} have the SHA-256 that CloudTrail's digest files give, ${signed}`,
    ...OTHERS.flatMap(([count, words]) => (sum(count) === 0 ? [] : [`${formatCount(sum(count))} ${words}`])),
    ...DIGESTS.flatMap(([count, words]) => {
      const found = integrity.reduce((total, { digests }) => total + digests[count], 0);
      return found === 0 ? [] : [`${formatAmount(found, 'digest file')} ${words}`];
    }),
  ];
  const first = integrity.flatMap(({ problems }) => problems)[0];
  return `${parts.join('; ')}${first === undefined ? '' : `. The first: ${first.name}, ${first.problem}`}.`;
}

const OTHERS: readonly (readonly [FileCount, string])[] = [
  ['unlisted', 'named by no digest file'],
  ['unreadable', 'unreadable'],
  ['changed', 'CHANGED'],
  ['missing', 'MISSING'],
];

const DIGESTS: readonly (readonly [keyof LogIntegrity['digests'], string])[] = [
  ['changed', 'CHANGED'],
  ['missing', 'missing'],
  ['unreadable', 'unreadable'],
];
