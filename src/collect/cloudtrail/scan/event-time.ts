let knownDay = '';
let knownStart = Number.NaN;

/** Milliseconds since the epoch of a quoted `yyyy-mm-ddThh:mm:ssZ`; NaN for anything else, also when it is another form of a time. */
export function readTime(bytes: Buffer, start: number, end: number): number {
  if (end - start !== 22 || bytes[start + 11] !== 0x54 || bytes[start + 20] !== 0x5a) return Number.NaN;
  if (bytes[start + 14] !== 0x3a || bytes[start + 17] !== 0x3a) return Number.NaN;
  const day = bytes.toString('latin1', start + 1, start + 11);
  if (day !== knownDay) {
    const from = /^[1-9]\d{3}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
    // A day that its month does not have moves on to the next month.
    if (Number.isNaN(from) || new Date(from).toISOString().slice(0, 10) !== day) return Number.NaN;
    knownDay = day;
    knownStart = from;
  }
  const hours = twoDigits(bytes, start + 12);
  const minutes = twoDigits(bytes, start + 15);
  const seconds = twoDigits(bytes, start + 18);
  if (!(hours < 24 && minutes < 60 && seconds < 60)) return Number.NaN;
  return knownStart + (hours * 3600 + minutes * 60 + seconds) * 1000;
}

function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - 0x30;
  const units = (bytes[at + 1] as number) - 0x30;
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : Number.NaN;
}
