import type { Catalog } from '../domain/catalog.ts';
import type { SessionActivity } from '../domain/facts.ts';
import type { ArnTemplates } from './arn-template.ts';
import { serviceOf } from './observed-resources.ts';

/** One action the sessions exercised or were refused. */
export interface SessionUse {
  readonly action: string;
  readonly calls: number;
  /** ARNs the calls were about, sorted; null when some call does not tell, or the action has no resources. */
  readonly resources: readonly string[] | null;
  /** False: the request does not decide whether the action was exercised. */
  readonly certain: boolean;
}

export interface SessionNeeds {
  readonly uses: readonly SessionUse[];
  /** Refused and never allowed. */
  readonly needs: readonly SessionUse[];
  /** Events no action is known for, `eventSource eventName`. */
  readonly unmapped: readonly string[];
}

interface Tally {
  calls: number;
  certain: boolean;
  readonly resources: Set<string>;
  isOpen: boolean;
}

/** What the calls of the sessions needed. What a request does not decide counts as needed: losing it would break. */
export function sessionNeeds(
  activity: readonly SessionActivity[],
  catalog: Catalog,
  templates: ArnTemplates,
): SessionNeeds {
  const allowed = new Map<string, Tally>();
  const refused = new Map<string, Tally>();
  const unmapped = new Set<string>();
  for (const row of activity) {
    const exercised = catalog.eventActions(row);
    if (exercised.kind === 'unmapped') unmapped.add(`${row.eventSource} ${row.eventName}`);
    if (exercised.kind !== 'actions') continue;
    const tallies = row.outcome === 'denied' ? refused : allowed;
    for (const action of exercised.certain) count(tallies, action, row, true);
    // A refused call exercised nothing but what was refused.
    if (row.outcome === 'allowed')
      for (const action of exercised.possible) count(tallies, action, row, false);
  }
  return {
    uses: listed(allowed),
    needs: listed(refused).filter(({ action }) => !allowed.has(action)),
    unmapped: [...unmapped].sort(),
  };

  function count(tallies: Map<string, Tally>, action: string, row: SessionActivity, certain: boolean): void {
    const tally = tallies.get(action) ?? { calls: 0, certain: false, resources: new Set(), isOpen: false };
    tallies.set(action, tally);
    tally.calls += row.calls;
    tally.certain ||= certain;
    const resources = resourcesOf(action, row);
    if (resources.length === 0) tally.isOpen = true;
    for (const arn of resources) tally.resources.add(arn);
  }

  function resourcesOf(action: string, { features, resources }: SessionActivity): readonly string[] {
    const types = catalog.action(action)?.resourceArns ?? [];
    const arns = action === 'iam:PassRole' ? passedRoles(features) : resources;
    return arns.filter((arn) => {
      const typed = templates.read(arn, serviceOf(action));
      return typed !== null && types.includes(typed.template.text) && isPlain(arn);
    });
  }
}

function passedRoles(features: readonly string[]): readonly string[] {
  return features
    .filter((feature) => feature.startsWith('passed-role='))
    .map((feature) => feature.slice('passed-role='.length));
}

/** Collected keys may end in `*`; any other wildcard or variable is part of a name and would match more than it. */
function isPlain(arn: string): boolean {
  return !/[*?$]/.test(arn.endsWith('*') ? arn.slice(0, -1) : arn);
}

function listed(tallies: ReadonlyMap<string, Tally>): readonly SessionUse[] {
  return [...tallies]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([action, { calls, certain, resources, isOpen }]) => ({
      action,
      calls,
      resources: isOpen ? null : [...resources].sort(),
      certain,
    }));
}
