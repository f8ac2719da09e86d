/** Reads local input into `Collected`: the one place that touches files and DuckDB for evidence. */
export { collect } from './collect.ts';
export type { CollectProgress, Sources } from './sources.ts';
