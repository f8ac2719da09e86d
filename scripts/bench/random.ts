/** Small and seeded (mulberry32): the same on every machine. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Random hexadecimal digits. */
export function hexOf(next: () => number): (digits: number) => string {
  return (digits) => {
    let text = '';
    while (text.length < digits) {
      const word = Math.floor(next() * 2 ** 32);
      text += `${BYTES[word & 255]}${BYTES[(word >> 8) & 255]}${BYTES[(word >> 16) & 255]}${BYTES[word >>> 24]}`;
    }
    return text.slice(0, digits);
  };
}
