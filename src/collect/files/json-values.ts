export interface PlacedValue {
  readonly value: unknown;
  /** 1-based line of a JSON Lines file; 1-based count of a value otherwise. */
  readonly position: number;
}

export type JsonValues =
  | {
      readonly kind: 'values';
      readonly values: readonly PlacedValue[];
      /** JSON Lines only: the lines that are not JSON. */
      readonly brokenLines: readonly number[];
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** `aws logs create-export-task` puts the event's time and a space before each line. */
const CLOUDWATCH_EXPORT_PREFIX = /^\d{4}-\d\d-\d\dT[\d:.]+Z (?=\{)/;

/**
 * The JSON values of a text: one document, JSON Lines, or documents one after the other (as pages saved with `>>`).
 * A text that is none of these is unreadable as a whole; in JSON Lines a bad line leaves the others good.
 * Reasons carry no parser message: those differ between Node versions and quote the content.
 */
export function jsonValues(text: string): JsonValues {
  if (text.trim() === '') return { kind: 'unreadable', reason: 'holds only white space' };
  const whole = tryParse(text);
  if (whole.ok) return { kind: 'values', values: [{ value: whole.value, position: 1 }], brokenLines: [] };
  return jsonLines(text) ?? concatenated(text);
}

function jsonLines(text: string): JsonValues | null {
  const lines = text.split(/\r?\n/).map((line) => line.replace(CLOUDWATCH_EXPORT_PREFIX, '').trim());
  const first = lines.find((line) => line !== '');
  const start = first === undefined ? { ok: false as const } : tryParse(first);
  if (!start.ok || typeof start.value !== 'object' || start.value === null) return null;
  const values: PlacedValue[] = [];
  const brokenLines: number[] = [];
  lines.forEach((line, index) => {
    if (line === '') return;
    const parsed = tryParse(line);
    if (parsed.ok) values.push({ value: parsed.value, position: index + 1 });
    else brokenLines.push(index + 1);
  });
  return { kind: 'values', values, brokenLines };
}

function concatenated(text: string): JsonValues {
  const spans = splitTopLevel(text);
  if (spans === 'cut-off') return { kind: 'unreadable', reason: 'is JSON that ends too early (truncated)' };
  const values: PlacedValue[] = [];
  for (const span of spans) {
    const parsed = tryParse(span);
    if (!parsed.ok) return { kind: 'unreadable', reason: 'is not valid JSON' };
    values.push({ value: parsed.value, position: values.length + 1 });
  }
  return { kind: 'values', values, brokenLines: [] };
}

/** Cuts at the end of each top-level object or array; brackets inside strings do not count. */
function splitTopLevel(text: string): string[] | 'cut-off' {
  const spans: string[] = [];
  const token = /"(?:[^"\\]|\\.)*"|["{}[\]]/gs;
  let depth = 0;
  let start = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match;
    if (found === '"') return 'cut-off';
    if (found === '{' || found === '[') depth += 1;
    else if (found === '}' || found === ']') depth -= 1;
    else continue;
    if (depth > 0) continue;
    spans.push(text.slice(start, token.lastIndex));
    start = token.lastIndex;
  }
  if (depth > 0) return 'cut-off';
  const rest = text.slice(start);
  return rest.trim() === '' ? spans : [...spans, rest];
}

function tryParse(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}
