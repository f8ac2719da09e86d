/** A part of a body; only its rows may be cut, from the end. */
export interface Section {
  readonly head: string;
  readonly rows: readonly string[];
  readonly tail: string;
}

const notice = (rows: number): string =>
  `\n_${rows} more ${rows === 1 ? 'line does' : 'lines do'} not fit within the length a description may have here; the report and the diff have all of them._\n`;

/**
 * The sections one after another within `limit` characters, the marker last and whole. Rows that do not fit are left
 * out, from the longest list, and the text says how many.
 */
export function cutToLimit(sections: readonly Section[], marker: string, limit: number): string {
  const shown = sections.map(({ rows }) => rows.length);
  const length = (): number => render(sections, shown).length + marker.length;
  const size = (index: number): number =>
    (sections[index]?.rows ?? []).slice(0, shown[index]).reduce((sum, text) => sum + text.length, 0);
  for (let excess = length() - limit; excess > 0; excess = length() - limit) {
    const longest = [...sections.keys()].reduce((a, b) => (size(b) > size(a) ? b : a), 0);
    const rows = sections[longest]?.rows ?? [];
    let count = shown[longest] ?? 0;
    if (count === 0)
      return `${render(sections, shown).slice(0, Math.max(0, limit - marker.length - 1))}\n${marker}`;
    for (let freed = 0; count > 0 && freed < excess; count--) freed += rows[count - 1]?.length ?? 0;
    shown[longest] = count;
  }
  return render(sections, shown) + marker;
}

function render(sections: readonly Section[], shown: readonly number[]): string {
  return sections
    .map(({ head, rows, tail }, index) => {
      const count = shown[index] ?? rows.length;
      const cut = count < rows.length ? notice(rows.length - count) : '';
      return `${head}${rows.slice(0, count).join('')}${cut}${tail}`;
    })
    .join('');
}
