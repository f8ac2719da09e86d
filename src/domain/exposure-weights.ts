import type { Severity } from './catalog.ts';

/**
 * How much one granted sensitive permission weighs in a principal's exposure. One table for the analysis (share unused
 * now) and the report (share unused once the proposal is applied), so that before and after are comparable.
 */
export const EXPOSURE_WEIGHTS: Readonly<Record<Severity, number>> = {
  critical: 10,
  high: 5,
  medium: 2,
  low: 1,
};
