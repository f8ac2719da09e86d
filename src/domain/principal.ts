import type { PolicyDocument } from './policy.ts';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** How a policy reaches a principal. */
export interface PolicyAttachment {
  readonly policyId: string;
  /** ARN of the group that carries the policy; null when it is the principal's own. */
  readonly viaGroup: string | null;
}

export interface Principal {
  readonly arn: string;
  /** AROA... or AIDA...: a recreated principal has the same ARN and another unique id. */
  readonly uniqueId: string;
  readonly type: 'role' | 'user';
  readonly name: string;
  readonly path: string;
  readonly account: string;
  readonly createDate: string | null;
  readonly tags: readonly Tag[];
  /** Own inline, own attached, then those of its groups; in the order of the export. */
  readonly attachments: readonly PolicyAttachment[];
  /** Policy id of the permissions boundary. */
  readonly permissionsBoundary: string | null;
  /** Roles only. Null with `trustProblem` when unreadable. */
  readonly trustPolicy: PolicyDocument | null;
  readonly trustProblem: string | null;
  readonly groups: readonly string[];
  readonly instanceProfiles: readonly string[];
  /** RoleLastUsed / PasswordLastUsed as IAM tells it. */
  readonly lastUsed: { readonly date: string; readonly region: string | null } | null;
}

/** A service-linked role (`/aws-service-role/`) or an Identity Center role (`AWSReservedSSO_*`): reported, never rewritten. */
export type Unmanageable = 'service-linked-role' | 'identity-center-role';
