import { z } from 'zod';

/**
 * A value with the fields of its objects in the order of the schema, as parsing would leave it, for values whose types
 * are known to fit: nothing else is checked, and an object that stands in many places is ordered once and stays one.
 * Thousands of principals share most of their permissions; parsing made a copy for each, ten seconds for a large account.
 *
 * @throws Error for a field that the schema does not know: it would be written and then refused when read
 */
export function inSchemaOrder<Schema extends z.ZodType>(
  schema: Schema,
  value: z.infer<Schema>,
): z.infer<Schema> {
  return order(schema, value, new Map()) as z.infer<Schema>;
}

type Done = Map<z.core.$ZodType, WeakMap<object, unknown>>;

function order(schema: z.core.$ZodType, value: unknown, done: Done): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const inner = unwrapped(schema);
  const known = done.get(inner) ?? new WeakMap<object, unknown>();
  done.set(inner, known);
  const before = known.get(value);
  if (before !== undefined) return before;
  const ordered = orderObject(inner, value, done);
  known.set(value, ordered);
  return ordered;
}

/** The schema inside `readonly`, `nullable` and `optional`, which say nothing about order. */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional
    ? unwrapped(schema.def.innerType)
    : schema;
}

function orderObject(schema: z.core.$ZodType, value: object, done: Done): unknown {
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    const { element } = schema.def;
    // Lists of words and numbers, and there are many, are as they should be.
    return value.every((item) => typeof item !== 'object')
      ? value
      : value.map((item) => order(element, item, done));
  }
  // What has no fields of ours: a policy document stands as it was read.
  if (!(schema instanceof z.ZodObject)) return value;
  const fields = value as Readonly<Record<string, unknown>>;
  const shape = schema.def.shape as Readonly<Record<string, z.core.$ZodType>>;
  const unknown = Object.keys(fields).filter((name) => shape[name] === undefined);
  if (unknown.length > 0) throw new Error(`The schema of the assessment has no field ${unknown.join(', ')}.`);
  return Object.fromEntries(
    Object.entries(shape).flatMap(([name, field]) =>
      name in fields ? [[name, order(field, fields[name], done)]] : [],
    ),
  );
}
