import { murmur128Into } from './murmur.ts';

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
  // The tokens' UTF-8 lies in one buffer, so that a shingle is a view and not a copy.
  const text = encoder.encode(tokens.join(' '));
  const starts = new Uint32Array(tokens.length + 1);
  tokens.forEach((token, i) => {
    starts[i + 1] = (starts[i] ?? 0) + encoder.encode(token).length + 1;
  });
  const hash = new Uint32Array(4);
  for (let i = 0; i < count; i++) {
    const view = text.subarray(starts[i], (starts[i + SHINGLE_WORDS] ?? 0) - 1);
    murmur128Into(view, view.length, 0, hash);
    high[i] = hash[0] ?? 0;
    low[i] = hash[1] ?? 0;
    entries[i] = (hash[2] ?? 0) & 0xffff;
  }
  return { high, low, entries };
}
