/** First bytes (hex) of formats that get into log folders under a wrong name. */
const SIGNATURES: readonly (readonly [hex: string, name: string])[] = [
  ['89504e47', 'a PNG image'],
  ['ffd8ff', 'a JPEG image'],
  ['47494638', 'a GIF image'],
  ['25504446', 'a PDF document'],
  ['504b0304', 'a zip archive (unpack it first)'],
  ['28b52ffd', 'zstd data (decompress it first)'],
  ['425a68', 'bzip2 data (decompress it first)'],
  ['fd377a58', 'xz data (decompress it first)'],
  ['50415231', 'Parquet'],
  ['1f8b', 'gzip inside gzip'],
];

/** Names what the bytes are, when that is surely not JSON text; null otherwise. */
export function knownSignature(bytes: Buffer): string | null {
  const start = bytes.subarray(0, 16).toString('hex');
  const known = SIGNATURES.find(([hex]) => start.startsWith(hex));
  if (known) return known[1];
  return /^\uFEFF?\s*<(?:!doctype|html|\?xml)/i.test(bytes.subarray(0, 256).toString('utf8'))
    ? 'HTML or XML'
    : null;
}
