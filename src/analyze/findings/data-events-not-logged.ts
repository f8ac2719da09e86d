import { namespaceOf } from '../trail-selection.ts';
import { LOGGING } from './controls.ts';
import { type FindingRule, type Found, some } from './finding-rule.ts';

interface Blindness {
  readonly account: string;
  readonly service: string;
  readonly resourceTypes: Set<string>;
  readonly actions: Set<string>;
  readonly holders: Set<string>;
}

export const dataEventsNotLogged: FindingRule = {
  type: 'DataEventsNotLogged',
  severity: 'medium',
  title: 'Sensitive actions that agents hold leave no trace',
  rationale: 'They are CloudTrail data events, off by default: neither use nor misuse would show.',
  remedy: 'Add an advanced event selector for each resource type to the trail.',
  controls: LOGGING,
  find: ({ subjects, catalog }) => {
    const blind = new Map<string, Blindness>();
    for (const { principal, analysis } of subjects) {
      for (const { action, granted, severity, reasons } of analysis.permissions) {
        if (!granted || severity === null || !reasons.includes('data-events-not-logged')) continue;
        const { account } = principal;
        const service = namespaceOf(action);
        const key = `${account} ${service}`;
        const entry = blind.get(key) ?? {
          account,
          service,
          resourceTypes: new Set(),
          actions: new Set(),
          holders: new Set(),
        };
        blind.set(key, entry);
        const { cloudTrail } = catalog.witnesses(action);
        for (const type of cloudTrail.kind === 'data' ? cloudTrail.resourceTypes : []) {
          entry.resourceTypes.add(type);
        }
        entry.actions.add(action);
        entry.holders.add(principal.name);
      }
    }
    return [...blind].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => toFound(entry));
  },
};

function toFound({ account, service, resourceTypes, actions, holders }: Blindness): Found {
  const types = [...resourceTypes].sort();
  const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
  return {
    principal: null,
    account,
    detail: `${count(actions.size, `sensitive ${service} action`)} that ${count(holders.size, 'principal')} in scope can use are recorded only as data events, which no trail records for every resource.`,
    evidence: [
      ...some([...actions].sort(), 6),
      `held by ${some([...holders].sort(), 6).join(', ')}`,
      types.length === 0
        ? 'AWS documents no data-event type for them'
        : `data-event types: ${types.join(', ')}`,
    ],
    ...(types.length > 0 && { remedy: `Add to the trail's advanced event selectors: ${selectors(types)}` }),
  };
}

/** As `aws cloudtrail put-event-selectors --advanced-event-selectors` takes it. */
function selectors(types: readonly string[]): string {
  return JSON.stringify(
    types.map((type) => ({
      Name: type,
      FieldSelectors: [
        { Field: 'eventCategory', Equals: ['Data'] },
        { Field: 'resources.type', Equals: [type] },
      ],
    })),
  );
}
