import type { QueryRecord } from '../../domain/collected.ts';

export const queryPath = (name: string): string => `pack/queries/${name}.sql`;

/** `pack/queries/<name>.sql`: the text of each query that was asked, once. */
export const queryFiles = (queries: readonly QueryRecord[]): ReadonlyMap<string, string> =>
  new Map(queries.map(({ name, sql }) => [queryPath(name), sql]));
