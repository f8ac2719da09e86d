import { LOGGING } from './controls.ts';
import type { FindingRule, Found } from './finding-rule.ts';
import { some } from './finding-rule.ts';

export const dataEventsNotLogged: FindingRule = {
  type: 'DataEventsNotLogged',
  severity: 'medium',
  title: 'Sensitive actions that agents hold leave no trace',
  rationale: 'They are CloudTrail data events, off by default: neither use nor misuse would show.',
  remedy: 'Add an advanced event selector for the resource type to the trail.',
  controls: LOGGING,
  find: ({ subjects, catalog }) => {
    const byAccountAndType = new Map<
      string,
      { account: string; type: string; actions: Set<string>; holders: Set<string> }
    >();
    for (const { principal, analysis } of subjects) {
      for (const { action, granted, severity, reasons } of analysis.permissions) {
        if (!granted || severity === null || !reasons.includes('data-events-not-logged')) continue;
        const { cloudTrail } = catalog.witnesses(action);
        for (const type of cloudTrail.kind === 'data' ? cloudTrail.resourceTypes : []) {
          const key = `${principal.account} ${type}`;
          const entry = byAccountAndType.get(key) ?? {
            account: principal.account,
            type,
            actions: new Set(),
            holders: new Set(),
          };
          byAccountAndType.set(key, entry);
          entry.actions.add(action);
          entry.holders.add(principal.name);
        }
      }
    }
    return [...byAccountAndType]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([, { account, type, actions, holders }]): Found => ({
          principal: null,
          account,
          detail: `${holders.size} principals hold ${actions.size} sensitive actions recorded only as data events of ${type}, which no trail records for every resource.`,
          evidence: [...some([...actions].sort(), 6), `held by ${some([...holders].sort(), 6).join(', ')}`],
          remedy: `Add to the trail: {"Name":"${type}","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["${type}"]}]}`,
        }),
      );
  },
};
