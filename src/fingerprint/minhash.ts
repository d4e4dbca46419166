import { installedKernel } from './kernel.ts';
import { murmur128 } from './murmur.ts';
import type { Shingles } from './shingle.ts';
import { hex64 } from './sketch.ts';

/**
 * MinHash (Broder 1997) with locality-sensitive banding: 20 bands of 4 rows. Two texts
 * with Jaccard similarity s share a band with probability 1 - (1 - s^4)^20: 0.99 at 0.68,
 * 0.5 at 0.43, 0.03 at 0.2.
 */
export const BANDS = 20;
export const ROWS = 4;

/** Seeds of the 80 permutations: multiples of the golden ratio in 32 bits. */
const SEEDS = Uint32Array.from({ length: BANDS * ROWS }, (_, i) => Math.imul(i + 1, 0x9e3779b9));

const SIGN = 2 ** 31;

/** Finalizer of MurmurHash3 (fmix32): a bijection of 32-bit words. */
function mix(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** For each permutation the least value of the words. */
export function leastOf(high: Uint32Array): Uint32Array {
  const rows = new Uint32Array(BANDS * ROWS);
  const words = Uint32Array.from(new Set(high));
  // One row after the other: its smallest value stays in a register.
  for (let r = 0; r < rows.length; r++) {
    const seed = SEEDS[r] as number;
    // With the sign turned, signed numbers, which take one register, are in unsigned order.
    let least = SIGN - 1;
    for (let i = 0; i < words.length; i++) {
      const value = mix((words[i] as number) ^ seed) ^ SIGN;
      if (value < least) least = value;
    }
    rows[r] = least ^ SIGN;
  }
  return rows;
}

/**
 * Band keys of a text's shingles.
 *
 * Row r is the smallest `fmix32(high ^ seed[r])` over the shingles; band b is the first 48
 * bits of MurmurHash3_x86_128 (seed b) over its four rows as little-endian 32-bit words.
 *
 * @returns 20 strings of 12 hex digits, or none for a text without shingles
 */
export function bands({ high }: Shingles): string[] {
  if (high.length === 0) return [];
  const hashes = installedKernel()?.text.bandHashes(high, BANDS) ?? bandHashes(leastOf(high));
  return Array.from({ length: BANDS }, (_, band) => {
    return hex64(hashes[2 * band] as number, hashes[2 * band + 1] as number).slice(0, 12);
  });
}

/** Two words of hash for each band of rows. */
export function bandHashes(rows: Uint32Array): Uint32Array {
  const hashes = new Uint32Array(2 * BANDS);
  const band = new DataView(new ArrayBuffer(ROWS * 4));
  for (let b = 0; b < BANDS; b++) {
    for (let r = 0; r < ROWS; r++) band.setUint32(r * 4, rows[b * ROWS + r] ?? 0, true);
    hashes.set(murmur128(new Uint8Array(band.buffer), b).slice(0, 2), 2 * b);
  }
  return hashes;
}
