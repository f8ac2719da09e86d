import { USD_PER_TERABYTE } from '../../domain/athena-price.ts';
import type { CostLine, ExaminedLogs } from '../../domain/diagnosis.ts';
import type { Window } from '../../domain/window.ts';
import { queryCost } from '../athena/athena-cost.ts';

/**
 * List prices in US dollars for us-east-1, from the price page of S3 (Standard);
 * other regions differ. IAM, STS, CloudTrail's history, Organizations and ValidatePolicy are free of charge.
 */
const GET_REQUEST = 0.0004 / 1_000;
const LIST_REQUEST = 0.005 / 1_000;
const OBJECTS_A_PAGE = 1_000;

/** What a run over the window costs, from what one day of log is. */
export function estimateCosts(logs: readonly ExaminedLogs[], { days }: Window): readonly CostLine[] {
  return logs.flatMap(({ location, bytesADay, objectsADay, days: places }) => {
    if (bytesADay === null || objectsADay === null) return [];
    const [bytes, objects] = [bytesADay * days, objectsADay * days];
    const lists = Math.ceil(objects / OBJECTS_A_PAGE) + places.length;
    return [
      {
        what: `Reading ${location} into this machine, the first time (later runs read what is new)`,
        amount: `${objects} objects, ${gigabytes(bytes)} compressed`,
        dollars: objects * GET_REQUEST + lists * LIST_REQUEST,
      },
      {
        what: `Athena over ${location}, each query that reads the whole window`,
        amount: `${gigabytes(bytes)} scanned`,
        dollars: queryCost(bytes, USD_PER_TERABYTE),
      },
    ];
  });
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;
