import type { DataSelector, ManagementSelector } from '../../domain/facts.ts';
import { hasWildcard, mergeManagement, type Selection } from './basic-selectors.ts';
import type { AdvancedSelector, FieldSelector } from './schema.ts';

const OPERATORS = ['Equals', 'StartsWith', 'EndsWith', 'NotEquals', 'NotStartsWith', 'NotEndsWith'] as const;
type Operator = (typeof OPERATORS)[number];

/**
 * Maps `AdvancedEventSelectors` (CloudTrail API reference, AdvancedEventSelector): fields are joined by AND, values of
 * an operator by OR. What the domain cannot express narrows the selector, so it is marked undecidable (data) or left
 * out (management): then it proves use, never non-use.
 */
export function advancedSelection(selectors: readonly AdvancedSelector[]): Selection {
  const management: ManagementSelector[] = [];
  const data: DataSelector[] = [];
  for (const { FieldSelectors } of selectors) {
    const category = FieldSelectors.find(({ Field }) => Field === 'eventCategory')?.Equals ?? [];
    const rest = FieldSelectors.filter(({ Field }) => Field !== 'eventCategory');
    if (category.includes('Management')) management.push(...managementSelector(rest));
    if (category.includes('Data')) data.push(...dataSelectors(rest));
  }
  return { management: mergeManagement(management), data };
}

function managementSelector(fields: readonly FieldSelector[]): ManagementSelector[] {
  let readWrite = { read: true, write: true };
  let excludedSources: readonly string[] = [];
  for (const field of fields) {
    const values = valuesOf(field);
    if (field.Field === 'readOnly' && values?.operator === 'Equals') readWrite = readWriteOf(values.values);
    else if (field.Field === 'eventSource' && values?.operator === 'NotEquals')
      excludedSources = values.values;
    else return [];
  }
  return [{ ...readWrite, excludedSources: [...excludedSources].sort() }];
}

function dataSelectors(fields: readonly FieldSelector[]): DataSelector[] {
  const types = fields
    .filter(({ Field }) => Field === 'resources.type')
    .flatMap(({ Equals }) => Equals ?? []);
  let readWrite = { read: true, write: true };
  let resources: readonly string[] = [];
  let eventNames: readonly string[] = [];
  const undecidable: string[] = [];
  const seen = new Set<string>();
  for (const field of fields) {
    const values = valuesOf(field);
    const isOnce = !seen.has(field.Field);
    seen.add(field.Field);
    if (field.Field === 'resources.type' && values?.operator === 'Equals') continue;
    if (field.Field === 'readOnly' && values?.operator === 'Equals' && isOnce)
      readWrite = readWriteOf(values.values);
    else if (field.Field === 'eventName' && values?.operator === 'Equals' && isOnce)
      eventNames = values.values;
    else if (field.Field === 'resources.ARN' && isOnce && isPositive(values)) {
      resources = values.values.map((value) => (values.operator === 'StartsWith' ? `${value}*` : value));
    } else undecidable.push(describe(field));
  }
  return types.map((resourceType) => ({
    resourceType,
    resources: [...resources].sort(),
    ...readWrite,
    eventNames: [...eventNames].sort(),
    undecidable: undecidable.length === 0 ? null : undecidable.join('; '),
  }));
}

/** The one operator of a field with its values; null when it has several, because their joining is not decided here. */
function valuesOf(field: FieldSelector): { operator: Operator; values: readonly string[] } | null {
  const used = OPERATORS.filter((operator) => (field[operator]?.length ?? 0) > 0);
  const [operator] = used;
  if (operator === undefined || used.length > 1) return null;
  return { operator, values: field[operator] ?? [] };
}

function isPositive(
  values: { operator: Operator; values: readonly string[] } | null,
): values is { operator: 'Equals' | 'StartsWith'; values: readonly string[] } {
  if (values === null || values.values.some(hasWildcard)) return false;
  return values.operator === 'Equals' || values.operator === 'StartsWith';
}

function readWriteOf(values: readonly string[]): { read: boolean; write: boolean } {
  const lower = values.map((value) => value.toLowerCase());
  return { read: lower.includes('true'), write: lower.includes('false') };
}

function describe(field: FieldSelector): string {
  const used = OPERATORS.filter((operator) => (field[operator]?.length ?? 0) > 0);
  return `${field.Field} ${used.map((operator) => `${operator} ${(field[operator] ?? []).join(', ')}`).join(' and ')}`;
}
