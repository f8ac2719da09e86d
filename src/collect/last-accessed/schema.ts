import { z } from 'zod';
import { timeSchema as time } from '../files/time-schema.ts';

/** Only the fields used of GetServiceLastAccessedDetails (IAM API reference). */

const trackedAction = z.object({
  ActionName: z.string().min(1),
  LastAccessedTime: time,
});

const service = z.object({
  ServiceNamespace: z.string().min(1),
  LastAuthenticated: time,
  LastAuthenticatedRegion: z.string().nullish(),
  TrackedActionsLastAccessed: z.array(trackedAction).nullish(),
});

export const lastAccessedPage = z.object({
  JobStatus: z.string().optional(),
  JobType: z.string().nullish(),
  JobCreationDate: time,
  JobCompletionDate: time,
  ServicesLastAccessed: z
    .array(service)
    .nullish()
    .transform((value) => value ?? []),
  IsTruncated: z.boolean().nullish(),
  Error: z
    .object({ Message: z.string().optional(), Code: z.string().optional() })
    .nullish()
    .transform((value) => value?.Message ?? value?.Code ?? null),
});
export type LastAccessedPage = z.infer<typeof lastAccessedPage>;
