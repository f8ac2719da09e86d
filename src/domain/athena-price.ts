/**
 * What Athena charges for a terabyte scanned in most regions, in US dollars; up to 9 in some (Amazon Athena pricing, "SQL
 * queries with Athena"). A person may say the price of theirs.
 */
export const USD_PER_TERABYTE = 5;
