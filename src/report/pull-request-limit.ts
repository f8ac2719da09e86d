/** A part of a body. Its rows may be cut, from the end. */
export interface Section {
  readonly head: string;
  readonly rows: readonly string[];
  readonly tail: string;
  /** The rows are one running list, and so is what is said of those that are cut. */
  readonly inline?: boolean;
  /** Sections of one of many; when not even the heads fit, all of the last ones go together. */
  readonly group?: string;
}

const SEE = '`report.html` of the assessment';

const rowsNotice = (count: number, inline: boolean): string =>
  inline ? ` and ${count} more, see ${SEE}` : `\n_${count} more, see ${SEE}._\n`;

const groupsNotice = (count: number): string => `_The same for ${count} more, see ${SEE}._\n\n`;

/** What the notices of cut rows take, per section at most. */
const NOTICE = rowsNotice(1_000_000, false).length;

/**
 * The sections one after another within `limit` characters, the marker last and whole. What does not fit is left out,
 * rows from the longest lists first, and the text says how many and where they are.
 */
export function cutToLimit(sections: readonly Section[], marker: string, limit: number): string {
  const whole = sections.map(({ rows }) => rows.length);
  const text = render(sections, whole, 0) + marker;
  if (text.length <= limit) return text;
  const { kept, dropped } = withoutLastGroups(sections, limit - marker.length);
  const shown = kept.map(({ rows }) => rows.length);
  const sizes = kept.map(({ rows }) => rows.reduce((sum, row) => sum + row.length, 0));
  let excess = render(kept, shown, dropped).length + marker.length - limit;
  while (excess > 0) {
    const longest = sizes.reduce((best, size, index) => (size > (sizes[best] ?? 0) ? index : best), 0);
    const rows = kept[longest]?.rows ?? [];
    let count = shown[longest] ?? 0;
    if (count === 0) return sliced(render(kept, shown, dropped), marker, limit);
    let freed = 0;
    for (; count > 0 && freed < excess + NOTICE; count--) freed += rows[count - 1]?.length ?? 0;
    shown[longest] = count;
    sizes[longest] = (sizes[longest] ?? 0) - freed;
    excess = render(kept, shown, dropped).length + marker.length - limit;
  }
  return render(kept, shown, dropped) + marker;
}

/** As many groups as leave four fifths of the room to everything else and to rows. */
function withoutLastGroups(
  sections: readonly Section[],
  room: number,
): { readonly kept: readonly Section[]; readonly dropped: number } {
  const bare = ({ head, tail }: Section): number => head.length + tail.length + NOTICE;
  const groups = new Map<string, number>();
  for (const section of sections) {
    if (section.group !== undefined)
      groups.set(section.group, (groups.get(section.group) ?? 0) + bare(section));
  }
  const stays = new Set<string>();
  let used = 0;
  for (const [group, size] of groups) {
    used += size;
    if (used > room / 5) break;
    stays.add(group);
  }
  const kept = sections.filter(({ group }) => group === undefined || stays.has(group));
  return { kept, dropped: groups.size - stays.size };
}

/** The last resort, for a body whose fixed words alone are too long: up to a line's end. */
function sliced(text: string, marker: string, limit: number): string {
  const end = `\n\n_The rest, see ${SEE}._\n\n`;
  const room = Math.max(0, limit - marker.length - end.length);
  const line = text.lastIndexOf('\n', room);
  return `${text.slice(0, Math.max(0, line))}${end}${marker}`;
}

function render(sections: readonly Section[], shown: readonly number[], dropped: number): string {
  let lastGroup = sections.length - 1;
  while (lastGroup >= 0 && sections[lastGroup]?.group === undefined) lastGroup--;
  const texts = sections.map(({ head, rows, tail, inline = false }, index) => {
    const count = shown[index] ?? rows.length;
    const cut = count < rows.length ? rowsNotice(rows.length - count, inline) : '';
    const after = dropped > 0 && index === lastGroup ? groupsNotice(dropped) : '';
    return `${head}${rows.slice(0, count).join('')}${cut}${tail}${after}`;
  });
  return `${texts.join('')}${dropped > 0 && lastGroup < 0 ? groupsNotice(dropped) : ''}`;
}
