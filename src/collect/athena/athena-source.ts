export interface AthenaPlace {
  readonly database: string;
  readonly workgroup: string;
  /** `s3://` folder for the results; null = the workgroup's. */
  readonly output: string | null;
  /** Answers up to this old are taken instead of asking again; 0 = none. */
  readonly reuseMinutes: number;
  /** What the region charges for a terabyte scanned, in US dollars. */
  readonly usdPerTerabyte: number;
}

/** A table of CloudTrail logs in Athena, and how to ask it. */
export interface AthenaSource extends AthenaPlace {
  readonly table: string;
  /** In US dollars: no query is begun that would make all of them cost more; null = no limit. */
  readonly maxCost: number | null;
  readonly profile?: string;
  /** Takes what is to be done when the user interrupts; gives back how to take it back. */
  readonly onInterrupt?: (cleanUp: () => Promise<void>) => () => void;
}
