import { z } from 'zod';
import { isoSeconds, parseAwsTime } from './aws-time.ts';

/** An optional time in any form AWS tools print, as `yyyy-mm-ddThh:mm:ssZ`; null when absent. */
export const timeSchema = z
  .unknown()
  .transform((value, context) => {
    if (value === null || value === undefined) return null;
    const parsed = parseAwsTime(value);
    if (parsed !== null) return isoSeconds(parsed);
    context.addIssue({ code: 'custom', message: 'is not a time such as 2023-03-09T10:41:45Z' });
    return z.NEVER;
  })
  .optional()
  .transform((value) => value ?? null);
