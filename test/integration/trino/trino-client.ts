/** One answer of Trino: names of its columns, and rows as they came as JSON. */
export interface TrinoAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

export class TrinoError extends Error {
  override readonly name = 'TrinoError';
}

interface Page {
  readonly nextUri?: string;
  readonly columns?: readonly { readonly name: string }[];
  readonly data?: readonly (readonly unknown[])[];
  readonly error?: { readonly message: string; readonly errorName: string };
}

/** Asks a Trino over HTTP (Trino's client protocol), with the values of question marks as SQL literals. */
export async function askTrino(
  address: string,
  sql: string,
  values: readonly string[] = [],
): Promise<TrinoAnswer> {
  const headers = {
    'X-Trino-User': 'test',
    'X-Trino-Catalog': 'memory',
    'X-Trino-Schema': 'default',
    'X-Trino-Time-Zone': 'UTC',
  };
  const statement =
    values.length === 0 ? sql : `EXECUTE IMMEDIATE '${sql.replaceAll("'", "''")}' USING ${values.join(', ')}`;
  const post = await fetch(`${address}/v1/statement`, { method: 'POST', body: statement, headers });
  let page = (await post.json()) as Page;
  let columns: readonly string[] = [];
  const rows: (readonly unknown[])[] = [];
  for (;;) {
    if (page.error !== undefined) throw new TrinoError(`${page.error.errorName}: ${page.error.message}`);
    columns = page.columns?.map(({ name }) => name) ?? columns;
    rows.push(...(page.data ?? []));
    if (page.nextUri === undefined) return { columns, rows };
    page = (await (await fetch(page.nextUri, { headers })).json()) as Page;
  }
}
