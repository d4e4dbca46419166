import { SMALLEST_BLOCK } from './ssdeep-format.ts';

/**
 * The rolling hash of ssdeep (Kornblum 2006, section 3.1; spamsum by A. Tridgell): a sum
 * over the last seven bytes that decides where pieces end.
 *
 * Level k stands for block size 3 * 2^k. A byte ends a piece at that level, is a trigger,
 * when the sum R after it satisfies R mod (3 * 2^k) = 3 * 2^k - 1, that is when R + 1 is a
 * multiple of it. A trigger of a level is therefore one of every lower level too.
 */
const WINDOW = 7;

/** Triggers whose places are kept at each level: as many as a part has whole pieces. */
const KEPT = 63;

/** Triggers of one input, at the levels that were scanned. */
export class Triggers {
  /** Rolling sum after the last byte, unsigned. */
  windowSum = 0;
  readonly #lowest: number;
  readonly #highest: number;
  readonly #counts: Int32Array;
  readonly #lasts: Float64Array;
  /** `KEPT` places a level; doubles, because an input may be longer than 2^32 bytes. */
  readonly #places: Float64Array;

  constructor(lowest: number, highest: number) {
    const levels = highest - lowest + 1;
    this.#lowest = lowest;
    this.#highest = highest;
    this.#counts = new Int32Array(levels);
    this.#lasts = new Float64Array(levels);
    this.#places = new Float64Array(levels * KEPT);
  }

  /** Notes place `at`, whose sum plus one is `multiple` times the lowest block size. */
  add(at: number, multiple: number): void {
    const above = Math.min(31 - Math.clz32(multiple & -multiple), this.#highest - this.#lowest);
    for (let i = 0; i <= above; i++) {
      const count = this.#counts[i] as number;
      if (count < KEPT) this.#places[i * KEPT + count] = at;
      // Only counts up to one more than are kept matter; none can overflow.
      if (count <= KEPT) this.#counts[i] = count + 1;
      this.#lasts[i] = at;
    }
  }

  /**
   * Ends of the pieces of a part at `level`: one behind each of the first `whole` triggers,
   * then the end of the input. When the window there sums to zero the last piece ends
   * behind the last trigger instead, and without a further trigger there is none.
   */
  pieceEnds(level: number, whole: number, length: number): number[] {
    const i = level - this.#lowest;
    const count = this.#counts[i] as number;
    const places = this.#places.subarray(i * KEPT, i * KEPT + Math.min(count, whole));
    const ends = Array.from(places, (place) => place + 1);
    if (this.windowSum !== 0) ends.push(length);
    else if (count > whole) ends.push((this.#lasts[i] as number) + 1);
    return ends;
  }

  /** Highest level, `atMost` or below, with `count` triggers or more; -1 if there is none. */
  highestWith(count: number, atMost: number): number {
    for (let level = atMost; level >= this.#lowest; level--) {
      if ((this.#counts[level - this.#lowest] as number) >= count) return level;
    }
    return -1;
  }
}

/** Finds the triggers of the levels `lowest` to `highest`. */
export function scan(bytes: Uint8Array, lowest: number, highest: number): Triggers {
  const triggers = new Triggers(lowest, highest);
  const mask = 2 ** lowest - 1;
  const block = SMALLEST_BLOCK * 2 ** lowest;
  const length = bytes.length;
  let sum = 0;
  let weighted = 0;
  let shifted = 0;
  let rolling = 0;
  for (let i = 0; i < length; i++) {
    const byte = bytes[i] as number;
    const old = i < WINDOW ? 0 : (bytes[i - WINDOW] as number);
    weighted = (weighted - sum + WINDOW * byte) | 0;
    sum = (sum + byte - old) | 0;
    shifted = (shifted << 5) ^ byte;
    rolling = (sum + weighted + shifted) | 0;
    // All low bits set is necessary, and rules out nearly all places without a division.
    if ((rolling & mask) === mask) {
      const sumPlusOne = (rolling >>> 0) + 1;
      if (sumPlusOne % block === 0) triggers.add(i, sumPlusOne / block);
    }
  }
  triggers.windowSum = rolling >>> 0;
  return triggers;
}
