import { copyText, sameBytes } from './bytes';
import { SLOTS } from './memory-map';

/** A text that was met: its length, a number of the host's, and its bytes. */
const HEAD: usize = 16;

/** Texts by their bytes. A slot is the hash of a text and where the text is, 0 for none. */
export class TextTable {
  count: u32 = 0;
  private end: usize;
  /** Where `find` did not find a text, for `add`. */
  private place: usize = 0;
  private placeHash: u32 = 0;

  constructor(
    private readonly slots: usize,
    private readonly arena: usize,
    private readonly room: usize,
  ) {
    this.end = arena;
  }

  /** Where the number of this text is; 0 when it was never met. */
  find(text: usize, length: usize): usize {
    const hash = hashOf(text, length);
    let slot = (hash as u32) & (SLOTS - 1);
    while (true) {
      const at = this.slots + 8 * (slot as usize);
      const entry = load<u32>(at, 4) as usize;
      if (entry === 0) {
        this.place = at;
        this.placeHash = hash;
        return 0;
      }
      if (
        load<u32>(at) === hash &&
        load<u32>(entry) === (length as u32) &&
        sameBytes(entry + HEAD, text, length)
      )
        return entry + 4;
      slot = (slot + 1) & (SLOTS - 1);
    }
  }

  /** Adds the text that `find` did not find just now. */
  add(text: usize, length: usize, value: u32): void {
    const entry = this.end;
    store<u32>(entry, length as u32);
    store<u32>(entry + 4, value);
    copyText(entry + HEAD, text, length);
    this.end = (entry + HEAD + length + 15) & ~15;
    store<u32>(this.place, this.placeHash);
    store<u32>(this.place, entry as u32, 4);
    this.count += 1;
  }

  /** Whether a text of this length might not fit any more. */
  isFull(length: usize): bool {
    return this.count * 2 > SLOTS || this.end + HEAD + length + 32 > this.arena + this.room;
  }

  forget(): void {
    memory.fill(this.slots, 0, 8 * (SLOTS as usize));
    this.end = this.arena;
    this.count = 0;
  }
}

/**
 * Thirty-two bytes at a time, in four sums that do not wait for each other. Equal hashes of different texts cost time,
 * nothing else.
 */
function hashOf(text: usize, length: usize): u32 {
  const end = text + length;
  let at = text;
  let a: u64 = 0x9e3779b97f4a7c15 ^ (length as u64);
  let b: u64 = 0xbf58476d1ce4e5b9;
  let c: u64 = 0x94d049bb133111eb;
  let d: u64 = 0xd6e8feb86659fd93;
  for (; at + 32 <= end; at += 32) {
    a = rotl((a ^ load<u64>(at)) * 0xff51afd7ed558ccd, 29);
    b = rotl((b ^ load<u64>(at, 8)) * 0xff51afd7ed558ccd, 29);
    c = rotl((c ^ load<u64>(at, 16)) * 0xff51afd7ed558ccd, 29);
    d = rotl((d ^ load<u64>(at, 24)) * 0xff51afd7ed558ccd, 29);
  }
  for (; at + 8 <= end; at += 8) a = rotl((a ^ load<u64>(at)) * 0xff51afd7ed558ccd, 29);
  let rest: u64 = 0;
  for (; at < end; at += 1) rest = (rest << 8) | (load<u8>(at) as u64);
  const hash = (a ^ rotl(b, 13) ^ rotl(c, 26) ^ rotl(d, 39) ^ rest) * 0xc4ceb9fe1a85ec53;
  return ((hash >> 32) ^ hash) as u32;
}
