/**
 * What Athena charges for a query (Amazon Athena pricing, "SQL queries with Athena": USD 5 per TB scanned in most
 * regions, up to 9 in some; by the megabyte, at least 10 of them). A terabyte of 10^12 bytes errs on the high side.
 */
export const USD_PER_TERABYTE = 5;
const MEGABYTE = 1_000_000;
const FEWEST_MEGABYTES = 10;

/** In US dollars. */
export function queryCost(bytesScanned: number): number {
  const megabytes = Math.max(FEWEST_MEGABYTES, Math.ceil(bytesScanned / MEGABYTE));
  return (megabytes * USD_PER_TERABYTE) / 1_000_000;
}

/** `1.20 USD`; as many digits as a small amount needs. */
export function dollars(amount: number): string {
  return `${amount === 0 || amount >= 0.01 ? amount.toFixed(2) : amount.toPrecision(1)} USD`;
}
