import { LENGTH_CLASSES, PEARSON } from './tlsh-tables.ts';

export { tlshDistance } from './tlsh-distance.ts';

/**
 * TLSH, the Trend Micro Locality Sensitive Hash: J. Oliver, C. Cheng, Y. Chen, "TLSH - A
 * Locality Sensitive Hash", 4th Cybercrime and Trustworthy Computing Workshop (2013).
 *
 * Variant with 128 buckets and one byte of checksum; digests are those of the reference
 * program 4.12, `T1` and 70 upper-case hex digits. See NOTICE for its licence.
 */

/** Bytes below which there is no digest. */
export const TLSH_MIN_BYTES = 50;
const BUCKETS = 128;

/**
 * Pearson's hash of (salt, newest byte) for the salts 2, 3, 5, 7, 11, 13 of the six
 * triplets and the salt 0 of the checksum, one table each.
 */
const [SALT_2, SALT_3, SALT_5, SALT_7, SALT_11, SALT_13, SALT_0] = [2, 3, 5, 7, 11, 13, 0].map(
  (salt) => PEARSON.map((_, byte) => PEARSON[(PEARSON[salt] as number) ^ byte] as number),
) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];

interface Histogram {
  readonly buckets: Uint32Array;
  readonly checksum: number;
}

/**
 * Counts six triplets of every window of five bytes, by their Pearson hash.
 *
 * The last step of that hash is a permutation, so its input is counted and permuted once
 * at the end. A histogram for each triplet keeps one count from waiting for another's.
 */
function histogram(bytes: Uint8Array): Histogram {
  const h2 = new Uint32Array(256);
  const h3 = new Uint32Array(256);
  const h5 = new Uint32Array(256);
  const h7 = new Uint32Array(256);
  const h11 = new Uint32Array(256);
  const h13 = new Uint32Array(256);
  let checksum = 0;
  let e = bytes[0] as number;
  let d = bytes[1] as number;
  let c = bytes[2] as number;
  let b = bytes[3] as number;
  for (let i = 4; i < bytes.length; i++) {
    const a = bytes[i] as number;
    checksum = PEARSON[(PEARSON[(SALT_0[a] as number) ^ b] as number) ^ checksum] as number;
    count(h2, (PEARSON[(SALT_2[a] as number) ^ b] as number) ^ c);
    count(h3, (PEARSON[(SALT_3[a] as number) ^ b] as number) ^ d);
    count(h5, (PEARSON[(SALT_5[a] as number) ^ c] as number) ^ d);
    count(h7, (PEARSON[(SALT_7[a] as number) ^ c] as number) ^ e);
    count(h11, (PEARSON[(SALT_11[a] as number) ^ b] as number) ^ e);
    count(h13, (PEARSON[(SALT_13[a] as number) ^ d] as number) ^ e);
    e = d;
    d = c;
    c = b;
    b = a;
  }
  const buckets = new Uint32Array(256);
  for (const counts of [h2, h3, h5, h7, h11, h13]) {
    for (let x = 0; x < 256; x++) {
      const bucket = PEARSON[x] as number;
      buckets[bucket] = (buckets[bucket] as number) + (counts[x] as number);
    }
  }
  return { buckets: buckets.subarray(0, BUCKETS), checksum };
}

function count(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] as number) + 1;
}

/** Class of an input's length, 0 to 169. */
function lengthClass(length: number): number {
  const found = LENGTH_CLASSES.findIndex((top) => length <= top);
  return found < 0 ? LENGTH_CLASSES.length - 1 : found;
}

/** 100 * q / q3 in single precision, as the reference program computes it, modulo 16. */
function ratio(q: number, q3: number): number {
  return Math.floor(Math.fround(Math.fround((q * 100) >>> 0) / Math.fround(q3))) % 16;
}

function hexByte(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}

/** The two hex digits of a header byte are printed low digit first. */
function swapped(byte: number): string {
  return hexByte(((byte & 15) << 4) | (byte >> 4));
}

/**
 * TLSH of bytes.
 *
 * @returns `T1` and 70 upper-case hex digits; null below 50 bytes, and for input so
 *   uniform that half of the 128 buckets or more stay empty
 */
export function tlshDigest(bytes: Uint8Array): string | null {
  if (bytes.length < TLSH_MIN_BYTES) return null;
  const { buckets, checksum } = histogram(bytes);
  if (buckets.reduce((used, n) => used + (n > 0 ? 1 : 0), 0) <= BUCKETS / 2) return null;

  const sorted = buckets.slice().sort();
  const [q1, q2, q3] = [1, 2, 3].map((k) => sorted[(k * BUCKETS) / 4 - 1] as number) as [
    number,
    number,
    number,
  ];
  const quarter = (n: number) => (n > q3 ? 3 : n > q2 ? 2 : n > q1 ? 1 : 0);
  let body = '';
  for (let i = BUCKETS - 4; i >= 0; i -= 4) {
    let byte = 0;
    for (let j = 3; j >= 0; j--) byte = (byte << 2) | quarter(buckets[i + j] as number);
    body += hexByte(byte);
  }
  // Header byte of ratios: q1 in the low half, printed first because halves are swapped.
  const ratios = swapped((ratio(q2, q3) << 4) | ratio(q1, q3));
  return `T1${swapped(checksum)}${swapped(lengthClass(bytes.length))}${ratios}${body}`;
}
