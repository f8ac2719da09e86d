import { DEEPEST, PARTITIONS } from '../../cloudtrail/resource-keys.ts';
import { RESOURCE_PARAMETERS, type ResourceParameter } from '../../cloudtrail/resource-parameters.ts';
import { isArn, reducedArn } from './arn-sql.ts';
import { childrenOf, memberAt, textOf, textsAt, textsOf, unlisted } from './json-sql.ts';
import { extract, filled, flattened, literal, literals, matches, NO_TEXTS } from './sql-text.ts';

/** Names of the columns of the staging query that hold the values of each level of the request parameters. */
const LEVELS = Array.from({ length: DEEPEST + 1 }, (_, level) => `level_${level + 1}`);

/** Values of the level below one, by the name of what is compiled. */
export function childrenByLevel(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    LEVELS.slice(0, -1).map((level, index) => [
      `children_${index + 1}`,
      `flatten(transform(${level}, node -> ${childrenOf('node')}))`,
    ]),
  );
}

/** The different resources of a row, reduced, as `resourceKeys` finds them. */
export function resourceKeysSql(): string {
  const deep = LEVELS.map((level) => `coalesce(${level}, CAST(ARRAY[] AS ARRAY(JSON)))`).join(' || ');
  const strings = `coalesce(${textsOf(deep)}, ${NO_TEXTS})`;
  const candidates = flattened(['resource_arns', strings, namedArns()]);
  return `array_distinct(transform(filter(${candidates}, arn -> ${isArn('arn')}), arn -> ${reducedArn('arn')}))`;
}

/** Texts of the members of the request parameters that the table of parameters names, lists standing for their items. */
export function parameterTexts(): string {
  const keys = Object.values(RESOURCE_PARAMETERS)
    .flat(2)
    .map(({ parameter }) => parameter)
    .filter((parameter) => !parameter.includes('.'));
  const named = `map_filter(parameters_map, (key, value) -> key IN (${literals([...new Set(keys)].sort())}))`;
  return `transform_values(${named}, (key, value) -> ${textsOf(unlisted('value'))})`;
}

/** ARNs that the table of parameters makes of names, by event source. */
function namedArns(): string {
  const cases = Object.entries(RESOURCE_PARAMETERS).map(
    ([source, resources]) => `WHEN ${literal(source)} THEN ${flattened(resources.map(firstFilled))}`,
  );
  return `IF(parameters_map IS NOT NULL, CASE event_source ${cases.join(' ')} ELSE ${NO_TEXTS} END, ${NO_TEXTS})`;
}

/** Of alternatives the first that gives an ARN. */
function firstFilled(alternatives: readonly ResourceParameter[]): string {
  const [only] = alternatives;
  if (alternatives.length === 1 && only !== undefined) return arnsOf(only);
  const tried = `ARRAY[${alternatives.map(arnsOf).join(', ')}]`;
  return `coalesce(element_at(filter(${tried}, arns -> cardinality(arns) > 0), 1), ${NO_TEXTS})`;
}

function arnsOf({ events, parameter, beside = [], pattern, arn }: ResourceParameter): string {
  const others = new Map(beside.map((name) => [name, filled(textOf(memberAt('parameters', [name])))]));
  const conditions = [
    ...(events === undefined ? [] : [matches('event_name', events)]),
    ...[...others.values()].map((other) => `${other} IS NOT NULL`),
  ];
  const fits = pattern === undefined ? '' : ` AND ${matches('name', pattern)}`;
  const texts = parameter.includes('.')
    ? textsAt('parameters', parameter.split('.'))
    : `coalesce(element_at(parameter_texts, ${literal(parameter)}), ${NO_TEXTS})`;
  const names = `filter(${texts}, name -> NOT starts_with(name, 'arn:')${fits})`;
  const arns = `transform(${names}, name -> ${filledTemplate(arn, pattern, others)})`;
  return conditions.length === 0 ? arns : `IF(${conditions.join(' AND ')}, ${arns}, ${NO_TEXTS})`;
}

const CONTEXT: Readonly<Record<string, string>> = {
  partition: `CASE ${PARTITIONS.map(([prefix, partition]) => `WHEN starts_with(region, ${literal(prefix)}) THEN ${literal(partition)}`).join(' ')} ELSE 'aws' END`,
  region: 'region',
  account: 'caller_account',
};

/** A template with what the name's groups, the parameters beside it and the record tell, in this order. */
function filledTemplate(
  template: string,
  pattern: RegExp | undefined,
  others: ReadonlyMap<string, string>,
): string {
  const pieces = template.split(/\{(\w+)\}/);
  const parts = pieces.map((piece, index) => {
    if (index % 2 === 0) return literal(piece);
    if (pattern === undefined && piece === 'value') return 'name';
    const fallback = others.get(piece) ?? CONTEXT[piece] ?? "''";
    const isGroup = pattern?.source.includes(`(?<${piece}>`) === true;
    return isGroup && pattern !== undefined
      ? `coalesce(${filled(extract('name', pattern, piece))}, ${fallback})`
      : fallback;
  });
  return `concat(${parts.filter((part) => part !== "''").join(', ')})`;
}
