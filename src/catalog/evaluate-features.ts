import type { RequestFeature } from '../domain/facts.ts';
import { type FeatureTest, MAX_FEATURE_VALUES, REQUEST_FEATURES } from './request-features.ts';

interface CompiledTest {
  readonly test: FeatureTest;
  readonly pattern: RegExp | null;
}

interface CompiledFeature {
  readonly name: string;
  readonly tests: readonly CompiledTest[];
}

const COMPILED: readonly CompiledFeature[] = REQUEST_FEATURES.map((feature) => ({
  name: feature.name,
  tests: (feature.tests as readonly FeatureTest[]).map((test) => ({
    test,
    pattern: 'pattern' in test ? new RegExp(test.pattern, 'g') : null,
  })),
}));

/**
 * The request features of one parsed CloudTrail record: sorted, no duplicates, values bounded in number. Anything
 * that is no record has none but `parameters-absent`.
 */
export function requestFeatures(record: unknown): RequestFeature[] {
  const source = stringAt(record, 'eventSource').toLowerCase();
  const name = stringAt(record, 'eventName');
  const texts = new Map<unknown, string>();
  const found: RequestFeature[] = [];
  for (const feature of COMPILED) {
    const values = new Set<string>();
    for (const { test, pattern } of feature.tests) {
      if (inScope(test, source, name)) collectValues(test, pattern, record, texts, values);
    }
    if (values.has('')) found.push(feature.name);
    values.delete('');
    if (values.size > MAX_FEATURE_VALUES) found.push(`${feature.name}=many`);
    else for (const value of values) found.push(`${feature.name}=${value}`);
  }
  return found.sort();
}

function collectValues(
  test: FeatureTest,
  pattern: RegExp | null,
  record: unknown,
  texts: Map<unknown, string>,
  values: Set<string>,
): void {
  const node = nodeAt(record, test.path);
  if (test.test === 'missing') {
    if (node === undefined || node === null) values.add('');
    return;
  }
  if (isEmpty(node)) return;
  if (test.test === 'present') {
    values.add('');
    return;
  }
  if (pattern === null) return;
  const text = textOf(node, texts);
  pattern.lastIndex = 0;
  if (test.test === 'matches') {
    if (pattern.test(text)) values.add(test.value ?? '');
    return;
  }
  for (const match of text.matchAll(pattern)) {
    values.add((test.prefix ?? '') + (match[1] ?? ''));
  }
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

function inScope(test: FeatureTest, source: string, name: string): boolean {
  if (test.eventSources !== undefined && !test.eventSources.includes(source)) return false;
  if (test.notEventSources?.includes(source)) return false;
  return test.eventNames === undefined || test.eventNames.includes(name);
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
