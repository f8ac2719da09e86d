import type { RequestFeature } from '../domain/facts.ts';
import { foldCase } from '../domain/fold-case.ts';
import type { FeatureTest } from './feature-definition.ts';
import { MAX_FEATURE_VALUES, REQUEST_FEATURES } from './request-features.ts';

/** One test with its pattern compiled; tests of a feature follow each other. */
interface CompiledTest {
  readonly feature: string;
  readonly test: FeatureTest;
  readonly pattern: RegExp | null;
}

const COMPILED: readonly CompiledTest[] = REQUEST_FEATURES.flatMap((feature) =>
  (feature.tests as readonly FeatureTest[]).map((test) => ({
    feature: feature.name,
    test,
    pattern: 'pattern' in test ? new RegExp(test.pattern, 'g') : null,
  })),
);

/** Tests whose scope does not depend on the event name, by event source; sources are few, names are not. */
const BY_SOURCE = new Map<string, readonly CompiledTest[]>();
const MAX_SOURCES = 1_000;

/**
 * The request features of one parsed CloudTrail record: sorted, no duplicates, values bounded in number. Anything
 * that is no record has none but `parameters-absent`.
 */
export function requestFeatures(record: unknown): RequestFeature[] {
  const name = stringAt(record, 'eventName');
  const texts = new Map<unknown, string>();
  const found = new Map<string, Set<string>>();
  for (const { feature, test, pattern } of testsOf(stringAt(record, 'eventSource'))) {
    if (test.eventNames !== undefined && !test.eventNames.includes(name)) continue;
    for (const value of valuesOf(test, pattern, record, texts)) {
      const values = found.get(feature);
      if (values === undefined) found.set(feature, new Set([value]));
      else values.add(value);
    }
  }
  const features: string[] = [];
  for (const [feature, values] of found) {
    if (values.delete('')) features.push(feature);
    if (values.size > MAX_FEATURE_VALUES) features.push(`${feature}=many`);
    else for (const value of values) features.push(`${feature}=${value}`);
  }
  return features.sort();
}

function testsOf(eventSource: string): readonly CompiledTest[] {
  const known = BY_SOURCE.get(eventSource);
  if (known !== undefined) return known;
  const source = foldCase(eventSource);
  const tests = COMPILED.filter(
    ({ test }) =>
      (test.eventSources === undefined || test.eventSources.includes(source)) &&
      !test.notEventSources?.includes(source),
  );
  if (BY_SOURCE.size < MAX_SOURCES) BY_SOURCE.set(eventSource, tests);
  return tests;
}

/** The values the test gives: `''` for the bare feature, none when it fails. */
function valuesOf(
  test: FeatureTest,
  pattern: RegExp | null,
  record: unknown,
  texts: Map<unknown, string>,
): readonly string[] {
  const node = nodeAt(record, test.path);
  if (test.test === 'missing') return node === undefined || node === null ? [''] : [];
  if (isEmpty(node)) return [];
  if (pattern === null || test.test === 'present') return [''];
  const text = textOf(node, texts);
  if (test.needs !== undefined && !test.needs.some((part) => text.includes(part))) return [];
  if (test.test === 'matches') {
    pattern.lastIndex = 0;
    return pattern.test(text) ? [test.value ?? ''] : [];
  }
  return Array.from(text.matchAll(pattern), (match) => (test.prefix ?? '') + (match[1] ?? ''));
}

/** JSON text of an object or list, a string as it is: what the SQL engines see too. Made once per node. */
function textOf(node: unknown, texts: Map<unknown, string>): string {
  if (typeof node === 'string') return node;
  const known = texts.get(node);
  if (known !== undefined) return known;
  const text = JSON.stringify(node) ?? '';
  texts.set(node, text);
  return text;
}

function nodeAt(record: unknown, path: readonly string[]): unknown {
  let node = record;
  for (const key of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined;
    node = (node as Readonly<Record<string, unknown>>)[key];
  }
  return node;
}

function stringAt(record: unknown, key: string): string {
  const value = nodeAt(record, [key]);
  return typeof value === 'string' ? value : '';
}

/** Null, false, an empty string, list or object: the parameter was not given. */
function isEmpty(node: unknown): boolean {
  if (node === undefined || node === null || node === false || node === '') return true;
  return typeof node === 'object' && Object.keys(node).length === 0;
}
