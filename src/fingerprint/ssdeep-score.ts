import { installedKernel, NO_DIGEST } from './kernel.ts';
import { ALPHABET, PART_LENGTH, parseSsdeep, SMALLEST_BLOCK } from './ssdeep-format.ts';

/**
 * Comparison of ssdeep digests, with the results of libfuzzy's `fuzzy_compare`, and the
 * index keys that find digests worth comparing.
 */

/** Parts without a common run of this many characters score 0. */
const GRAM = 7;
const HALF = PART_LENGTH / 2;

/** A digest, with runs of more than three equal characters cut to three. */
function parse(digest: string) {
  const parts = parseSsdeep(digest);
  return { ...parts, first: collapse(parts.first), second: collapse(parts.second) };
}

/** Long runs say little and would make unrelated low-variety files look alike. */
function collapse(text: string): string {
  return text.replace(/(.)\1{3,}/g, '$1$1$1');
}

const low = new Int32Array(128);
const high = new Int32Array(128);

/**
 * Length of the longest common subsequence of two strings of at most 64 ASCII characters,
 * by bit-parallel dynamic programming (M. Crochemore et al., "A fast and practical
 * bit-vector algorithm for the longest common subsequence problem", 2001) over 64 bits
 * held as two 32-bit halves.
 */
function commonSubsequence(a: string, b: string): number {
  low.fill(0);
  high.fill(0);
  for (let i = 0; i < a.length; i++) {
    const code = a.charCodeAt(i);
    if (i < HALF) low[code] = (low[code] as number) | (1 << i);
    else high[code] = (high[code] as number) | (1 << (i - HALF));
  }
  let vLow = -1;
  let vHigh = -1;
  for (let i = 0; i < b.length; i++) {
    const code = b.charCodeAt(i);
    const uLow = vLow & (low[code] as number);
    const uHigh = vHigh & (high[code] as number);
    const sumLow = (vLow >>> 0) + (uLow >>> 0);
    const sumHigh = (vHigh + uHigh + (sumLow > 0xffffffff ? 1 : 0)) | 0;
    vLow = sumLow | 0 | (vLow & ~uLow);
    vHigh = sumHigh | (vHigh & ~uHigh);
  }
  return zeros(vLow, Math.min(a.length, HALF)) + zeros(vHigh, Math.max(0, a.length - HALF));
}

/** Zero bits among the lowest `width` of a 32-bit word. */
function zeros(word: number, width: number): number {
  let count = 0;
  for (let bit = 0; bit < width; bit++) if ((word & (1 << bit)) === 0) count++;
  return count;
}

function shareGram(a: string, b: string): boolean {
  for (let i = 0; i + GRAM <= b.length; i++) if (a.includes(b.slice(i, i + GRAM))) return true;
  return false;
}

function scoreParts(a: string, b: string, block: number): number {
  if (!shareGram(a, b)) return 0;
  const length = a.length + b.length;
  const distance = length - 2 * commonSubsequence(a, b);
  const scaled = Math.floor((distance * PART_LENGTH) / length);
  const score = 100 - Math.floor((100 * scaled) / PART_LENGTH);
  // Small blocks make agreement cheap: 7 * (B / 3) reaches 100 from B = 45 upwards.
  if (block >= ((99 + GRAM) / GRAM) * SMALLEST_BLOCK) return score;
  return Math.min(score, (block / SMALLEST_BLOCK) * Math.min(a.length, b.length));
}

/**
 * Similarity of two ssdeep digests, 0 to 100, as `fuzzy_compare` computes it.
 *
 * Comparable are digests of equal block sizes, or of which one is twice the other; all
 * others score 0.
 *
 * @throws TypeError for what is no string, RangeError for what is no digest
 */
export function ssdeepScore(a: string, b: string): number {
  const score = installedKernel()?.ssdeepScore(a, b) ?? NO_DIGEST;
  // What is no digest is left to the twin, which says so.
  return score === NO_DIGEST ? plainScore(a, b) : score;
}

function plainScore(a: string, b: string): number {
  const x = parse(a);
  const y = parse(b);
  if (x.level === y.level) {
    if (x.first === y.first && x.second === y.second) return 100;
    return Math.max(
      scoreParts(x.first, y.first, x.block),
      scoreParts(x.second, y.second, x.block * 2),
    );
  }
  if (x.level + 1 === y.level) return scoreParts(x.second, y.first, y.block);
  if (y.level + 1 === x.level) return scoreParts(x.first, y.second, x.block);
  return 0;
}

/**
 * Index keys of a digest: its distinct 7-character runs, 6 bits a character, plus 2^42
 * times the level of the part they stand in; at most 116 keys below 2^47, exact as numbers.
 *
 * Two digests that score above 0 share a key, with one exception: digests equal but for
 * the length of runs score 100 even when they are too short to have a key.
 *
 * @throws TypeError for what is no string, RangeError for what is no digest
 */
export function ssdeepGrams(digest: string): number[] {
  const { level, first, second } = parse(digest);
  const keys = new Set<number>();
  for (const [text, at] of [
    [first, level],
    [second, level + 1],
  ] as const) {
    for (let i = 0; i + GRAM <= text.length; i++) {
      let gram = 0;
      for (let j = i; j < i + GRAM; j++) gram = gram * 64 + ALPHABET.indexOf(text.charAt(j));
      keys.add(at * 2 ** 42 + gram);
    }
  }
  return [...keys];
}
