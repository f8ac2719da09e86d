/** Sessions a role chain is followed over at most, as queries/duckdb/issuances.sql has it. */
const MOST_HOPS = 10;

const ISSUER =
  'ROW(hops INTEGER, arn VARCHAR, id VARCHAR, session VARCHAR, key VARCHAR, next VARCHAR, tags VARCHAR)';

/** Issuers of the sessions of a chain, the nearest first; null beyond its start. */
export function chainSql(): string {
  return `ARRAY[${hops()
    .map((hop) => `issuer_${hop}`)
    .join(', ')}]`;
}

/**
 * Every part with the issuers of its chain. One step is a window over an access key: in it stand the calls (or chains)
 * that go on with it and the one record that issued it.
 */
export function hopsSql(): string {
  return hops().reduce((from, hop) => {
    const key = hop === 1 ? 'link' : `coalesce(issuer_${hop - 1}.next, '-' || link)`;
    const link = `IF(part = 'issuance' OR ${hop} = 1, link, ${key})`;
    const issuer = `IF(part = 'issuance', CAST(ROW(${hop}, principal_arn, principal_id, session_name, leftover_key, access_key_id, link_tags) AS ${ISSUER}))`;
    return `SELECT *, arbitrary(${issuer}) OVER (PARTITION BY ${link}) AS issuer_${hop} FROM ${hop === 1 ? from : `(${from})`}`;
  }, 'parts');
}

function hops(): number[] {
  return Array.from({ length: MOST_HOPS }, (_, index) => index + 1);
}
