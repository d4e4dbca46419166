/** LZWDecode (ISO 32000-1, 7.4.4.2): variable codes of 9 to 12 bits, high bits first. */
import { ByteSink } from './sink.ts';
import { Doubt } from './values.ts';

const CLEAR = 256;
const END = 257;
const MAX_CODES = 4096;

/**
 * @param early 1 when code lengths grow one code early, the PDF default, else 0
 * @param maxBytes ceiling on the output
 * @throws Doubt for codes out of order, a missing end code, or output above the ceiling
 */
export function decodeLzw(raw: Uint8Array, early: 0 | 1, maxBytes: number): Uint8Array {
  const sink = new ByteSink(maxBytes);
  let table: Uint8Array[] = [];
  let previous: Uint8Array | null = null;
  let width = 9;
  let bits = 0;
  let held = 0;
  let started = false;
  for (const byte of raw) {
    held = ((held << 8) | byte) & 0xffffff;
    bits += 8;
    if (bits < width) continue;
    bits -= width;
    const code = (held >> bits) & ((1 << width) - 1);
    if (code === END) return sink.end();
    if (code === CLEAR) {
      table = Array.from({ length: 258 }, (_, i) => Uint8Array.of(i & 0xff));
      previous = null;
      width = 9;
      started = true;
      continue;
    }
    if (!started) throw new Doubt('LZW data without a clear code');
    const known: Uint8Array | undefined = table[code];
    const entry: Uint8Array | null =
      known ?? (previous !== null && code === table.length ? grow(previous, previous) : null);
    if (entry === null) throw new Doubt('LZW code out of order');
    if (previous !== null && table.length < MAX_CODES) table.push(grow(previous, entry));
    sink.append(entry);
    previous = entry;
    const next = table.length + early;
    width = next >= 2048 ? 12 : next >= 1024 ? 11 : next >= 512 ? 10 : 9;
  }
  throw new Doubt('LZW data without an end code');
}

function grow(prefix: Uint8Array, next: Uint8Array): Uint8Array {
  const entry = new Uint8Array(prefix.length + 1);
  entry.set(prefix);
  entry[prefix.length] = next[0] ?? 0;
  return entry;
}
