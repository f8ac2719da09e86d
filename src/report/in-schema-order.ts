import { z } from 'zod';

/**
 * A value with the fields of its objects in the order of the schema, as parsing would leave it, for values whose types
 * are known to fit: nothing else is checked. What is in order stays the object it is, and an object that stands in many
 * places is ordered once and stays one: thousands of principals share most of their permissions, and parsing made a
 * copy for each.
 *
 * @throws Error for a field that the schema does not know: it would be written and then refused when read
 */
export function inSchemaOrder<Schema extends z.ZodType>(
  schema: Schema,
  value: z.infer<Schema>,
): z.infer<Schema> {
  return (orderOf(schema, new Map()) ?? same)(value) as z.infer<Schema>;
}

type Order = (value: unknown) => unknown;

const same: Order = (value) => value;

/** What orders values of a schema; null where nothing in it has fields of ours: a policy document stands as it was read. */
function orderOf(outer: z.core.$ZodType, known: Map<z.core.$ZodType, Order | null>): Order | null {
  const schema = unwrapped(outer);
  let order = known.get(schema);
  if (order === undefined) {
    order = null;
    if (schema instanceof z.ZodArray) {
      const item = orderOf(schema.def.element, known);
      // Lists of words and numbers, and there are many, are as they should be.
      order = item === null ? null : remembering((value) => orderedList(value, item));
    } else if (schema instanceof z.ZodObject) {
      const shape = schema.def.shape as Readonly<Record<string, z.core.$ZodType>>;
      const fields = new Map(
        Object.entries(shape).map(([name, field]) => [name, orderOf(field, known) ?? same] as const),
      );
      order = remembering((value) => orderedFields(value, fields));
    }
    known.set(schema, order);
  }
  return order;
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

function remembering(order: (value: object) => object): Order {
  const done = new Map<object, object>();
  return (value) => {
    if (typeof value !== 'object' || value === null) return value;
    let ordered = done.get(value);
    if (ordered === undefined) {
      ordered = order(value);
      done.set(value, ordered);
    }
    return ordered;
  };
}

function orderedList(value: object, item: Order): object {
  if (!Array.isArray(value)) return value;
  let ordered: unknown[] | null = null;
  for (let index = 0; index < value.length; index += 1) {
    const before: unknown = value[index];
    const after = item(before);
    if (after !== before) ordered ??= value.slice();
    if (ordered !== null) ordered[index] = after;
  }
  return ordered ?? value;
}

function orderedFields(value: object, fields: ReadonlyMap<string, Order>): object {
  const given = value as Readonly<Record<string, unknown>>;
  const present = Object.keys(given);
  const unknown = present.filter((name) => !fields.has(name));
  if (unknown.length > 0) throw new Error(`The schema of the assessment has no field ${unknown.join(', ')}.`);
  const ordered: Record<string, unknown> = {};
  let position = 0;
  let isSame = true;
  for (const [name, order] of fields) {
    if (!(name in given)) continue;
    const item = order(given[name]);
    isSame = isSame && present[position] === name && item === given[name];
    position += 1;
    ordered[name] = item;
  }
  return isSame ? value : ordered;
}
