import type { CollectProgress } from '../main.ts';
import type { Io } from './command.ts';

const KINDS: Readonly<Record<CollectProgress['kind'], string>> = {
  'authorization-details': 'account details',
  'last-accessed': 'last-accessed reports',
  cloudtrail: 'CloudTrail logs',
  trails: 'trails',
  'public-keys': 'public keys',
  'organization-policies': 'service control policies',
  'credential-report': 'credential reports',
  'service-specific-credentials': 'service-specific credentials',
  'user-credentials': 'credentials of users',
};
const REDRAW_AFTER_MS = 100;

/** `CloudTrail logs: 120 of 2000 files, 61234 records, 24 MB/s, 45 s left`. */
export function progressLine(progress: CollectProgress, elapsedMs: number): string {
  const { kind, done, total, bytes, totalBytes, records } = progress;
  const line = `${KINDS[kind]}: ${done} of ${total} files, ${records} records`;
  if (elapsedMs < 1_000 || bytes === 0) return line;
  const rate = bytes / elapsedMs;
  const left = Math.ceil((totalBytes - bytes) / rate / 1_000);
  return `${line}, ${(rate / 1_000).toFixed(1)} MB/s, ${left} s left`;
}

/** A listener for collect that shows its progress on the terminal, a few times a second; null without a terminal. */
export function progressListener(io: Io): ((progress: CollectProgress) => void) | null {
  const { progress: show } = io;
  if (show === null) return null;
  const started = new Map<CollectProgress['kind'], number>();
  let shownAt = 0;
  return (progress) => {
    const now = Date.parse(io.now());
    const start = started.get(progress.kind) ?? now;
    started.set(progress.kind, start);
    if (now - shownAt < REDRAW_AFTER_MS && progress.done < progress.total) return;
    shownAt = now;
    show(progressLine(progress, now - start));
  };
}
