import { CLOSE_OBJECT, COMMA, escapes, OPEN_OBJECT, QUOTE, skipKey, skipSpace, skipValue } from './json';

/** Where the access key of the session issued last stands, without quotes. */
export let issuedStart: usize = 0;
export let issuedEnd: usize = 0;

const CREDENTIALS = memory.data<u8>([0x63, 0x72, 0x65, 0x64, 0x65, 0x6e, 0x74, 0x69, 0x61, 0x6c, 0x73]);
const ACCESS_KEY_ID = memory.data<u8>([0x61, 0x63, 0x63, 0x65, 0x73, 0x73, 0x4b, 0x65, 0x79, 0x49, 0x64]);
const NAME_LENGTH: usize = 11;

/** Finds `credentials.accessKeyId` in a valid response; false when it is not there, twice, or no plain access key. */
export function findIssuedKey(response: usize): bool {
  const credentials = memberOf(response, CREDENTIALS);
  if (credentials === 0) return false;
  const key = memberOf(credentials, ACCESS_KEY_ID);
  if (key === 0 || load<u8>(key) !== QUOTE) return false;
  let end = key + 1;
  while (true) {
    const c = load<u8>(end);
    if (!((c >= 0x41 && c <= 0x5a) || (c >= 0x30 && c <= 0x39))) break;
    end += 1;
  }
  if (load<u8>(end) !== QUOTE || end - key < 2) return false;
  issuedStart = key + 1;
  issuedEnd = end;
  return true;
}

/** Where the value of the only member of this name is; 0 when there is none, two, or a key that may spell it. */
function memberOf(object: usize, name: usize): usize {
  if (load<u8>(object) !== OPEN_OBJECT) return 0;
  let found: usize = 0;
  let i = skipSpace(object + 1);
  if (load<u8>(i) === CLOSE_OBJECT) return 0;
  while (true) {
    const before = escapes;
    const key = i;
    i = skipKey(i);
    if (escapes !== before) return 0;
    if (load<u8>(key + 1 + NAME_LENGTH) === QUOTE && memory.compare(key + 1, name, NAME_LENGTH) === 0) {
      if (found !== 0) return 0;
      found = i;
    }
    i = skipSpace(skipValue(i));
    if (load<u8>(i) !== COMMA) return found;
    i = skipSpace(i + 1);
  }
}
