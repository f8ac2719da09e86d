import { PAIR_SLOT_COUNT, PAIR_SLOTS, PAIRS } from './memory-map';

/** Pairs of this batch. */
export let pairCount: u32 = 0;
/** Slots of earlier batches hold another one: no need to clear them. */
let batch: u32 = 1;

export function forgetPairs(): void {
  pairCount = 0;
  batch += 1;
}

/** The number of a pair of a caller and a call in this batch. */
export function pairOf(caller: u32, call: u32): u32 {
  const key = ((caller as u64) << 32) | (call as u64);
  let slot = ((key * 0x9e3779b97f4a7c15) >> 46) as u32;
  while (true) {
    const at = PAIR_SLOTS + 16 * (slot as usize);
    if (load<u32>(at, 8) !== batch) {
      store<u64>(at, key);
      store<u32>(at, batch, 8);
      store<u32>(at, pairCount, 12);
      store<u32>(PAIRS + 8 * (pairCount as usize), caller);
      store<u32>(PAIRS + 8 * (pairCount as usize), call, 4);
      pairCount += 1;
      return pairCount - 1;
    }
    if (load<u64>(at) === key) return load<u32>(at, 12);
    slot = (slot + 1) & (PAIR_SLOT_COUNT - 1);
  }
}
