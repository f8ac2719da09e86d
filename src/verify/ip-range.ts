import type { Truth } from './truth.ts';

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** Whether an IPv4 or IPv6 address lies in an address or CIDR range; null when either cannot be read. */
export function isInRange(address: string, range: string): Truth {
  const [base = '', length] = range.split('/');
  const inside = parseAddress(address);
  const network = parseAddress(base);
  if (inside === null || network === null) return null;
  if (inside.bits !== network.bits) return false;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return null;
  const prefix = length === undefined ? network.bits : Number(length);
  if (prefix > network.bits) return null;
  const shift = BigInt(network.bits - prefix);
  return inside.value >> shift === network.value >> shift;
}

function parseAddress(text: string): Address | null {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

function parseV4(text: string): Address | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  return { bits: 32, value: parts.reduce((value, part) => value * 256n + BigInt(part), 0n) };
}

function parseV6(text: string): Address | null {
  const [head = '', tail, ...rest] = text.split('::');
  if (rest.length > 0) return null;
  const left = groups(head);
  const right = groups(tail ?? '');
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const all = [...left, ...Array<string>(missing).fill('0'), ...right];
  if (!all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  return { bits: 128, value: all.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n) };
}

function groups(text: string): readonly string[] {
  return text === '' ? [] : text.split(':');
}
