import type { Instance } from './kernel-module.ts';
import type { Histogram } from './tlsh-histogram.ts';

/** Triplets of TLSH end at the fifth byte first, and look back on four. */
export const TRIPLETS_FROM = 4;
/** Counts of a TLSH digest. */
const BUCKETS = 128;

/** What an instance has counted since `tripletsStart`. */
export function countedBy({ run, address, memory }: Instance): Histogram {
  const checksum = run.tripletsEnd();
  const at = address('BUCKETS');
  const counts = memory().slice(at, at + BUCKETS * Uint32Array.BYTES_PER_ELEMENT);
  return { buckets: new Uint32Array(counts.buffer), checksum };
}
