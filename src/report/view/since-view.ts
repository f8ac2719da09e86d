import type { ReviewChanges } from '../../domain/review.ts';
import type { Assessment } from '../assessment-schema.ts';
import { formatCount, formatShare, formatTime } from './format.ts';

/** What changed since the review before; `given` is false when it was not compared. */
export interface SinceView {
  readonly given: boolean;
  readonly asOf: string;
  readonly manifest: string;
  readonly rows: readonly { readonly label: string; readonly value: string }[];
}

const LABELS: readonly (readonly [label: string, value: (changes: ReviewChanges) => string])[] = [
  [
    'Mean exposure',
    ({ exposureBefore, exposureNow }) => `${formatShare(exposureBefore)} to ${formatShare(exposureNow)}`,
  ],
  ['Permissions remediated', ({ remediated }) => formatCount(remediated)],
  ['Permissions newly unused', ({ newlyUnused }) => formatCount(newlyUnused)],
  ['Permissions newly granted', ({ newlyGranted }) => formatCount(newlyGranted)],
  ['Principals whose exposure rose', ({ regressed }) => formatCount(regressed)],
  [
    'Principals added, removed',
    ({ principalsAdded, principalsRemoved }) =>
      `${formatCount(principalsAdded)}, ${formatCount(principalsRemoved)}`,
  ],
];

export const changeRows = (changes: ReviewChanges): SinceView['rows'] =>
  LABELS.map(([label, value]) => ({ label, value: value(changes) }));

export function sinceView({ previous }: Assessment): SinceView {
  return previous === undefined
    ? { given: false, asOf: '', manifest: '', rows: [] }
    : {
        given: true,
        asOf: formatTime(previous.asOf),
        manifest: previous.manifestSha256 ?? 'it had none',
        rows: changeRows(previous.changes),
      };
}
