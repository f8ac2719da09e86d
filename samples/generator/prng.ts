/**
 * Random numbers that depend on nothing but their name: the generator asks for one stream per place it needs chance
 * (a routine on a day, a unique id), so that a change in one place leaves every other place as it was.
 */
export interface Prng {
  /** In [0, 1). */
  next(): number;
  /** Whole number in [low, high], both inclusive. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** `length` characters of `alphabet`. */
  text(alphabet: string, length: number): string;
  hex(length: number): string;
  uuid(): string;
}

export const UPPER_ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
export const ALPHANUMERIC = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** A stream named by `parts`: same parts, same numbers, on every platform. */
export function prng(...parts: readonly (string | number)[]): Prng {
  const state = seedWords(parts.join('/'));
  const next = () => sfc32(state) / 4294967296;
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const text = (alphabet: string, length: number) => {
    let out = '';
    for (let i = 0; i < length; i++) out += alphabet.charAt(Math.floor(next() * alphabet.length));
    return out;
  };
  const hex = (length: number) => text('0123456789abcdef', length);
  return {
    next,
    between,
    text,
    hex,
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new RangeError('pick from an empty list');
      return item;
    },
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${text('89ab', 1)}${hex(3)}-${hex(12)}`,
  };
}

type Words = [number, number, number, number];

/** FNV-1a with four different starting points, mixed by running the generator a few rounds. */
function seedWords(name: string): Words {
  const words: Words = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 1];
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    words[0] = Math.imul(words[0] ^ code, 0x01000193);
    words[1] = Math.imul(words[1] ^ code, 0x85ebca6b);
    words[2] = Math.imul(words[2] ^ code, 0xc2b2ae35);
  }
  for (let i = 0; i < 12; i++) sfc32(words);
  return words;
}

/** Chris Doty-Humphrey's sfc32 (public domain): small, fast and good enough to pass PractRand. */
function sfc32(words: Words): number {
  const [a, b, c, counter] = words;
  const sum = (a + b + counter) | 0;
  words[3] = (counter + 1) | 0;
  words[0] = b ^ (b >>> 9);
  words[1] = (c + (c << 3)) | 0;
  words[2] = (((c << 21) | (c >>> 11)) + sum) | 0;
  return sum >>> 0;
}
