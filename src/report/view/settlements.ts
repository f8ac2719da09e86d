import type { Assessment, AssessmentPermission, AssessmentPrincipal } from '../assessment-schema.ts';
import { applicableIds } from '../exposure-after.ts';
import { sensitiveWith } from '../summary.ts';
import { formatAmount, formatCount } from './format.ts';
import { groupBy } from './group-by.ts';
import type { FindingView } from './principal-view.ts';
import type { RecommendationView } from './recommendation-view.ts';
import { compareBy } from './severity.ts';

/** A finding that a proposal mends, said of the proposal; or the proposal, said of the finding. */
export interface Settlement {
  /** Reads on with the name of the other. */
  readonly words: string;
  readonly name: string;
  readonly anchor: string;
}

/** A proposal for a policy that hundreds share mends a finding of each. */
export interface Settlements {
  readonly shown: readonly Settlement[];
  readonly more: string;
}

const MOST_SHOWN = 5;
export const NO_SETTLEMENTS: Settlements = { shown: [], more: '' };

type Actions = readonly string[];

/**
 * The actions without which a finding is gone, for the types of which the assessment tells them all. Any other finding is
 * about more than actions, and nothing is said of what settles it.
 */
const ABOUT: ReadonlyMap<string, (finding: FindingView, holder: AssessmentPrincipal) => Actions> = new Map([
  ['UnusedSensitivePermissions', (_, holder) => namesOf(sensitiveWith(holder, 'unused'))],
  ['UnjudgedCriticalPermissions', (_, holder) => namesOf(sensitiveWith(holder, 'unknown', 'critical'))],
  [
    'CanChangeAgents',
    (_, { permissions }) =>
      namesOf(
        permissions.filter(
          ({ granted, sensitivity }) => granted && sensitivity.includes('agent-state-mutation'),
        ),
      ),
  ],
  ['NeverGranted', ({ evidence }) => namedBy(evidence)],
]);

const namesOf = (permissions: readonly AssessmentPermission[]): Actions =>
  permissions.map(({ action }) => action);

/** The action that begins each line of evidence; none when a line begins with anything else, such as `and 3 more`. */
function namedBy(evidence: readonly string[]): Actions {
  const actions = evidence.map((line) => /^[A-Za-z0-9-]+:[A-Za-z0-9*?]+(?=:|$)/.exec(line)?.[0]);
  return actions.every((action) => action !== undefined) ? actions : [];
}

/**
 * What mends what, by the anchor of the proposal and of the finding. Only proposals that may be applied count, and a finding
 * is settled only when they remove every action it is about.
 */
export function settlements(
  shown: Pick<Assessment, 'principals' | 'recommendations'>,
  recommendations: readonly RecommendationView[],
  findings: readonly FindingView[],
): (anchor: string) => Settlements {
  const applicable = applicableIds(shown.recommendations);
  const proposals = recommendations
    .filter(({ id }) => applicable.has(id))
    .map((proposal) => ({ proposal, removed: new Set(proposal.removed) }))
    .sort(compareBy(({ proposal }) => proposal.id));
  const proposalsOf = groupBy(proposals, ({ proposal }) => proposal.principals);
  const principalsOf = groupBy(shown.principals, ({ arn }) => [arn]);
  const all = new Map<string, Settlement[]>();
  const say = (anchor: string, settlement: Settlement): void => {
    const others = all.get(anchor);
    if (others === undefined) all.set(anchor, [settlement]);
    else others.push(settlement);
  };
  for (const finding of findings) {
    const { principalArn, excepted } = finding;
    if (principalArn === null || excepted.length > 0) continue;
    const principals = principalsOf.get(principalArn) ?? [];
    const actions = aboutOf(finding, principals);
    const mending = (proposalsOf.get(principalArn) ?? [])
      .map((each) => ({ ...each, count: actions.filter((action) => each.removed.has(action)).length }))
      .filter(({ count }) => count > 0);
    const isSettled = actions.every((action) => mending.some(({ removed }) => removed.has(action)));
    for (const { proposal, count } of mending) {
      const part = `${formatCount(count)} of ${formatAmount(actions.length, 'permission')}`;
      const together = mending.length > 1;
      say(finding.anchor, {
        words: !isSettled
          ? `${part} removed by the proposal for`
          : together
            ? 'Settled, together with others, by the proposal for'
            : 'Settled by the proposal for',
        name: proposal.id.slice(proposal.id.lastIndexOf('/') + 1),
        anchor: proposal.anchor,
      });
      say(proposal.anchor, {
        words: !isSettled ? `Removes ${part} of` : together ? 'Settles, together with others,' : 'Settles',
        name: proposal.shared ? `${finding.title} (${principals[0]?.name ?? principalArn})` : finding.title,
        anchor: finding.anchor,
      });
    }
  }
  return (anchor) => {
    const found = all.get(anchor);
    if (found === undefined) return NO_SETTLEMENTS;
    const more = found.length - MOST_SHOWN;
    return {
      shown: found.slice(0, MOST_SHOWN),
      more: more > 0 ? `and ${formatCount(more)} more` : '',
    };
  };
}

function aboutOf(finding: FindingView, holders: readonly AssessmentPrincipal[]): Actions {
  const about = ABOUT.get(finding.type);
  const [first, ...others] = holders;
  if (about === undefined || first === undefined) return [];
  const actions = about(finding, first);
  // Two principals have one ARN where one was recreated.
  return others.length === 0
    ? actions
    : [...new Set([...actions, ...others.flatMap((other) => about(finding, other))])];
}
