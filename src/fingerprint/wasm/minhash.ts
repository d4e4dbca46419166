import { WINDOW } from './window';

/**
 * The least values of MinHash; its twin is `leastOf` of `../minhash.ts`, which has the source.
 *
 * Eight permutations a turn, four in the lanes of each of two vectors: their finalizers do not wait
 * for each other, and the least values keep their registers.
 */

/** Permutations: bands times rows. */
const PERMUTATIONS: i32 = 80;
const SEEDS: usize = memory.data(80 * 4, 64);
/** The least values so far, as unsigned 32-bit words. */
export const LEAST: usize = memory.data(80 * 4, 64);

export function minhashTables(): void {
  for (let i = 0; i < PERMUTATIONS; i++) {
    store<u32>(SEEDS + (<usize>i << 2), <u32>(i + 1) * 0x9e3779b9);
  }
}

export function leastStart(): void {
  memory.fill(LEAST, 0xff, PERMUTATIONS << 2);
}

/** Finalizer of MurmurHash3 (fmix32) in each lane. */
@inline
function mix(x: v128): v128 {
  let h = x;
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 16)), i32x4.splat(0x85ebca6b));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(h, i32x4.shr_u(h, 16));
}

/** Takes the `count` words in the window. */
export function least(count: i32): void {
  const end = WINDOW + (<usize>count << 2);
  for (let group: usize = 0; group < 80 * 4; group += 32) {
    const seed = v128.load(SEEDS + group);
    const seed2 = v128.load(SEEDS + group, 16);
    let low = v128.load(LEAST + group);
    let low2 = v128.load(LEAST + group, 16);
    for (let at = WINDOW; at < end; at += 4) {
      const word = v128.load32_splat(at);
      low = i32x4.min_u(low, mix(v128.xor(word, seed)));
      low2 = i32x4.min_u(low2, mix(v128.xor(word, seed2)));
    }
    v128.store(LEAST + group, low);
    v128.store(LEAST + group, low2, 16);
  }
}
