import type { NeverRule } from '../domain/never.ts';
import type { ProposalForm, Target } from '../domain/recommendation.ts';

/** A person's decision to keep something; expired ones are left out by the caller. */
export interface ProposeException {
  /** Principal ARN; `*` and `?` are wildcards. */
  readonly principalArn: string;
  /** Action or action pattern. */
  readonly action: string;
  readonly reason: string;
  /** Of those the pattern matches, the only ones it is about; absent = all. */
  readonly actions?: ReadonlySet<string>;
}

export interface ProposeOptions {
  readonly target: Target;
  /** ISO 8601 UTC: the end of the window judged. */
  readonly asOf: string;
  readonly exceptions?: readonly ProposeException[];
  /** More tags of break-glass principals, `key` or `key=value`, beside the usual ones. */
  readonly breakGlassTags?: readonly string[];
  /** More patterns of names of break-glass principals, beside the usual ones. */
  readonly breakGlassNames?: readonly string[];
  /** What some principals must never be able to do. */
  readonly never?: readonly NeverRule[];
  readonly form?: ProposalForm;
  /** Days a customer-managed policy is left alone after its default version was made. */
  readonly settleDays?: number;
  /** Target `scoped`: up to so many observed resources of one type are named one by one. */
  readonly maxNamedResources?: number;
}

export type ResolvedOptions = Required<ProposeOptions>;

/** Options with every default filled in. */
export function resolveOptions(options: ProposeOptions): ResolvedOptions {
  return {
    exceptions: [],
    breakGlassTags: [],
    breakGlassNames: [],
    never: [],
    form: 'replace',
    settleDays: 14,
    maxNamedResources: 8,
    ...options,
  };
}
