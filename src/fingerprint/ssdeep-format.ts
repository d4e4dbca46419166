/**
 * The text form of an ssdeep digest, `B:first:second`: one base64 character a piece, the
 * first part cut at block size B, the second at 2B. `ssdeep.ts` cites the paper.
 */

/** Smallest block size; the others are its multiples by powers of two. */
export const SMALLEST_BLOCK = 3;
/** log2 of the largest block size over the smallest. */
export const MAX_LEVEL = 30;
/** Characters of a part at most. */
export const PART_LENGTH = 64;

export const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The lowest level at which the blocks of a part hold `length` bytes; a digest has this or less. */
export function guessLevel(length: number): number {
  let level = 0;
  while (level < MAX_LEVEL && SMALLEST_BLOCK * 2 ** level * PART_LENGTH < length) level++;
  return level;
}

const SHAPE = /^([1-9]\d{0,9}):([A-Za-z0-9+/]{0,64}):([A-Za-z0-9+/]{0,64})$/;

export interface SsdeepParts {
  readonly block: number;
  /** log2(block / 3), 0 to 30. */
  readonly level: number;
  readonly first: string;
  readonly second: string;
}

/**
 * Parts of a digest.
 *
 * @throws TypeError for what is no string, RangeError for what is no digest
 */
export function parseSsdeep(digest: string): SsdeepParts {
  if (typeof digest !== 'string') throw new TypeError('an ssdeep digest is a string');
  const match = SHAPE.exec(digest);
  if (!match) throw new RangeError('not an ssdeep digest: expected BLOCKSIZE:PART:PART');
  const block = Number(match[1]);
  const level = Math.log2(block / SMALLEST_BLOCK);
  if (!Number.isInteger(level) || level > MAX_LEVEL) {
    throw new RangeError(
      `not an ssdeep digest: block size ${block} is not 3 * 2^k with k from 0 to ${MAX_LEVEL}`,
    );
  }
  return { block, level, first: match[2] ?? '', second: match[3] ?? '' };
}
