import { readFileSync } from 'node:fs';

/**
 * GitHub's published description of its REST API, the part that pull requests use: taken from `@octokit/openapi` by
 * scripts/github-openapi.ts, as the package itself is half a gigabyte.
 */
const description = JSON.parse(
  readFileSync(new URL('./github-openapi.json', import.meta.url), 'utf8'),
) as Description;

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content } | Reference>>;
}

interface Reference {
  readonly $ref: string;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

export interface Schema {
  readonly $ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** A request as it went over the wire, and what was answered; null when the answer was made up trouble. */
export interface Exchange {
  readonly method: string;
  /** Path and query, encoded. */
  readonly url: string;
  readonly body: unknown;
  readonly answer: { readonly status: number; readonly body: unknown } | null;
}

const JSON_TYPE = 'application/json';

function resolved<T extends object>(value: T | Reference): T {
  if (!('$ref' in value) || typeof value.$ref !== 'string') return value as T;
  const [, , kind = '', name = ''] = value.$ref.split('/');
  return resolved(description.components[kind]?.[name] as T);
}

const OPERATIONS = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => {
    // A ref and a path may hold slashes; nothing else does.
    const pattern = path.replace(/\{(ref|path)\}/g, '.+').replace(/\{\w+\}/g, '[^/]+');
    return { method: method.toUpperCase(), pattern: new RegExp(`^${pattern}$`), operation };
  }),
);

export const operationIds: readonly string[] = OPERATIONS.map(({ operation }) => operation.operationId);

const operationOf = ({ method, url }: Pick<Exchange, 'method' | 'url'>): Operation | undefined =>
  OPERATIONS.find((each) => each.method === method && each.pattern.test(url.split('?')[0] ?? ''))?.operation;

export const operationIdOf = (exchange: Exchange): string | undefined => operationOf(exchange)?.operationId;

/** What of an exchange is not as GitHub describes it. Answers may lack what the client does not read. */
export function problemsOf(exchange: Exchange): readonly string[] {
  const operation = operationOf(exchange);
  const name = `${exchange.method} ${exchange.url}`;
  if (operation === undefined) return [`${name}: there is no such operation`];
  const problems = [...queryProblems(operation, exchange.url), ...bodyProblems(operation, exchange.body)];
  if (exchange.answer !== null) {
    const { status, body } = exchange.answer;
    const response = operation.responses[status];
    const schema = response === undefined ? undefined : resolved(response).content?.[JSON_TYPE]?.schema;
    if (response === undefined && status !== 401) problems.push(`answer: status ${status} is not described`);
    if (schema !== undefined) problems.push(...check(schema, body, 'answer', true));
  }
  return problems.map((problem) => `${name}: ${problem}`);
}

function queryProblems({ parameters = [] }: Operation, url: string): readonly string[] {
  const known = parameters.map((each) => resolved(each)).filter((each) => each.in === 'query');
  const given = new URLSearchParams(url.split('?')[1] ?? '');
  return [
    ...known
      .filter(({ name, required }) => required === true && !given.has(name))
      .map(({ name }) => `query: ${name} is missing`),
    ...[...given].flatMap(([name, value]) => {
      const parameter = known.find((each) => each.name === name);
      if (parameter === undefined) return [`query: ${name} is not described`];
      const isNumber = resolved(parameter.schema).type === 'integer';
      return check(parameter.schema, isNumber ? Number(value) : value, `query.${name}`);
    }),
  ];
}

function bodyProblems({ requestBody }: Operation, body: unknown): string[] {
  const schema = requestBody?.content[JSON_TYPE]?.schema;
  if (schema === undefined) return body === null ? [] : ['body: none is described'];
  if (body === null) return requestBody?.required === true ? ['body: is missing'] : [];
  return [...check(schema, body, 'body')];
}

/** Whether a value is what a schema describes; a property that it does not name is a problem as well. */
export function check(given: Schema, value: unknown, at: string, partial = false): readonly string[] {
  const schema = resolved(given);
  if (value === null && schema.nullable === true) return [];
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined && schema.properties === undefined) {
    const outcomes = choices.map((choice) => check(choice, value, at, partial));
    return outcomes.find((problems) => problems.length === 0) ?? outcomes[0] ?? [];
  }
  if (schema.allOf !== undefined) return schema.allOf.flatMap((each) => check(each, value, at, partial));
  if (schema.enum !== undefined && !schema.enum.includes(value))
    return [`${at}: ${JSON.stringify(value)} is none of ${schema.enum.join(', ')}`];
  switch (schema.type) {
    case 'array':
      if (!Array.isArray(value)) return [`${at}: is no array`];
      return value.flatMap((item, index) => check(schema.items ?? {}, item, `${at}[${index}]`, partial));
    case 'object':
      return objectProblems(schema, value, at, partial);
    case 'integer':
      return Number.isInteger(value) ? [] : [`${at}: is no integer`];
    case undefined:
      return schema.properties === undefined ? [] : objectProblems(schema, value, at, partial);
    default:
      return typeof value === schema.type ? [] : [`${at}: is no ${schema.type}`];
  }
}

function objectProblems(
  { properties = {}, required = [], additionalProperties }: Schema,
  value: unknown,
  at: string,
  partial: boolean,
): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at}: is no object`];
  const missing = partial ? [] : required.filter((name) => !(name in value));
  const open = additionalProperties !== undefined && additionalProperties !== false;
  return [
    ...missing.map((name) => `${at}.${name}: is missing`),
    ...Object.entries(value).flatMap(([name, item]) => {
      const schema = properties[name];
      if (schema !== undefined) return check(schema, item, `${at}.${name}`, partial);
      return open ? [] : [`${at}.${name}: is not described`];
    }),
  ];
}

/** Whether every answer of an operation has a property, by a dotted path; `[]` enters a list. */
export function promises(operationId: string, status: number, path: string): boolean {
  const operation = OPERATIONS.find((each) => each.operation.operationId === operationId)?.operation;
  const response = operation?.responses[status];
  let schema = response === undefined ? undefined : resolved(response).content?.[JSON_TYPE]?.schema;
  for (const name of path.split('.')) {
    const found: Schema | undefined = schema === undefined ? undefined : resolved(schema);
    if (name === '[]') schema = found?.items;
    else if (found?.required?.includes(name) === true) schema = found.properties?.[name];
    else return false;
  }
  return schema !== undefined;
}
