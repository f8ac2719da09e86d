/** One way to see a feature in a record. A path is the keys from the record's root. */
export type FeatureTest = FeatureScope & {
  /** Text without any of these cannot match: a cheap look before the pattern. */
  readonly needs?: readonly string[];
} & (
    | { readonly test: 'present'; readonly path: readonly string[] }
    /** The node is not there, or null. */
    | { readonly test: 'missing'; readonly path: readonly string[] }
    /** The node's text matches; `value` makes it `name=value`. */
    | {
        readonly test: 'matches';
        readonly path: readonly string[];
        readonly pattern: string;
        readonly value?: string;
      }
    /** Every match of the node's text gives `name=prefix + group 1`. */
    | {
        readonly test: 'captures';
        readonly path: readonly string[];
        readonly pattern: string;
        readonly prefix?: string;
      }
  );

/** Records a test is limited to; absent = every record. */
export interface FeatureScope {
  readonly eventSources?: readonly string[];
  readonly notEventSources?: readonly string[];
  readonly eventNames?: readonly string[];
}

export interface FeatureDefinition {
  readonly name: string;
  /** What it decides, and why the record tells. */
  readonly description: string;
  /** Present when any of these is. */
  readonly tests: readonly FeatureTest[];
}

export const PARAMETERS = ['requestParameters'] as const;

/** Pattern of a JSON member's value that is true, or an object, list or string that is not empty. */
export const FILLED = '\\s*:\\s*(?:\\{\\s*[^}\\s]|\\[\\s*[^\\]\\s]|"[^"]|true)';
