import { ALPHABET, MAX_LEVEL, PART_LENGTH, SMALLEST_BLOCK } from './ssdeep-format.ts';
import { scan, TRIGGERS_KEPT, type Triggers } from './ssdeep-scan.ts';

export { ssdeepGrams, ssdeepScore } from './ssdeep-score.ts';

/**
 * ssdeep, a context triggered piecewise hash: J. Kornblum, "Identifying almost identical
 * files using context triggered piecewise hashing", Digital Investigation 3S (2006).
 *
 * Digests are the same, character for character, as those of libfuzzy 2.14.1.
 */

/**
 * FNV (Fowler, Noll, Vo) as the paper varies it: start 0x28021967, multiply by 0x01000193,
 * xor the byte. Only the low six bits are printed, and they depend on low bits alone, so
 * both constants are reduced modulo 64.
 */
const FNV_START = 0x28021967 & 63;
const FNV_PRIME = 0x01000193 & 63;

/** Hash of the piece `from` to `to` (not included), as its base64 character. */
function pieceCharacter(bytes: Uint8Array, from: number, to: number): string {
  let h = FNV_START;
  for (let i = from; i < to; i++) h = Math.imul(h, FNV_PRIME) ^ (bytes[i] as number);
  return ALPHABET.charAt(h & 63);
}

/**
 * One part of a digest: a character for each of the first `whole` pieces, then one for all
 * that follows. When the window at the end of the input sums to zero that last character
 * stands for the bytes up to the last trigger only, and without a further trigger is none.
 */
function part(bytes: Uint8Array, triggers: Triggers, level: number, whole: number): string {
  const { count, first, last } = triggers.at(level);
  let text = '';
  let from = 0;
  for (let piece = 0; piece < count && piece < whole; piece++) {
    const to = (first[piece] as number) + 1;
    text += pieceCharacter(bytes, from, to);
    from = to;
  }
  if (triggers.windowSum !== 0) return text + pieceCharacter(bytes, from, bytes.length);
  return count > whole ? text + pieceCharacter(bytes, from, last + 1) : text;
}

/**
 * ssdeep digest of bytes, as `ssdeep -b` prints it without the name.
 *
 * Works in two phases, which makes plain JavaScript as fast as the one pass of libfuzzy
 * that keeps a hash for every block size: first the rolling hash finds the triggers, which
 * fix the block size, then only the two parts wanted are hashed.
 */
export function ssdeepDigest(bytes: Uint8Array): string {
  let guess = 0;
  while (guess < MAX_LEVEL && SMALLEST_BLOCK * 2 ** guess * PART_LENGTH < bytes.length) guess++;

  const lowest = Math.max(0, guess - 1);
  let triggers = scan(bytes, lowest, guess + 1);
  let level = triggers.highestWith(TRIGGERS_KEPT / 2, guess);
  if (level < 0 && lowest > 0) {
    // Little variety in the bytes: look at every level, whatever the number needed.
    triggers = scan(bytes, 0, guess + 1);
    level = triggers.highestWith(TRIGGERS_KEPT / 2, guess);
  }
  level = Math.max(0, level);

  const first = part(bytes, triggers, level, PART_LENGTH - 1);
  const second = part(bytes, triggers, level + 1, PART_LENGTH / 2 - 1);
  return `${SMALLEST_BLOCK * 2 ** level}:${first}:${second}`;
}
