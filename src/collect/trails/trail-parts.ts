import { UserError } from '../../domain/errors.ts';
import { checkShape } from '../files/check-shape.ts';
import { describeJson } from '../files/describe-json.ts';
import { unwrapRecording } from '../files/read-json.ts';
import {
  type EventSelectors,
  eventSelectors,
  type TrailDescription,
  type TrailStatus,
  trailDescription,
  trailStatus,
} from './schema.ts';

export const TRAILS_EXPECTED =
  'the output of `aws cloudtrail describe-trails`, `get-event-selectors` or `get-trail-status`';

interface Placed<T> {
  readonly value: T;
  readonly location: string;
}

/** What was read about trails so far, still apart. */
export class TrailParts {
  readonly descriptions: Placed<TrailDescription>[] = [];
  readonly selectors: Placed<EventSelectors>[] = [];
  readonly statuses: Placed<TrailStatus>[] = [];

  get arns(): readonly string[] {
    const all = [...this.descriptions, ...this.selectors, ...this.statuses];
    return [...new Set(all.flatMap(({ value }) => value.TrailARN ?? []))].sort();
  }

  add(other: TrailParts): void {
    this.descriptions.push(...other.descriptions);
    this.selectors.push(...other.selectors);
    this.statuses.push(...other.statuses);
  }
}

/** Keys under which lists or single objects of parts stand, in a command's output or in a file put together by hand. */
const CONTAINERS: ReadonlySet<string> = new Set([
  'trailList',
  'Trails',
  'Trail',
  'trails',
  'eventSelectors',
  'selectors',
  'status',
  'statuses',
]);

/** Sorts one JSON value (an object, a list, or a container of them) into the parts it describes. */
export function readTrailParts(recorded: unknown, location: string, parts: TrailParts): void {
  const value = unwrapRecording(recorded);
  if (Array.isArray(value)) {
    for (const item of value) readTrailParts(item, location, parts);
    return;
  }
  if (typeof value !== 'object' || value === null) throw wrongFile(value, location);
  const containers = Object.entries(value).filter(([key]) => CONTAINERS.has(key));
  if (containers.length > 0) {
    for (const [, contained] of containers) readTrailParts(contained, location, parts);
    return;
  }
  const isSelectors = 'EventSelectors' in value || 'AdvancedEventSelectors' in value;
  const isDescription = 'IsMultiRegionTrail' in value || 'HomeRegion' in value || 'S3BucketName' in value;
  if (isDescription)
    parts.descriptions.push({ value: checkShape(trailDescription, value, location), location });
  if (isSelectors) parts.selectors.push({ value: checkShape(eventSelectors, value, location), location });
  if ('IsLogging' in value)
    parts.statuses.push({ value: checkShape(trailStatus, value, location), location });
  if (!isSelectors && !isDescription && !('IsLogging' in value)) throw wrongFile(value, location);
}

function wrongFile(value: unknown, location: string): UserError {
  return new UserError(`${location} looks like ${describeJson(value)}. Expected ${TRAILS_EXPECTED}.`);
}
