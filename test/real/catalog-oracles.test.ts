import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildOperations, type OperationAuthorizations } from '../../scripts/catalog/build-operations.ts';
import { type SdkServices, sdkFacts } from '../../scripts/catalog/sdk-facts.ts';
import { requestFeatures } from '../../src/catalog/index.ts';
import { loadCatalog, readCatalogData } from '../../src/collect/catalog-files.ts';
import { hasSharedData, sharedData } from '../support/shared-data.ts';

const catalog = loadCatalog();

interface LogRecord {
  readonly eventSource: string;
  readonly eventName: string;
  readonly eventType?: string;
  readonly errorMessage?: string;
}

/** Every object that looks like a CloudTrail record, however it is wrapped. */
function recordsIn(value: unknown): LogRecord[] {
  if (Array.isArray(value)) return value.flatMap(recordsIn);
  if (typeof value !== 'object' || value === null) return [];
  if ('eventSource' in value && 'eventName' in value) return [value as LogRecord];
  return Object.values(value).flatMap(recordsIn);
}

function recordsOf(folder: string): LogRecord[] {
  return readdirSync(sharedData(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.json(\.gz)?$/.test(name))
    .sort()
    .flatMap((name) => {
      const bytes = readFileSync(sharedData(folder, name));
      return recordsIn(JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')));
    });
}

describe.skipIf(!hasSharedData)('the catalog against what AWS itself stated', () => {
  it('names the action of every denial that AWS named', () => {
    const rows = JSON.parse(
      readFileSync(sharedData('oracle-accessdenied-action', 'event_to_action.json'), 'utf8'),
    ) as { eventSource: string; eventName: string; action: string }[];
    expect(rows.length).toBeGreaterThan(50);
    for (const { eventSource, eventName, action } of rows) {
      const answer = catalog.eventActions({ eventSource, eventName, features: [], outcome: 'allowed' });
      const certain = answer.kind === 'actions' ? answer.certain.map((name) => name.toLowerCase()) : [];
      expect(certain, `${eventSource} ${eventName}`).toContain(action.toLowerCase());
    }
  });

  it('reads the denied action from every message that states one', () => {
    const stating = recordsOf('ct-stratus-detonation')
      .concat(recordsOf('ct-flaws-slice-umccr'))
      .filter(({ errorMessage }) => /not authorized to perform: \S+:/.test(errorMessage ?? ''));
    expect(stating.length).toBeGreaterThan(50);
    for (const record of stating) {
      const features = requestFeatures(record);
      const answer = catalog.eventActions({ ...record, features, outcome: 'denied' });
      const stated = /not authorized to perform: (\S+)/.exec(record.errorMessage ?? '')?.[1] ?? '';
      expect(
        answer.kind === 'actions' ? answer.certain.map((name) => name.toLowerCase()) : answer.kind,
      ).toEqual([stated.toLowerCase()]);
    }
  });

  it('expands every wildcard of the AWS managed policies to at least what it was then', () => {
    const oracle = JSON.parse(
      gunzipSync(readFileSync(sharedData('oracle-managed-policy-expansion', 'expansion.json.gz'))).toString(
        'utf8',
      ),
    ) as Record<string, { expanded: Record<string, string[]> }>;
    const missing = new Map<string, number>();
    let compared = 0;
    for (const { expanded } of Object.values(oracle)) {
      for (const [pattern, actions] of Object.entries(expanded)) {
        const ours = new Set(catalog.expand(pattern).map((name) => name.toLowerCase()));
        for (const action of actions) {
          compared++;
          // Retired since: the reference of today no longer has the action at all.
          if (catalog.action(action) !== null && !ours.has(action.toLowerCase())) {
            missing.set(`${pattern} ${action}`, 1);
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(10_000);
    expect([...missing.keys()]).toEqual([]);
  });

  it.each([
    ['ct-stratus-detonation', []],
    ['ct-flaws-slice-umccr', ['cloudhsm.amazonaws.com ListLunaClients']],
  ])('maps every API call of %s', (folder, unmapped) => {
    const records = recordsOf(folder).filter(
      ({ eventType }) => eventType === undefined || eventType === 'AwsApiCall',
    );
    expect(records.length).toBeGreaterThan(100);
    const found = new Set<string>();
    for (const record of records) {
      const features = requestFeatures(record);
      const answer = catalog.eventActions({ ...record, features, outcome: 'allowed' });
      if (answer.kind === 'unmapped') found.add(`${record.eventSource} ${record.eventName}`);
      if (answer.kind === 'actions') {
        for (const action of [...answer.certain, ...answer.possible]) {
          expect(catalog.action(action)?.name).toBe(action);
        }
      }
    }
    expect([...found].sort()).toEqual(unmapped);
  });
});

const facts = (name: string): string => sharedData('..', 'facts', name);

describe.skipIf(!hasSharedData || !existsSync(facts('operation-authorizations.json')))(
  'operations.json',
  () => {
    it('is what the refresh builds from the snapshots, to the byte', () => {
      const snapshot = JSON.parse(
        readFileSync(facts('operation-authorizations.json'), 'utf8'),
      ) as OperationAuthorizations;
      const sdk = JSON.parse(
        readFileSync(sharedData('map-botocore-ops', 'operations.json'), 'utf8'),
      ) as SdkServices;
      const { actions, eventOverrides, operations } = readCatalogData();
      const names = Object.fromEntries(
        Object.entries(actions.services).map(([namespace, entries]) => [namespace, Object.keys(entries)]),
      );
      const { version, date } = operations;
      const built = buildOperations(
        { ...snapshot, version, date },
        sdkFacts(sdk, snapshot, names),
        names,
        eventOverrides,
      );
      const committed = readFileSync(
        new URL('../../src/catalog/data/operations.json', import.meta.url),
        'utf8',
      );
      expect(`${JSON.stringify(built, null, 1)}\n` === committed).toBe(true);
    });

    it('knows every carrier of iam:PassRole', () => {
      const { operations } = JSON.parse(readFileSync(facts('passrole-operations.json'), 'utf8')) as {
        operations: string[];
      };
      expect(operations).toHaveLength(845);
      const wrong = operations.filter((name) => {
        const [namespace = '', eventName = ''] = name.split(':');
        const answer = catalog.eventActions({
          eventSource: `${namespace}.amazonaws.com`,
          eventName,
          features: ['passed-role=arn:aws:iam::123456789012:role/x'],
          outcome: 'allowed',
        });
        return answer.kind !== 'actions' || !answer.certain.includes('iam:PassRole');
      });
      expect(wrong).toEqual([]);
    });
  },
);
