import type { JsonObject } from './json.ts';

export type Effect = 'Allow' | 'Deny';

/** An `Action`/`NotAction`, `Resource`/`NotResource` element: `negated` is the `Not*` form. */
export interface Element {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

/** One `operator -> key -> values` line of a Condition block, e.g. `StringEquals`, `aws:PrincipalTag/team`, `['a']`. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export interface Statement {
  /** Position in the document, from 0; a document with a single statement object has index 0. */
  readonly index: number;
  readonly sid: string | null;
  readonly effect: Effect;
  readonly action: Element;
  /** Null only in trust policies, which have no Resource. */
  readonly resource: Element | null;
  /** In document order; empty when there is no Condition block. */
  readonly conditions: readonly Condition[];
  /** True for resource and trust policies, which carry Principal or NotPrincipal. */
  readonly hasPrincipal: boolean;
  /** The statement exactly as it stood, key order and scalar-or-list forms included. */
  readonly raw: JsonObject;
}

/** A parsed policy document. Identity is by reference: the same text is parsed once and shared. */
export interface PolicyDocument {
  readonly version: string | null;
  readonly statements: readonly Statement[];
  /** The document exactly as it stood. */
  readonly raw: JsonObject;
}

/** Where a policy lives; `group` is about how it reaches a principal, so it is on the grant, not here. */
export type PolicyKind = 'inline' | 'managed' | 'aws-managed';

export interface PolicyVersion {
  readonly versionId: string;
  readonly createDate: string | null;
  readonly isDefault: boolean;
  /** Null when the version's document was not exported or cannot be read. */
  readonly document: PolicyDocument | null;
}

export interface Policy {
  /** The ARN of a managed policy; `<owner arn>#<policy name>` of an inline one. Unique in a run. */
  readonly id: string;
  readonly name: string;
  readonly arn: string | null;
  readonly kind: PolicyKind;
  /** ARN of the role, user or group an inline policy belongs to; null for managed policies. */
  readonly owner: string | null;
  /** The default version. Null when it cannot be read: see `problem`. */
  readonly document: PolicyDocument | null;
  /** Why `document` is null, in words a person can act on; null when it is there. */
  readonly problem: string | null;
  /** Managed policies only, newest first; empty when not exported. */
  readonly versions: readonly PolicyVersion[];
  /** As IAM counts them (GetAccountAuthorizationDetails); null when not told. Larger than what we see = attached elsewhere. */
  readonly attachmentCount: number | null;
  readonly boundaryUsageCount: number | null;
}
