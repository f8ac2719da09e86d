import { NAMES } from './memory-map';

/** Names are at most this long. */
const LONGEST: usize = 32;
const LISTS: usize = 5;
/** Of each list and length the first name; each name: the next one of its length, its role, its bytes. */
const heads = memory.data(660);
let end: usize = NAMES + 64;

/** Adds the name that the host wrote to NAMES. */
export function addName(list: u32, length: u32, role: u32): void {
  assert((list as usize) < LISTS && (length as usize) <= LONGEST);
  const head = heads + 4 * ((list as usize) * (LONGEST + 1) + (length as usize));
  store<u32>(end, load<u32>(head));
  store<u32>(end, role, 4);
  memory.copy(end + 8, NAMES, length as usize);
  store<u32>(head, end as u32);
  end += 8 + LONGEST;
}

/** The role of a name in a list, 0 when it is not in it. Whole names are compared. */
export function roleOf(list: u32, from: usize, to: usize): u32 {
  const length = to - from;
  if (length > LONGEST) return 0;
  let name = load<u32>(heads + 4 * ((list as usize) * (LONGEST + 1) + length)) as usize;
  while (name !== 0) {
    if (isSame(name + 8, from, length)) return load<u32>(name, 4);
    name = load<u32>(name) as usize;
  }
  return 0;
}

/** Of at most 32 bytes: by their first and last eight, and whatever is between. */
function isSame(a: usize, b: usize, length: usize): bool {
  if (length < 8) {
    for (let at: usize = 0; at < length; at += 1) if (load<u8>(a + at) !== load<u8>(b + at)) return false;
    return true;
  }
  if (load<u64>(a) !== load<u64>(b) || load<u64>(a + length - 8) !== load<u64>(b + length - 8)) return false;
  for (let at: usize = 8; at + 8 < length; at += 8) if (load<u64>(a + at) !== load<u64>(b + at)) return false;
  return true;
}
