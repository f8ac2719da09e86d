import type { PermissionView } from '../../view/permission-view.ts';
import type { PrincipalSection } from '../../view/principal-view.ts';
import { embedJson } from './embed-json.ts';

/** As the script finds it: cells of tables as numbers of `texts`, row after row; what repeats, and most of it does, stands once. */
interface Tables {
  readonly texts: readonly string[];
  /** By `<anchor>/<table>`, as the `data-rows` of the table says. */
  readonly tables: Readonly<Record<string, readonly number[]>>;
  /** The id of the row of an action that is no plain one; the others' the script makes from the action. */
  readonly ids: Readonly<Record<string, string>>;
}

type Column = (row: PermissionView) => string;

/** No text of ours holds a line break, so it can separate; the script shows each as a line. */
const lines = (items: readonly string[]): string => items.join('\n');

const action: Column = (row) => row.action;
const noted: Column = (row) => lines([row.action, ...row.notes]);
const severity: Column = (row) => row.severity;
const proof: Column = (row) => row.proof;
const remarks: Column = (row) => lines([...row.notes, ...(row.conflict === '' ? [] : [row.conflict])]);

/** The tables of a principal, their columns in the order of the heads in the template. */
function tablesOf({ permissions }: PrincipalSection): readonly {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly PermissionView[];
}[] {
  const { unused, unusedCommon, unknown, deniedOnly, used } = permissions;
  const unless = (common: string, column: Column): readonly Column[] => (common === '' ? [column] : []);
  return [
    {
      name: 'unused',
      columns: [
        noted,
        severity,
        (row) => row.categories,
        ...unless(unusedCommon.lastUsed, (row) => row.lastUsed),
        ...unless(unusedCommon.proof, proof),
        ...unless(unusedCommon.grantedBy, (row) => lines(row.grantedBy)),
      ],
      rows: unused,
    },
    ...unknown.map((group, index) => ({
      name: `unknown-${index}`,
      columns: [noted, severity, proof, (row: PermissionView) => row.conflict],
      rows: group.permissions,
    })),
    {
      name: 'denied',
      columns: [action, severity, (row: PermissionView) => row.denied, proof, remarks],
      rows: deniedOnly,
    },
    {
      name: 'used',
      columns: [
        action,
        severity,
        (row: PermissionView) => row.calls,
        (row: PermissionView) => row.firstUsed,
        (row: PermissionView) => row.lastUsed,
        proof,
        remarks,
      ],
      rows: used,
    },
  ];
}

/** The rows of the permission tables of one principal after another. */
export class RowData {
  readonly #numbers = new Map<string, number>();
  readonly #tables: Record<string, readonly number[]> = {};
  readonly #ids: Record<string, string> = {};
  /** Of all tables. */
  cells = 0;

  add(principal: PrincipalSection): void {
    for (const { name, columns, rows } of tablesOf(principal)) {
      if (rows.length === 0) continue;
      const cells: number[] = [];
      for (const row of rows) {
        for (const column of columns) cells.push(this.#numberOf(column(row)));
        if (row.id.startsWith('x')) this.#ids[row.action] = row.id;
      }
      this.#tables[`${principal.anchor}/${name}`] = cells;
      this.cells += cells.length;
    }
  }

  /** For the page. */
  json(): string {
    const data: Tables = { texts: [...this.#numbers.keys()], tables: this.#tables, ids: this.#ids };
    return embedJson(data);
  }

  #numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}
