import { murmur128 } from './murmur.ts';

/** Words in a shingle: five survive re-wrapping and still make shared phrases rare. */
export const SHINGLE_WORDS = 5;

const encoder = new TextEncoder();

/** Hashes of the word shingles of a text, in order; the arrays have one place a shingle. */
export interface Shingles {
  /** Upper 32 bits of the 64-bit shingle hash: order and bands. */
  readonly high: Uint32Array;
  /** Lower 32 bits of the 64-bit shingle hash. */
  readonly low: Uint32Array;
  /** Ordered 16-bit entries, from bits of the hash that sketch and bands do not hold. */
  readonly entries: Uint16Array;
}

/**
 * Hashes every run of five tokens with MurmurHash3_x86_128 (seed 0) over their UTF-8,
 * joined by single spaces.
 *
 * The 64-bit hash is the first two 32-bit words; the entry is the low half of the third.
 * The hash is no secret and no proof: collisions can be made, so shingles find and rank
 * candidates, and SHA-256 digests decide.
 */
export function shingles(tokens: readonly string[]): Shingles {
  const count = Math.max(0, tokens.length - SHINGLE_WORDS + 1);
  const high = new Uint32Array(count);
  const low = new Uint32Array(count);
  const entries = new Uint16Array(count);
  for (let i = 0; i < count; i++) {
    const hash = murmur128(encoder.encode(tokens.slice(i, i + SHINGLE_WORDS).join(' ')), 0);
    high[i] = hash[0];
    low[i] = hash[1];
    entries[i] = hash[2] & 0xffff;
  }
  return { high, low, entries };
}
