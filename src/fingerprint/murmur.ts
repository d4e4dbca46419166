/**
 * MurmurHash3_x86_128 by Austin Appleby, public domain
 * (github.com/aappleby/smhasher, MurmurHash3.cpp).
 *
 * Fast and well mixed, but no cryptographic hash: anyone can make collisions.
 */

const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;

function rotl(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

/** Finalizer: every input bit reaches every output bit. */
function fmix(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Little-endian word at `at`, all of whose bytes are there. */
function whole32(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

/** Little-endian word at `at`; bytes past `end` count as zero. */
function word(bytes: Uint8Array, at: number, end: number): number {
  let w = 0;
  if (at + 3 < end) w = (bytes[at + 3] as number) << 24;
  if (at + 2 < end) w |= (bytes[at + 2] as number) << 16;
  if (at + 1 < end) w |= (bytes[at + 1] as number) << 8;
  if (at < end) w |= bytes[at] as number;
  return w;
}

/**
 * Hashes `length` bytes into four unsigned words, without allocating.
 *
 * @param out receives the hash in its first four places
 * @param from where the bytes begin
 */
export function murmur128Into(
  bytes: Uint8Array,
  length: number,
  seed: number,
  out: Uint32Array,
  from = 0,
): void {
  let h1 = seed | 0;
  let h2 = h1;
  let h3 = h1;
  let h4 = h1;
  const end = from + length;
  const whole = from + (length & ~15);
  for (let i = from; i < whole; i += 16) {
    const k1 = whole32(bytes, i);
    const k2 = whole32(bytes, i + 4);
    const k3 = whole32(bytes, i + 8);
    const k4 = whole32(bytes, i + 12);
    h1 ^= Math.imul(rotl(Math.imul(k1, C1), 15), C2);
    h1 = (Math.imul(rotl(h1, 19) + h2, 5) + 0x561ccd1b) | 0;
    h2 ^= Math.imul(rotl(Math.imul(k2, C2), 16), C3);
    h2 = (Math.imul(rotl(h2, 17) + h3, 5) + 0x0bcaa747) | 0;
    h3 ^= Math.imul(rotl(Math.imul(k3, C3), 17), C4);
    h3 = (Math.imul(rotl(h3, 15) + h4, 5) + 0x96cd1c35) | 0;
    h4 ^= Math.imul(rotl(Math.imul(k4, C4), 18), C1);
    h4 = (Math.imul(rotl(h4, 13) + h1, 5) + 0x32ac3b17) | 0;
  }
  // A word of zeros leaves its lane as it is, so missing bytes need no branch here.
  h1 ^= Math.imul(rotl(Math.imul(word(bytes, whole, end), C1), 15), C2);
  h2 ^= Math.imul(rotl(Math.imul(word(bytes, whole + 4, end), C2), 16), C3);
  h3 ^= Math.imul(rotl(Math.imul(word(bytes, whole + 8, end), C3), 17), C4);
  h4 ^= Math.imul(rotl(Math.imul(word(bytes, whole + 12, end), C4), 18), C1);

  h1 ^= length;
  h2 ^= length;
  h3 ^= length;
  h4 ^= length;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = fmix((h2 + h1) | 0);
  h3 = fmix((h3 + h1) | 0);
  h4 = fmix((h4 + h1) | 0);
  h1 = fmix(h1);
  h1 = (h1 + h2 + h3 + h4) | 0;
  out[0] = h1;
  out[1] = h2 + h1;
  out[2] = h3 + h1;
  out[3] = h4 + h1;
}

const result = new Uint32Array(4);

/**
 * MurmurHash3_x86_128 of bytes.
 *
 * @param seed 32-bit, 0 if not given
 * @returns four unsigned 32-bit words
 */
export function murmur128(bytes: Uint8Array, seed = 0): [number, number, number, number] {
  murmur128Into(bytes, bytes.length, seed, result);
  return [result[0] as number, result[1] as number, result[2] as number, result[3] as number];
}
