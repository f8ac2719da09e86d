import { createHash } from 'node:crypto';

/** SHA-256 as lower-case hex. Computing, not input or output: same text, same hash, everywhere. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** As a Content-Security-Policy source, e.g. `'sha256-...='`. */
export const sha256Source = (text: string): string =>
  `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
