/** Copies in steps of 16 bytes: up to 15 more than asked are written. */
export function copyText(to: usize, from: usize, length: usize): void {
  for (let at: usize = 0; at < length; at += 16) v128.store(to + at, v128.load(from + at));
}

export function sameBytes(a: usize, b: usize, length: usize): bool {
  let at: usize = 0;
  for (; at + 16 <= length; at += 16) {
    if (v128.any_true(v128.xor(v128.load(a + at), v128.load(b + at)))) return false;
  }
  for (; at < length; at += 1) if (load<u8>(a + at) !== load<u8>(b + at)) return false;
  return true;
}
