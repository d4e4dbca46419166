import { installedKernel } from './kernel.ts';
import { ALPHABET, guessLevel, PART_LENGTH, SMALLEST_BLOCK } from './ssdeep-format.ts';
import { scan } from './ssdeep-scan.ts';

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

/**
 * Takes two piece hashes over the bytes `from` to `to` (not included). Side by side they
 * take the time of one, since each waits for its own last step.
 *
 * @returns the first hash times 64 plus the second
 */
function advance(bytes: Uint8Array, from: number, to: number, x: number, y: number): number {
  let first = x;
  let second = y;
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number;
    first = Math.imul(first, FNV_PRIME) ^ byte;
    second = Math.imul(second, FNV_PRIME) ^ byte;
  }
  return ((first & 63) << 6) | (second & 63);
}

/** Both parts of a digest, a character for each piece; the ends of pieces ascend. */
function parts(bytes: Uint8Array, firstEnds: number[], secondEnds: number[]): [string, string] {
  let first = '';
  let second = '';
  let x = FNV_START;
  let y = FNV_START;
  const never = bytes.length + 1;
  let at = 0;
  while (first.length < firstEnds.length || second.length < secondEnds.length) {
    const firstEnd = firstEnds[first.length] ?? never;
    const secondEnd = secondEnds[second.length] ?? never;
    const end = Math.min(firstEnd, secondEnd);
    const hashes = advance(bytes, at, end, x, y);
    x = hashes >> 6;
    y = hashes & 63;
    at = end;
    if (end === firstEnd) {
      first += ALPHABET.charAt(x);
      x = FNV_START;
    }
    if (end === secondEnd) {
      second += ALPHABET.charAt(y);
      y = FNV_START;
    }
  }
  return [first, second];
}

/** Triggers that a level needs, unless it is the lowest: half of what a part can hold. */
const ENOUGH = PART_LENGTH / 2;
/**
 * Level down to which triggers are noted at once: at block size 768 they are so rare that
 * it costs nothing, and only bytes of very little variety need a second scan.
 */
const CHEAP_LEVEL = 8;

/**
 * ssdeep digest of bytes, as `ssdeep -b` prints it without the name.
 *
 * Works in two phases, which makes plain JavaScript as fast as the one pass of libfuzzy
 * that keeps a hash for every block size: first the rolling hash finds the triggers, which
 * fix the block size, then only the two parts wanted are hashed.
 */
export function ssdeepDigest(bytes: Uint8Array): string {
  return installedKernel()?.ssdeepDigest(bytes) ?? plainDigest(bytes);
}

function plainDigest(bytes: Uint8Array): string {
  const guess = guessLevel(bytes.length);
  const lowest = Math.max(0, Math.min(guess - 1, CHEAP_LEVEL));
  let triggers = scan(bytes, lowest, guess + 1);
  if (lowest > 0 && triggers.highestWith(ENOUGH, guess) < 0) triggers = scan(bytes, 0, guess + 1);
  const level = Math.max(0, triggers.highestWith(ENOUGH, guess));

  const [first, second] = parts(
    bytes,
    triggers.pieceEnds(level, PART_LENGTH - 1, bytes.length),
    triggers.pieceEnds(level + 1, ENOUGH - 1, bytes.length),
  );
  return `${SMALLEST_BLOCK * 2 ** level}:${first}:${second}`;
}
