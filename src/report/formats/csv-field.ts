/**
 * A field as RFC 4180 has it, that a spreadsheet takes as text: one that starts like a formula (`=`, `+`, `-`, `@`,
 * tab, carriage return; OWASP "CSV Injection") gets an apostrophe in front. Numbers of our own are not text.
 */
export function csvField(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Fields of a record, one after another. */
export const csvFields = (fields: readonly (string | number)[]): string => fields.map(csvField).join(',');

/** A record with its line end. */
export const csvLine = (fields: readonly (string | number)[]): string => `${csvFields(fields)}\r\n`;
