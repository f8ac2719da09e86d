const MOST_SHOWN = 80;

/** Where two texts first differ, and what stands there in each, for a person. */
export function firstDifference(found: string, expected: string): string {
  const left = found.split('\n');
  const right = expected.split('\n');
  const at = left.findIndex((line, index) => line !== right[index]);
  const index = at === -1 ? left.length : at;
  return `line ${index + 1} is ${shown(left[index])}, recomputed ${shown(right[index])}`;
}

function shown(line: string | undefined): string {
  if (line === undefined) return 'missing';
  const text = line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line;
  return JSON.stringify(text);
}
