import type { CloudTrailTable } from './athena-table.ts';

/**
 * What partition projection keeps from being read of the days asked for: a day outside its range has no rows, whatever
 * was logged (Athena User Guide, "Supported types for partition projection"). Null when nothing is.
 */
export function projectionGap(
  { dayKey, properties }: CloudTrailTable,
  from: string,
  to: string,
): string | null {
  if (dayKey === null || properties['projection.enabled']?.toLowerCase() !== 'true') return null;
  const [first = '', last = ''] = (properties[`projection.${dayKey}.range`] ?? '').split(',');
  const isDay = (text: string) => /^\d{4}\/\d\d\/\d\d$/.test(text.trim());
  const outside = [
    ...(isDay(first) && first.trim() > from ? [`starts at ${first.trim()}`] : []),
    ...(isDay(last) && last.trim() < to ? [`ends at ${last.trim()}`] : []),
  ];
  if (outside.length === 0) return null;
  return `the table's projection.${dayKey}.range ${outside.join(' and ')}; partitions from ${from} to ${to} were asked for`;
}

/** Regions the table says it covers, sorted; null when it does not say. */
export function projectedRegions({ regionKey, properties }: CloudTrailTable): readonly string[] | null {
  const values = regionKey === null ? undefined : properties[`projection.${regionKey}.values`];
  if (values === undefined) return null;
  return [...new Set(values.split(',').map((region) => region.trim()))]
    .filter((region) => region !== '')
    .sort();
}
