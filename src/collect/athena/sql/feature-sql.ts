import { MAX_FEATURE_VALUES, REQUEST_FEATURES } from '../../../catalog/index.ts';
import { isFilled, memberAt, textOf } from './json-sql.ts';
import { flattened, literal, literals, matches, NO_TEXTS, patternLiteral } from './sql-text.ts';

/** As `REQUEST_FEATURES` holds them; the catalog keeps its type to itself. */
interface Test {
  readonly test: 'present' | 'missing' | 'matches' | 'captures';
  readonly path: readonly string[];
  readonly pattern?: string;
  readonly value?: string;
  readonly prefix?: string;
  readonly eventSources?: readonly string[];
  readonly notEventSources?: readonly string[];
  readonly eventNames?: readonly string[];
}

/** Columns of the staging query that hold the members of a record a path may start with. */
const JSON_COLUMNS: Readonly<Record<string, string>> = {
  requestParameters: 'parameters',
  additionalEventData: 'additional',
};

/** The request features of a row, sorted: every test of the closed list, as `requestFeatures` evaluates them. */
export function featuresSql(): string {
  const features = REQUEST_FEATURES.map(({ name, tests }) => featureSql(name, tests as readonly Test[]));
  return `array_sort(${flattened(features)})`;
}

function featureSql(name: string, tests: readonly Test[]): string {
  const values = [...new Set(tests.map(({ value = '' }) => value))];
  const mayBeMany = values.filter((value) => value !== '').length > MAX_FEATURE_VALUES;
  if (mayBeMany || tests.some(({ test }) => test === 'captures')) return valuedSql(name, tests);
  return flattened(
    values.map((value) => {
      const held = tests.filter((test) => (test.value ?? '') === value).map(holdsSql);
      return `IF(${held.join(' OR ')}, ARRAY[${literal(value === '' ? name : `${name}=${value}`)}], ${NO_TEXTS})`;
    }),
  );
}

/** A feature of which a record may give too many values. */
function valuedSql(name: string, tests: readonly Test[]): string {
  const values = `array_distinct(${flattened(tests.map(valuesSql))})`;
  const named = `transform(found, value -> ${literal(`${name}=`)} || value)`;
  const many = `IF(cardinality(found) > ${MAX_FEATURE_VALUES}, ARRAY[${literal(`${name}=many`)}], ${named})`;
  if (tests.some(({ test, value }) => test !== 'captures' && value === undefined)) {
    throw new Error(`${name} is bare or has values that are captured, not both`);
  }
  return `flatten(transform(ARRAY[${values}], found -> ${many}))`;
}

/** The values a test gives: `''` for the bare feature, none when it fails. */
function valuesSql(test: Test): string {
  if (test.test !== 'captures') {
    return `IF(${holdsSql(test)}, ARRAY[${literal(test.value ?? '')}], ${NO_TEXTS})`;
  }
  const pattern = patternLiteral(new RegExp(test.pattern ?? '', 'g'));
  const found = `regexp_extract_all(${nodeText(test.path)}, ${pattern}, 1)`;
  const prefixed =
    test.prefix === undefined ? found : `transform(${found}, value -> ${literal(test.prefix)} || value)`;
  return `coalesce(IF(${inScope(test)}, ${prefixed}), ${NO_TEXTS})`;
}

function holdsSql(test: Test): string {
  const scope = inScope(test);
  const holds = conditionSql(test);
  return scope === 'true' ? holds : `(${scope} AND ${holds})`;
}

function conditionSql({ test, path, pattern }: Test): string {
  switch (test) {
    case 'missing':
      return `coalesce(json_format(${nodeJson(path)}) = 'null', request_parameters IS NULL)`;
    case 'present':
      return isFilled(nodeJson(path));
    default:
      return matches(nodeText(path), new RegExp(pattern ?? ''));
  }
}

function inScope({ eventSources, notEventSources, eventNames }: Test): string {
  const parts = [
    ...(eventSources === undefined ? [] : [`lower(event_source) IN (${literals(eventSources)})`]),
    ...(notEventSources === undefined ? [] : [`lower(event_source) NOT IN (${literals(notEventSources)})`]),
    ...(eventNames === undefined ? [] : [`event_name IN (${literals(eventNames)})`]),
  ];
  return parts.length === 0 ? 'true' : parts.join(' AND ');
}

function nodeJson([first = '', ...keys]: readonly string[]): string {
  const column = JSON_COLUMNS[first];
  if (column === undefined) throw new Error(`request features read ${first}, which no column holds as JSON`);
  return memberAt(column, keys);
}

/** A string as it is, an object or list as JSON text; null when the node is empty. */
function nodeText(path: readonly string[]): string {
  const [first] = path;
  if (first === 'errorMessage' && path.length === 1) return 'error_message';
  if (first === 'requestParameters' && path.length === 1) return 'parameters_text';
  const json = nodeJson(path);
  return `IF(${isFilled(json)}, coalesce(${textOf(json)}, json_format(${json})))`;
}
