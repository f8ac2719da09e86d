/** A person's decision that some principals must not be able to do something, whatever the evidence says. */
export interface NeverRule {
  /** ARN of a role or user, or a pattern of ARNs; null when `tag` says whom it is for. */
  readonly principal: string | null;
  /** `key` or `key=value` of a tag of the principal; null when `principal` says it. */
  readonly tag: string | null;
  /** Actions or action patterns. */
  readonly actions: readonly string[];
  /** Resource ARNs or patterns it is limited to; empty = every resource. */
  readonly resources: readonly string[];
  readonly reason: string;
}
