/** The interval judged: `start` inclusive, `end` (the as-of time) exclusive, both ISO 8601 UTC with `Z`. */
export interface Window {
  readonly start: string;
  readonly end: string;
  readonly days: number;
}
