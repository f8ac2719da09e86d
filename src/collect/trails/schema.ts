import { z } from 'zod';
import { timeSchema } from '../files/time-schema.ts';

/** Only the fields used of DescribeTrails, GetTrailStatus and GetEventSelectors (CloudTrail API reference). */

export const trailStatus = z.object({
  TrailARN: z.string().optional(),
  IsLogging: z.boolean(),
  StartLoggingTime: timeSchema,
});
export type TrailStatus = z.infer<typeof trailStatus>;

const basicSelector = z.object({
  ReadWriteType: z.enum(['ReadOnly', 'WriteOnly', 'All']).default('All'),
  IncludeManagementEvents: z.boolean().default(true),
  DataResources: z.array(z.object({ Type: z.string(), Values: z.array(z.string()).default([]) })).default([]),
  ExcludeManagementEventSources: z.array(z.string()).default([]),
});
export type BasicSelector = z.infer<typeof basicSelector>;

const values = z.array(z.string()).optional();
const fieldSelector = z.object({
  Field: z.string(),
  Equals: values,
  StartsWith: values,
  EndsWith: values,
  NotEquals: values,
  NotStartsWith: values,
  NotEndsWith: values,
});
export type FieldSelector = z.infer<typeof fieldSelector>;

const advancedSelector = z.object({ Name: z.string().optional(), FieldSelectors: z.array(fieldSelector) });
export type AdvancedSelector = z.infer<typeof advancedSelector>;

export const eventSelectors = z.object({
  TrailARN: z.string(),
  EventSelectors: z.array(basicSelector).optional(),
  AdvancedEventSelectors: z.array(advancedSelector).optional(),
});
export type EventSelectors = z.infer<typeof eventSelectors>;

export const trailDescription = z.object({
  TrailARN: z.string(),
  HomeRegion: z.string().optional(),
  IsMultiRegionTrail: z.boolean().default(false),
  IsOrganizationTrail: z.boolean().default(false),
  IncludeGlobalServiceEvents: z.boolean().default(false),
  HasCustomEventSelectors: z.boolean().optional(),
  Status: trailStatus.optional(),
});
export type TrailDescription = z.infer<typeof trailDescription>;
