const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * The path of the first key that stands twice in one object of a valid JSON text, or null.
 *
 * `JSON.parse` keeps the last one silently; IAM refuses the document ("Individual elements must not contain
 * multiple instances of the same key", IAM User Guide, reference_policies_grammar), so what a reader sees and
 * what a parser keeps could differ.
 */
export function duplicateKey(json: string): string | null {
  const open: { keys: Set<string> | null; at: string; index: number }[] = [];
  let previous = '';
  for (const [token] of json.matchAll(TOKEN)) {
    const inner = open[open.length - 1];
    if (token === '{' || token === '[') {
      open.push({ keys: token === '{' ? new Set() : null, at: '', index: 0 });
    } else if (token === '}' || token === ']') {
      open.pop();
    } else if (token === ',' && inner) {
      inner.index += 1;
    } else if (token.startsWith('"') && inner?.keys && (previous === '{' || previous === ',')) {
      const key: string = JSON.parse(token);
      inner.at = key;
      if (inner.keys.has(key)) return pathOf(open);
      inner.keys.add(key);
    }
    previous = token;
  }
  return null;
}

function pathOf(open: readonly { keys: Set<string> | null; at: string; index: number }[]): string {
  return open.reduce(
    (path, { keys, at, index }) => (keys === null ? `${path}[${index}]` : path === '' ? at : `${path}.${at}`),
    '',
  );
}
