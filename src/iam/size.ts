import type { JsonObject } from '../domain/json.ts';

/**
 * Characters of a document as IAM counts them: "IAM does not count white space when calculating the size of a
 * policy" (IAM User Guide, reference_iam-quotas). White space inside strings is counted here: it cannot be stripped
 * without changing the policy, and counting it never promises room that is not there.
 */
export function policySize(document: JsonObject): number {
  return JSON.stringify(document).length;
}

const IAM_QUOTAS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';
const ORGANIZATIONS_QUOTAS =
  'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html';

interface SizeLimit {
  readonly characters: number;
  /** What the characters are added up over. */
  readonly over: 'document' | 'all inline policies of the principal';
  /** Of an adjustable quota, how far it can be raised; else the same as `characters`. */
  readonly maximum: number;
  /** Organizations stores the text it is given: compact it before sending. */
  readonly whitespaceCounted: boolean;
  readonly source: string;
}

/** How long policies may be, by where they live. */
export const POLICY_LIMITS = {
  managed: documentLimit(6144),
  userInline: inlineLimit(2048),
  groupInline: inlineLimit(5120),
  roleInline: inlineLimit(10_240),
  trust: { ...documentLimit(2048), maximum: 4096 },
  // Doubled on 2026-05-15; older copies of the page say 5,120.
  serviceControl: { ...documentLimit(10_240), whitespaceCounted: true, source: ORGANIZATIONS_QUOTAS },
  resourceControl: { ...documentLimit(5120), whitespaceCounted: true, source: ORGANIZATIONS_QUOTAS },
} as const satisfies Record<string, SizeLimit>;

/** Managed policies that can be attached, by default and after a quota increase. */
export const ATTACHMENT_LIMITS = {
  role: { default: 10, maximum: 20, source: IAM_QUOTAS },
  user: { default: 10, maximum: 20, source: IAM_QUOTAS },
  group: { default: 10, maximum: 10, source: IAM_QUOTAS },
} as const;

function documentLimit(characters: number): SizeLimit {
  return { characters, over: 'document', maximum: characters, whitespaceCounted: false, source: IAM_QUOTAS };
}

function inlineLimit(characters: number): SizeLimit {
  return { ...documentLimit(characters), over: 'all inline policies of the principal' };
}
