import type { CloudTrailVisibility } from '../../domain/catalog.ts';
import type { Collected } from '../../domain/collected.ts';
import type { PolicyDocument } from '../../domain/policy.ts';
import { allowedNamespaces } from '../allowed-namespaces.ts';
import { namespaceOf } from '../trail-selection.ts';
import { LOGGING } from './controls.ts';
import { type FindingRule, type FindingSubject, type Found, some } from './finding-rule.ts';

interface Blindness {
  readonly account: string;
  /** Null: the services no policy names, reached through `*` only; one row for them all. */
  readonly service: string | null;
  readonly services: Set<string>;
  readonly resourceTypes: Set<string>;
  readonly actions: Set<string>;
  readonly holders: Set<string>;
}

export const dataEventsNotLogged: FindingRule = {
  type: 'DataEventsNotLogged',
  severity: 'medium',
  title: 'Sensitive actions that agents hold leave no trace',
  rationale: 'They are CloudTrail data events, off by default: neither use nor misuse would show.',
  evidence:
    'By account and service: the actions, who holds them, and the data-event types no trail records; the remedy is the exact selector.',
  remedy: 'Add an advanced event selector for each resource type to the trail.',
  controls: LOGGING,
  find: ({ subjects, collected, catalog }) => {
    const named = namedServices(subjects, collected);
    const blind = new Map<string, Blindness>();
    for (const { principal, analysis } of subjects) {
      for (const { action, granted, severity, reasons } of analysis.permissions) {
        if (!granted || severity === null || !reasons.includes('data-events-not-logged')) continue;
        const { account } = principal;
        const service = named.has(`${account} ${namespaceOf(action)}`) ? namespaceOf(action) : null;
        const key = `${account} ${service ?? '~'}`;
        const entry = blind.get(key) ?? {
          account,
          service,
          services: new Set(),
          resourceTypes: new Set(),
          actions: new Set(),
          holders: new Set(),
        };
        blind.set(key, entry);
        for (const type of dataTypes(catalog.witnesses(action).cloudTrail)) entry.resourceTypes.add(type);
        entry.services.add(namespaceOf(action));
        entry.actions.add(action);
        entry.holders.add(principal.name);
      }
    }
    return [...blind].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => toFound(entry));
  },
};

/** `account service` for every service that a policy of a principal in scope names, rather than reaches through `*`. */
function namedServices(subjects: readonly FindingSubject[], collected: Collected): ReadonlySet<string> {
  const named = new Set<string>();
  const told = new Map<string, Set<PolicyDocument>>();
  for (const { principal } of subjects) {
    const { account, attachments } = principal;
    const documents = told.get(account) ?? new Set();
    told.set(account, documents);
    for (const { policyId } of attachments) {
      const document = collected.policies.get(policyId)?.document ?? null;
      if (document === null || documents.has(document)) continue;
      documents.add(document);
      for (const namespace of allowedNamespaces(document)) named.add(`${account} ${namespace}`);
    }
  }
  return named;
}

function dataTypes(visibility: CloudTrailVisibility): readonly string[] {
  if (visibility.kind === 'data') return visibility.resourceTypes;
  return visibility.kind === 'management' ? (visibility.alsoDataTypes ?? []) : [];
}

function toFound({ account, service, services, resourceTypes, actions, holders }: Blindness): Found {
  const types = [...resourceTypes].sort();
  const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
  const what =
    service === null
      ? `${count(actions.size, 'sensitive action')} of ${count(services.size, 'service')} that no policy names`
      : count(actions.size, `sensitive ${service} action`);
  return {
    principal: null,
    account,
    ...(service === null && { severity: 'low' as const }),
    detail: `${what}, held by ${count(holders.size, 'principal')} in scope, are recorded only as data events, which no trail records for every resource.`,
    evidence: [
      ...(service === null
        ? [`services: ${some([...services].sort(), 20).join(', ')}`]
        : some([...actions].sort(), 6)),
      `held by ${some([...holders].sort(), 6).join(', ')}`,
      types.length === 0
        ? 'AWS documents no data-event type for them'
        : `data-event types: ${some(types, 20).join(', ')}`,
    ],
    remedy:
      types.length === 0
        ? 'No selector records them: ask their holders whether they are needed.'
        : `Add to the trail's advanced event selectors: ${selectors(types)}`,
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
