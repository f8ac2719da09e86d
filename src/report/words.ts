import type { UnknownReason, Usage, WitnessName, WitnessReport } from '../domain/analysis.ts';
import type { PolicyKind } from '../domain/policy.ts';
import type { Unmanageable } from '../domain/principal.ts';
import type { ChangeKind } from '../domain/recommendation.ts';

export interface Words {
  readonly title: string;
  readonly meaning: string;
  readonly remedy: string;
}

/** Why a permission could not be judged, for a reader who has never seen our code, and what would settle it. */
export const REASON_WORDS: Readonly<Record<UnknownReason, Words>> = {
  'data-events-not-logged': {
    title: 'Data events are not logged',
    meaning:
      'CloudTrail records this action only as a data event, and no trail recorded that type throughout the window.',
    remedy:
      'Add an advanced event selector for the resource type, where AWS documents one, to the trail and review again after one window.',
  },
  'no-log-coverage': {
    title: 'The log has gaps',
    meaning:
      'For some account, Region or days of the window there is no CloudTrail log, so a call could have been missed.',
    remedy: 'Supply the missing logs, or use a multi-Region trail; the coverage table lists each gap.',
  },
  'granted-too-recently': {
    title: 'Granted inside the window',
    meaning: 'The permission was granted after the window began: it has not had the whole window to be used.',
    remedy: 'Review again once the grant is older than the window.',
  },
  'principal-too-young': {
    title: 'Principal created inside the window',
    meaning:
      'The role or user is younger than the window, so work that comes round less often has not happened yet.',
    remedy: 'Review again once it is older than the window.',
  },
  'not-recorded-by-aws': {
    title: 'AWS records no event for it',
    meaning:
      'Use of this permission never reaches CloudTrail or last-accessed data (for example iam:PassRole).',
    remedy: 'No setting changes this: ask the owner whether the permission is needed.',
  },
  'not-tracked-by-last-accessed': {
    title: 'Not tracked by IAM last accessed',
    meaning:
      'Last-accessed data does not cover this action, and no CloudTrail log covers it for the whole window.',
    remedy: 'Supply CloudTrail logs for the whole window.',
  },
  'event-not-mapped': {
    title: 'No known event shows it',
    meaning:
      'No API operation is known to exercise this action, so its use could not be recognised in the log.',
    remedy: 'Ask the owner; an updated catalog may know the operation.',
  },
  'wildcard-remainder': {
    title: 'Wildcard over unknown actions',
    meaning:
      'The grant is a pattern over a service or actions the catalog does not list, so it cannot be counted out.',
    remedy: 'Replace the pattern by the actions that are meant.',
  },
  'ambiguous-attribution': {
    title: 'Use cannot be attributed',
    meaning:
      'Matching calls were seen, but the record does not tell which principal or action they belong to.',
    remedy:
      'Look at the calls named in the evidence; separate identities or session names would tell them apart.',
  },
  'source-failed': {
    title: 'A source failed to read',
    meaning:
      'A log file or report that could have shown use could not be read: that is a gap, not an absence.',
    remedy: 'Mend or fetch the files listed under unreadable inputs and run again.',
  },
};

export const USAGE_WORDS: Readonly<Record<Usage, string>> = {
  used: 'Used',
  unused: 'Unused',
  unknown: 'Cannot be judged',
  'denied-only': 'Only denied',
};

export const WITNESS_WORDS: Readonly<Record<WitnessName, string>> = {
  'cloudtrail-management': 'CloudTrail management events',
  'cloudtrail-data': 'CloudTrail data events',
  'last-accessed-action': 'IAM last accessed, action level',
  'last-accessed-service': 'IAM last accessed, service level',
};

export const SAW_WORDS: Readonly<Record<WitnessReport['saw'], string>> = {
  use: 'saw use',
  'possible-use': 'saw calls that may be use',
  denied: 'saw only denied attempts',
  nothing: 'saw nothing',
};

export const VERDICT_WORDS = {
  complete: {
    title: 'Evidence is complete',
    meaning: 'Every log source covers the whole window in every account and Region in scope.',
  },
  partial: {
    title: 'Evidence is partial',
    meaning: 'Some sources have gaps. What the gaps touch is listed as cannot be judged, never as unused.',
  },
  insufficient: {
    title: 'Evidence is insufficient',
    meaning:
      'There is too little evidence to call permissions unused. Treat this as a list of what to collect.',
  },
} as const;

export const STATUS_WORDS = {
  verified: { title: 'Verified', meaning: 'All four checks passed. It may be applied.' },
  failed: {
    title: 'Verification failed',
    meaning: 'Do not apply: a check found a counterexample, shown below.',
  },
  'not-proposed': { title: 'Not proposed', meaning: 'No change is proposed.' },
} as const;

export const CHANGE_WORDS: Readonly<Record<ChangeKind, string>> = {
  replace: 'Replace document',
  detach: 'Detach',
  create: 'Create and attach',
  delete: 'Delete',
};

export const KIND_WORDS: Readonly<Record<PolicyKind | 'group', string>> = {
  inline: 'inline',
  managed: 'customer managed',
  'aws-managed': 'AWS managed',
  group: 'through a group',
};

export const UNMANAGEABLE_WORDS: Readonly<Record<Unmanageable, string>> = {
  'service-linked-role': 'Service-linked role: AWS owns its policy, so it is reported and never rewritten.',
  'identity-center-role':
    'IAM Identity Center role: change the permission set; the role is provisioned from it.',
};

export const CHECK_WORDS = {
  noNewAccess: {
    title: 'No new access',
    meaning: 'Everything the proposal allows was allowed before.',
    broken: 'The proposal would allow something that was not allowed before.',
  },
  noLostUsage: {
    title: 'No lost usage',
    meaning: 'Every call seen in the window is still allowed.',
    broken: 'A call seen in the window would no longer be allowed.',
  },
  takesEffect: {
    title: 'Takes effect',
    meaning: 'Every removed action is denied once all policies of the principal are considered.',
    broken: 'An action said to be removed would still be allowed.',
  },
  fits: {
    title: 'Fits',
    meaning: 'Size, characters and attachment limits of IAM are kept.',
    broken: 'A document or its attachment would break a limit of IAM.',
  },
} as const;
