import type { UnknownReason } from '../../domain/analysis.ts';
import type { Assessment, AssessmentPrincipal } from '../assessment-schema.ts';
import { sensitiveWith } from '../summary.ts';
import { REASON_WORDS } from '../words.ts';
import { formatAmount, formatCount } from './format.ts';
import { compareBy } from './severity.ts';

type Unjudged = NonNullable<Assessment['unjudged']>[number];

/** One thing that would let critical permissions of agents be judged. */
export interface SwitchOn {
  readonly title: string;
  /** How much it would settle. */
  readonly words: string;
  readonly remedy: string;
  /** The first of the data-event types; all are in the selectors. */
  readonly types: string;
  /** Advanced event selectors, as CloudTrail takes them; empty where no selector helps. */
  readonly selectors: string;
}

/** Types named before "and n more"; all are in the selectors. */
const NAMED = 3;

/** What a setting or a file mends comes first, then what time mends, then what only the owner can say. */
const RANK: Partial<Readonly<Record<UnknownReason, number>>> = {
  'data-events-not-logged': 0,
  'source-failed': 1,
  'no-log-coverage': 1,
  'not-tracked-by-last-accessed': 1,
  'granted-too-recently': 2,
  'principal-too-young': 2,
};
const LAST = 3;

interface Group {
  readonly reason: UnknownReason;
  readonly accounts: Set<string>;
  readonly types: readonly string[];
  permissions: number;
  agents: number;
}

/**
 * What to switch on, what helps at once first. Each permission counts once, under the reason a reader can do most about.
 * Accounts whose trails need the same data events share a row.
 */
export function switchOn(
  unjudged: Assessment['unjudged'],
  agents: readonly AssessmentPrincipal[],
): readonly SwitchOn[] {
  const groups = new Map<string, Group>();
  for (const { reason, account, resourceTypes, ...row } of unjudged ?? fromReasons(agents)) {
    const key = `${reason} ${resourceTypes.join(' ')}`;
    const group = groups.get(key) ?? {
      reason,
      accounts: new Set(),
      types: resourceTypes,
      permissions: 0,
      agents: 0,
    };
    groups.set(key, group);
    if (account !== '') group.accounts.add(account);
    group.permissions += row.permissions;
    group.agents += row.agents;
  }
  return [...groups]
    .sort(
      compareBy(
        ([, { reason, types }]) =>
          reason === 'data-events-not-logged' && types.length === 0 ? LAST : (RANK[reason] ?? LAST),
        ([, { permissions }]) => -permissions,
        ([key]) => key,
      ),
    )
    .map(([, group]) => switchOnRow(group));
}

function switchOnRow({ reason, accounts, types, permissions, agents }: Group): SwitchOn {
  const where = [...accounts].sort().join(', ');
  const words = [
    formatAmount(permissions, 'permission'),
    formatAmount(agents, 'agent'),
    ...(where === '' ? [] : [where]),
  ].join(', ');
  if (types.length > 0) {
    const more = types.length - NAMED;
    return {
      title: 'Log their data events',
      words,
      remedy: `Add ${formatAmount(types.length, 'resource type')} to the trail's advanced event selectors; review again after one window.`,
      types: `${types.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`,
      selectors: selectorsText(types),
    };
  }
  const { title, remedy } = reason === 'data-events-not-logged' ? NO_TYPE : REASON_WORDS[reason];
  return { title, words, remedy, types: '', selectors: '' };
}

/** Data events of a type that AWS does not document: no selector shows them. */
const NO_TYPE = {
  title: 'AWS documents no event for it',
  remedy: 'No setting changes this: ask the owner whether the permission is needed.',
};

/** One selector a type: `resources.type` takes one value (CloudTrail, AdvancedFieldSelector). */
const selectorsText = (types: readonly string[]): string =>
  `[\n${types
    .map((type) =>
      JSON.stringify({
        Name: type,
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Data'] },
          { Field: 'resources.type', Equals: [type] },
        ],
      }),
    )
    .join(',\n')}\n]`;

/** Of an assessment that does not say what would settle them: by the first reason of each. */
function fromReasons(agents: readonly AssessmentPrincipal[]): readonly Unjudged[] {
  const rows = new Map<UnknownReason, { permissions: number; agents: Set<AssessmentPrincipal> }>();
  for (const agent of agents) {
    for (const { reasons } of sensitiveWith(agent, 'unknown', 'critical')) {
      const reason = reasons[0] ?? 'ambiguous-attribution';
      const row = rows.get(reason) ?? { permissions: 0, agents: new Set() };
      rows.set(reason, row);
      row.permissions++;
      row.agents.add(agent);
    }
  }
  return [...rows].map(([reason, { permissions, agents: holders }]) => ({
    reason,
    account: '',
    resourceTypes: [],
    permissions,
    agents: holders.size,
  }));
}
