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
/** No value is more. */
const NONE = 2 ** 32 - 1;

/** Finalizer of MurmurHash3 (fmix32): a bijection of 32-bit words. */
function mix(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** For each permutation the least value of the words, or the one in `before`. */
export function leastOf(high: Uint32Array, before: Uint32Array | null = null): Uint32Array {
  const rows = before ?? new Uint32Array(BANDS * ROWS).fill(NONE);
  const words = Uint32Array.from(new Set(high));
  // One row after the other: its smallest value stays in a register.
  for (let r = 0; r < rows.length; r++) {
    const seed = SEEDS[r] as number;
    // With the sign turned, signed numbers, which take one register, are in unsigned order.
    let least = (rows[r] as number) ^ SIGN;
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
  return keysOf(installedKernel()?.text.bandHashes(high, BANDS) ?? bandHashes(leastOf(high)));
}

function keysOf(hashes: Uint32Array): string[] {
  return Array.from({ length: BANDS }, (_, band) => {
    return hex64(hashes[2 * band] as number, hashes[2 * band + 1] as number).slice(0, 12);
  });
}

/**
 * Bands of a long text, of some shingles after the other: as `bands` of all. The kernel has room for one
 * at a time.
 */
export class LongBands {
  readonly #kernel = installedKernel()?.text ?? null;
  #rows: Uint32Array | null = null;

  constructor() {
    this.#kernel?.leastStart();
  }

  add({ high }: Pick<Shingles, 'high'>): void {
    if (this.#kernel) this.#kernel.least(high);
    else this.#rows = leastOf(high, this.#rows);
  }

  keys(): string[] {
    return keysOf(this.#kernel?.leastEnd(BANDS) ?? bandHashes(this.#rows ?? leastOf(NO_WORDS)));
  }
}

const NO_WORDS = new Uint32Array(0);

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
