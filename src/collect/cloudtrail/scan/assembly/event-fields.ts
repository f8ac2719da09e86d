/** Reading times and ids of records. */

const NOT_A_DIGIT: u8 = 16;
/** Value of a lower-case hex digit. */
const hexDigits = memory.data(256);
memory.fill(hexDigits, NOT_A_DIGIT, 256);
for (let digit = 0; digit < 16; digit += 1) {
  store<u8>(hexDigits + (digit < 10 ? 0x30 + digit : 0x61 - 10 + digit), digit as u8);
}

/** Reads a quoted UUID in lower case, as CloudTrail writes it, as four words, the last first; false for anything else. */
export function readUuid(start: usize, end: usize, to: usize): bool {
  if (end - start !== 38) return false;
  let at = start + 1;
  let wrong: u32 = 0;
  let word: u32 = 0;
  for (let digit: u32 = 0; digit < 32; digit += 1) {
    if (digit === 8 || digit === 12 || digit === 16 || digit === 20) {
      if (load<u8>(at) !== 0x2d) return false;
      at += 1;
    }
    const value = load<u8>(hexDigits + (load<u8>(at) as usize)) as u32;
    wrong |= value;
    word = (word << 4) | (value & 15);
    at += 1;
    if ((digit & 7) === 7) store<u32>((to + 4 * (3 - (digit >> 3))) as usize, word);
  }
  return wrong < 16;
}

/** Milliseconds since the epoch of a quoted `yyyy-mm-ddThh:mm:ssZ`; i64.MIN_VALUE for anything else. */
export function readTime(start: usize, end: usize): i64 {
  const NONE: i64 = i64.MIN_VALUE;
  if (end - start !== 22 || load<u8>(start, 11) !== 0x54 || load<u8>(start, 20) !== 0x5a) return NONE;
  if (load<u8>(start, 5) !== 0x2d || load<u8>(start, 8) !== 0x2d) return NONE;
  if (load<u8>(start, 14) !== 0x3a || load<u8>(start, 17) !== 0x3a) return NONE;
  const century = twoDigits(start + 1);
  const ofCentury = twoDigits(start + 3);
  const month = twoDigits(start + 6);
  const day = twoDigits(start + 9);
  const hours = twoDigits(start + 12);
  const minutes = twoDigits(start + 15);
  const seconds = twoDigits(start + 18);
  // A wrong digit is larger than any number here may be.
  if (century < 10 || century > 99 || ofCentury > 99 || hours > 23 || minutes > 59 || seconds > 59)
    return NONE;
  const year = century * 100 + ofCentury;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return NONE;
  const ofDay = (hours * 60 + minutes) * 60 + seconds;
  return ((daysSinceEpoch(year, month, day) as i64) * 86400 + (ofDay as i64)) * 1000;
}

function twoDigits(at: usize): i32 {
  const tens = (load<u8>(at) as i32) - 0x30;
  const units = (load<u8>(at, 1) as i32) - 0x30;
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : 1000;
}

function daysIn(year: i32, month: i32): i32 {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Counted in years that begin in March (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
function daysSinceEpoch(year: i32, month: i32, day: i32): i32 {
  const y = month <= 2 ? year - 1 : year;
  const era = y / 400;
  const yearOfEra = y - era * 400;
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}
