const MEGABYTE = 1_000_000;
const FEWEST_MEGABYTES = 10;

/**
 * What Athena charges for a query, in US dollars: by the terabyte scanned, "rounded up to the nearest megabyte, with a
 * 10 MB minimum per query" (Amazon Athena pricing). A terabyte of 10^12 bytes errs on the high side.
 */
export function queryCost(bytesScanned: number, usdPerTerabyte: number): number {
  const megabytes = Math.max(FEWEST_MEGABYTES, Math.ceil(bytesScanned / MEGABYTE));
  return (megabytes * usdPerTerabyte) / 1_000_000;
}

/** `1.20 USD`; as many digits as a small amount needs. */
export function dollars(amount: number): string {
  return `${amount === 0 || amount >= 0.01 ? amount.toFixed(2) : amount.toPrecision(1)} USD`;
}
