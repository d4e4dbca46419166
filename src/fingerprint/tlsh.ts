import { installedKernel } from './kernel.ts';
import { type Histogram, histogram } from './tlsh-histogram.ts';
import { LENGTH_CLASSES } from './tlsh-tables.ts';

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
  return tlshOf(bytes.length, installedKernel()?.histogram(bytes) ?? histogram(bytes));
}

/** TLSH of so many bytes, at least `TLSH_MIN_BYTES`, of which that is the count; null as above. */
export function tlshOf(length: number, { buckets, checksum }: Histogram): string | null {
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
  return `T1${swapped(checksum)}${swapped(lengthClass(length))}${ratios}${body}`;
}
