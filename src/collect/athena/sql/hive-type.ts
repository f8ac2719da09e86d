/** Type of a column as the Glue catalog prints it: `struct<type:string,arn:string>`, `array<...>`, `string`. */
export type HiveType =
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, HiveType> }
  | { readonly kind: 'array'; readonly item: HiveType }
  | { readonly kind: 'other'; readonly name: string };

/** Reads a type; names of fields in lower case, as Athena compares them. Null when it is not well formed. */
export function parseHiveType(text: string): HiveType | null {
  const source = text.replace(/\s/g, '').toLowerCase();
  if (!source.includes('<')) return { kind: 'other', name: source };
  const [, outer = '', inner = ''] = /^(\w+)<(.*)>$/.exec(source) ?? [];
  const parts = topLevel(inner);
  if (parts === null || outer === '') return null;
  if (outer === 'array') {
    const item = parts.length === 1 ? parseHiveType(parts[0] ?? '') : null;
    return item === null ? null : { kind: 'array', item };
  }
  if (outer !== 'struct') return { kind: 'other', name: source };
  const fields = new Map<string, HiveType>();
  for (const part of parts) {
    const at = part.indexOf(':');
    const type = at < 1 ? null : parseHiveType(part.slice(at + 1));
    if (type === null) return null;
    fields.set(part.slice(0, at), type);
  }
  return { kind: 'struct', fields };
}

/** Parts between commas outside angle brackets. */
function topLevel(text: string): string[] | null {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '<') depth += 1;
    else if (text[at] === '>') depth -= 1;
    else if (text[at] === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return depth === 0 ? [...parts, text.slice(start)] : null;
}
