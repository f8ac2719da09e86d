import type { Assessment, AssessmentChange, AssessmentRecommendation } from '../assessment-schema.ts';
import { guardrailWords } from '../guardrail-words.ts';
import { CHANGE_WORDS, CHECK_WORDS, KIND_WORDS, STATUS_WORDS } from '../words.ts';
import { anchors } from './anchors.ts';
import { type AwsValidationView, awsValidationView } from './aws-validation-view.ts';
import { type DecidedView, decidedView } from './decided-view.ts';
import { formatAmount, formatCount } from './format.ts';
import { type PolicyDiff, policyDiff } from './policy-diff.ts';

export interface CheckView {
  readonly title: string;
  readonly meaning: string;
  readonly passed: boolean;
  readonly extent: string;
  readonly counterexamples: AssessmentChecks['fits']['counterexamples'];
}

type AssessmentChecks = NonNullable<AssessmentRecommendation['verification']>;

export interface ChangeView {
  readonly title: string;
  readonly policy: string;
  readonly kind: string;
  readonly target: string;
  readonly extent: string;
  readonly diff: PolicyDiff;
}

/** Actions kept for the same reason. */
export interface KeptView {
  readonly title: string;
  readonly reason: string;
  readonly remedy: string;
  readonly actions: readonly string[];
}

export interface RecommendationView {
  readonly anchor: string;
  readonly id: string;
  readonly status: AssessmentRecommendation['status'];
  readonly statusTitle: string;
  readonly statusMeaning: string;
  readonly principals: readonly string[];
  /** Of the principals, in their order. */
  readonly accounts: readonly string[];
  readonly shared: boolean;
  readonly removed: readonly string[];
  readonly removedCount: string;
  readonly decided: DecidedView;
  readonly kept: readonly KeptView[];
  readonly keptWords: string;
  readonly requires: readonly string[];
  readonly notes: readonly string[];
  readonly changes: readonly ChangeView[];
  readonly checks: readonly CheckView[];
  readonly awsValidation: AwsValidationView | null;
  readonly sizes: readonly { readonly policy: string; readonly size: string }[];
}

export function recommendationViews(assessment: Assessment): readonly RecommendationView[] {
  const ids = anchors(
    'r',
    assessment.recommendations.map(({ id }) => id),
  );
  return assessment.recommendations.map((recommendation, index) => ({
    anchor: ids[index] ?? '',
    ...recommendationView(recommendation),
  }));
}

function recommendationView(recommendation: AssessmentRecommendation): Omit<RecommendationView, 'anchor'> {
  const { status, verification } = recommendation;
  return {
    id: recommendation.id,
    status,
    statusTitle: STATUS_WORDS[status].title,
    statusMeaning: recommendation.notProposed ?? STATUS_WORDS[status].meaning,
    principals: recommendation.principalArns,
    // arn:partition:service:region:account:resource
    accounts: recommendation.principalArns.map((arn) => arn.split(':')[4] ?? ''),
    shared: recommendation.principalArns.length > 1,
    removed: recommendation.removed,
    removedCount: formatAmount(recommendation.removed.length, 'action'),
    decided: decidedView(recommendation),
    kept: keptViews(recommendation.kept),
    keptWords: `Kept although unused: ${formatAmount(recommendation.kept.length, 'action')}, and why`,
    requires: recommendation.requires,
    notes: recommendation.notes,
    changes: changeViews(recommendation.changes),
    checks: verification === null ? [] : checkViews(verification),
    awsValidation: awsValidationView(verification),
    sizes: (verification?.fits.sizes ?? []).map(({ policy, characters, limit }) => ({
      policy,
      size: `${formatCount(characters)} of ${formatCount(limit)} characters`,
    })),
  };
}

function keptViews(kept: AssessmentRecommendation['kept']): readonly KeptView[] {
  const views: (KeptView & { readonly actions: string[] })[] = [];
  const groups = new Map<string, Map<string, string[]>>();
  for (const { action, guardrail, reason } of kept) {
    let byReason = groups.get(guardrail);
    if (byReason === undefined) {
      byReason = new Map();
      groups.set(guardrail, byReason);
    }
    let actions = byReason.get(reason);
    if (actions === undefined) {
      actions = [];
      byReason.set(reason, actions);
      views.push({ ...guardrailWords(guardrail), reason, actions });
    }
    actions.push(action);
  }
  return views;
}

function checkViews(verification: AssessmentChecks): readonly CheckView[] {
  const extents = {
    noNewAccess: '',
    noLostUsage: `${formatAmount(verification.noLostUsage.replayed, 'observed call')} replayed`,
    takesEffect: `${formatAmount(verification.takesEffect.checked, 'removal')} checked`,
    fits: '',
  };
  return (['noNewAccess', 'noLostUsage', 'takesEffect', 'fits'] as const).map((name) => ({
    title: CHECK_WORDS[name].title,
    meaning: CHECK_WORDS[name][verification[name].status === 'passed' ? 'meaning' : 'broken'],
    passed: verification[name].status === 'passed',
    extent: extents[name],
    counterexamples: verification[name].counterexamples,
  }));
}

/**
 * One view a change; an AWS managed policy that is detached for a created one is shown as the one edit it stands for.
 */
function changeViews(changes: readonly AssessmentChange[]): readonly ChangeView[] {
  const detached = changes.filter(({ kind }) => kind === 'detach');
  // Explicit Denies are created beside what is replaced, from nothing.
  const created = changes.filter(({ kind, before }) => kind === 'create' && before !== null);
  const [from] = detached;
  const [to] = created;
  const paired =
    from !== undefined &&
    to !== undefined &&
    detached.length === 1 &&
    created.length === 1 &&
    from.target === to.target;
  if (!paired) return changes.map((change) => changeView(change, change.before, change.after));
  const swap = {
    ...changeView(to, from.before, to.after),
    title: 'Detach and replace by a customer managed policy',
    policy: `${from.policy} → ${to.policy}`,
    kind: `${KIND_WORDS[from.policyKind]} → ${KIND_WORDS[to.policyKind]}`,
  };
  const others = changes.filter((change) => change !== from && change !== to);
  return [swap, ...others.map((change) => changeView(change, change.before, change.after))];
}

function changeView(
  change: AssessmentChange,
  before: AssessmentChange['before'],
  after: AssessmentChange['after'],
): ChangeView {
  const diff = policyDiff(before, after);
  return {
    title: CHANGE_WORDS[change.kind],
    policy: change.policy,
    kind: KIND_WORDS[change.policyKind],
    target: change.target ?? '',
    extent: `${formatAmount(diff.removed, 'line')} removed, ${formatCount(diff.added)} added`,
    diff,
  };
}
