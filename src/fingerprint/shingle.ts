import { installedKernel } from './kernel.ts';
import { murmur128Into } from './murmur.ts';
import { utf8Length } from './utf8.ts';

/** Words in a shingle: five survive re-wrapping and still make shared phrases rare. */
export const SHINGLE_WORDS = 5;

const encoder = new TextEncoder();

/** Empty words before the first and after the last token of a text, for its ordered entries. */
export const PADDING = SHINGLE_WORDS - 1;

/** Hashes of the word shingles of a text of n tokens, in order. */
export interface Shingles {
  /** Upper 32 bits of the 64-bit shingle hash, n - 4 of them: order and bands. */
  readonly high: Uint32Array;
  /** Lower 32 bits of the 64-bit shingle hash, n - 4 of them. */
  readonly low: Uint32Array;
  /**
   * Ordered 16-bit entries, from bits of the hash that sketch and bands do not hold: n + 4 of
   * them, none for a text without tokens.
   */
  readonly entries: Uint16Array;
}

/**
 * Hashes every run of five tokens with MurmurHash3_x86_128 (seed 0) over their UTF-8,
 * joined by single spaces.
 *
 * The 64-bit hash is the first two 32-bit words; the entry is the low half of the third. Entries
 * are made with four empty words on either side of the text, so that every token stands in five.
 * The hash is no secret and no proof: collisions can be made, so shingles find and rank
 * candidates, and SHA-256 digests decide.
 */
export function shingles(tokens: readonly string[]): Shingles {
  return installedKernel()?.text.shingles(tokens) ?? shinglesOf(tokens);
}

/** `shingles` in plain TypeScript. */
export function shinglesOf(tokens: readonly string[]): Shingles {
  const count = Math.max(0, tokens.length - SHINGLE_WORDS + 1);
  const high = new Uint32Array(count);
  const low = new Uint32Array(count);
  const entries = new Uint16Array(tokens.length === 0 ? 0 : tokens.length + PADDING);
  // The tokens' UTF-8 lies in one buffer, so that a shingle is a piece of it and not a copy. An empty
  // word is nothing but the space that parts it from its neighbour.
  const blank = ' '.repeat(PADDING);
  const text = encoder.encode(blank + tokens.join(' ') + blank);
  const starts = new Uint32Array(tokens.length + 2 * PADDING + 1);
  for (let i = 0; i < starts.length - 1; i++) {
    const token = tokens[i - PADDING] ?? '';
    starts[i + 1] = (starts[i] ?? 0) + utf8Length(token) + 1;
  }
  const hash = new Uint32Array(4);
  for (let i = 0; i < entries.length; i++) {
    const from = starts[i] as number;
    const length = (starts[i + SHINGLE_WORDS] as number) - 1 - from;
    murmur128Into(text, length, 0, hash, from);
    entries[i] = (hash[2] as number) & 0xffff;
    if (i < PADDING || i >= PADDING + count) continue;
    high[i - PADDING] = hash[0] as number;
    low[i - PADDING] = hash[1] as number;
  }
  return { high, low, entries };
}
