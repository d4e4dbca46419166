import { PEARSON } from './tlsh-tables.ts';

/**
 * The part of TLSH (`tlsh.ts`) that takes time: the count of byte triplets. Its twin in
 * WebAssembly is `wasm/triplets.ts`.
 */

/** Counts of a digest; the hash gives twice as many, of which TLSH leaves half out. */
const BUCKETS = 128;

/**
 * Pearson's hash of (salt, newest byte) for the salts 2, 3, 5, 7, 11, 13 of the six
 * triplets and the salt 0 of the checksum, one table each.
 */
const [SALT_2, SALT_3, SALT_5, SALT_7, SALT_11, SALT_13, SALT_0] = [2, 3, 5, 7, 11, 13, 0].map(
  (salt) => PEARSON.map((_, byte) => PEARSON[(PEARSON[salt] as number) ^ byte] as number),
) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];

export interface Histogram {
  /** 128 counts. */
  readonly buckets: Uint32Array;
  readonly checksum: number;
}

/**
 * Counts six triplets of every window of five bytes, by their Pearson hash.
 *
 * The last step of that hash is a permutation, so its input is counted and permuted once
 * at the end. A histogram for each triplet keeps one count from waiting for another's.
 */
export function histogram(bytes: Uint8Array): Histogram {
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
