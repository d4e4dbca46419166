import { installedKernel } from './kernel.ts';
import { SsdeepStreamKernel } from './kernel-stream.ts';
import { ALPHABET, guessLevel, MAX_LEVEL, PART_LENGTH, SMALLEST_BLOCK } from './ssdeep-format.ts';

/**
 * ssdeep of a stream, in constant memory and one pass: J. Kornblum, "Identifying almost
 * identical files using context triggered piecewise hashing", Digital Investigation 3S (2006).
 *
 * `ssdeep.ts` first finds the block size and then hashes the pieces, for which it needs the
 * bytes twice. Of a stream the size is known at its end only, so that piece hashes are kept
 * for every level that may still be wanted: from the lowest that is not yet beaten by the one
 * above it to the first without a trigger, which stands for all above. On bytes of much
 * variety those are about eight.
 *
 * Only six bits of a piece hash are ever printed, and they depend on six bits alone: four
 * levels go into one 32-bit number, a byte each, and take a step together.
 */

const WINDOW = 7;
/** FNV as the paper varies it, modulo 64: start 0x28021967, prime 0x01000193, which is 19. */
const START = 0x28021967 & 63;
/** One level above the highest block size: its part is the second of a digest. */
const LEVELS = MAX_LEVEL + 2;
const LANES = 4;
/** Characters that close with a trigger: the last one of a part closes with the input. */
const FIRST_WHOLE = PART_LENGTH - 1;
const SECOND_WHOLE = PART_LENGTH / 2 - 1;
/** Triggers that a level needs, unless it is the lowest. */
const ENOUGH = PART_LENGTH / 2;
const NONE = -1;

export interface SsdeepStream {
  /**
   * Takes the next bytes; the digest does not depend on how they were cut.
   *
   * @throws Error once `digest` was called
   */
  update(bytes: Uint8Array): this;
  /**
   * ssdeep digest of all bytes, as `ssdeep -b` prints it without the name; ends the
   * computation.
   *
   * @throws Error when called twice
   */
  digest(): string;
}

/** In WebAssembly where a module was handed in, which takes a tenth of the time. */
export function ssdeepStream(): SsdeepStream {
  const module = installedKernel()?.module;
  return module ? new SsdeepStreamKernel(module) : new PlainStream();
}

class PlainStream implements SsdeepStream {
  #length = 0;
  /** Levels with a trigger are `#lowest` to `#top - 1`; `#top` stands for those above. */
  #lowest = 0;
  #top = 0;
  #ended = false;

  #sum = 0;
  #weighted = 0;
  #shifted = 0;
  readonly #window = new Uint8Array(WINDOW);

  /** Running hashes, `LANES` levels a number, of the piece that the first part is at. */
  readonly #full = new Int32Array(LEVELS / LANES).fill(START * 0x01010101);
  /** The same for a second part, which stops cutting earlier; used from `ENOUGH` triggers on. */
  readonly #half = new Int32Array(LEVELS / LANES);
  readonly #pieces = Array.from({ length: LEVELS }, () => new Uint8Array(FIRST_WHOLE));
  /** Triggers; counted to one more than can cut. */
  readonly #counts = new Uint8Array(LEVELS);
  /** Hashes at the last trigger that did not cut. */
  readonly #lastFull = new Int8Array(LEVELS).fill(NONE);
  readonly #lastHalf = new Int8Array(LEVELS).fill(NONE);

  update(bytes: Uint8Array): this {
    if (this.#ended) throw new Error('the digest was taken already');
    const { length } = bytes;
    let sum = this.#sum;
    let weighted = this.#weighted;
    let shifted = this.#shifted;
    let block = SMALLEST_BLOCK * 2 ** this.#lowest;
    let mask = 2 ** this.#lowest - 1;
    let hashed = 0;
    for (let i = 0; i < length; i++) {
      const byte = bytes[i] as number;
      const old = i < WINDOW ? (this.#window[i] as number) : (bytes[i - WINDOW] as number);
      weighted = (weighted - sum + WINDOW * byte) | 0;
      sum = (sum + byte - old) | 0;
      shifted = (shifted << 5) ^ byte;
      const rolling = (sum + weighted + shifted) | 0;
      // All low bits set is necessary, and rules out nearly all places without a division.
      if ((rolling & mask) === mask) {
        const sumPlusOne = (rolling >>> 0) + 1;
        if (sumPlusOne % block === 0) {
          this.#advance(bytes, hashed, i + 1);
          hashed = i + 1;
          this.#trigger(sumPlusOne / block, this.#length + hashed);
          block = SMALLEST_BLOCK * 2 ** this.#lowest;
          mask = 2 ** this.#lowest - 1;
        }
      }
    }
    this.#advance(bytes, hashed, length);
    this.#sum = sum;
    this.#weighted = weighted;
    this.#shifted = shifted;
    this.#keepWindow(bytes);
    this.#length += length;
    return this;
  }

  digest(): string {
    if (this.#ended) throw new Error('the digest was taken already');
    this.#ended = true;
    let level = guessLevel(this.#length);
    while (level > this.#lowest && (this.#counts[level] as number) < ENOUGH) level--;
    return `${SMALLEST_BLOCK * 2 ** level}:${this.#first(level)}:${this.#second(level + 1)}`;
  }

  #first(level: number): string {
    const whole = Math.min(this.#counts[level] as number, FIRST_WHOLE);
    return this.#text(level, whole, this.#hash(this.#full, level), this.#lastFull[level]);
  }

  #second(level: number): string {
    const count = this.#counts[level] as number;
    const words = count < ENOUGH ? this.#full : this.#half;
    const whole = Math.min(count, SECOND_WHOLE);
    return this.#text(level, whole, this.#hash(words, level), this.#lastHalf[level]);
  }

  /** The last piece ends with the input, or, where the window sums to zero, with a trigger. */
  #text(level: number, whole: number, open: number, last = NONE): string {
    let text = '';
    for (const hash of (this.#pieces[level] as Uint8Array).subarray(0, whole)) {
      text += ALPHABET.charAt(hash);
    }
    const rolling = (this.#sum + this.#weighted + this.#shifted) | 0;
    if (rolling !== 0) return text + ALPHABET.charAt(open);
    return last === NONE ? text : text + ALPHABET.charAt(last);
  }

  /** The first level without a trigger has the hash of all those above it. */
  #hash(words: Int32Array, level: number): number {
    return getLane(words, Math.min(level, this.#top));
  }

  /** A trigger of the lowest level, and of as many above it as `multiple` has factors of two. */
  #trigger(multiple: number, length: number): void {
    const lowest = this.#lowest;
    const twos = multiple % 2 ** 31 === 0 ? 31 : 31 - Math.clz32(multiple & -multiple);
    const highest = Math.min(lowest + twos, LEVELS - 1);
    for (let level = lowest; level <= highest; level++) {
      if (level === this.#top && level < LEVELS - 1) {
        this.#top++;
        setLane(this.#full, this.#top, getLane(this.#full, level));
      }
      this.#cut(level);
    }
    // The lowest level is out of the running for good once the one above it is long enough
    // and the input so long that the search for a level starts there or above.
    const above = this.#lowest + 1;
    if (
      above < this.#top &&
      (this.#counts[above] as number) >= ENOUGH &&
      guessLevel(length) >= above
    ) {
      this.#lowest = above;
    }
  }

  #cut(level: number): void {
    const count = this.#counts[level] as number;
    const hash = getLane(this.#full, level);
    // Up to here a second part cuts where a first one does.
    if (count === SECOND_WHOLE) setLane(this.#half, level, hash);
    if (count >= SECOND_WHOLE) this.#lastHalf[level] = getLane(this.#half, level);
    if (count < FIRST_WHOLE) {
      (this.#pieces[level] as Uint8Array)[count] = hash;
      setLane(this.#full, level, START);
    } else this.#lastFull[level] = hash;
    if (count <= FIRST_WHOLE) this.#counts[level] = count + 1;
  }

  /** Takes the running hashes over the bytes `from` to `to` (not included). */
  #advance(bytes: Uint8Array, from: number, to: number): void {
    if (from === to) return;
    const lowest = this.#lowest;
    const last = (this.#top / LANES) | 0;
    for (let i = (lowest / LANES) | 0; i <= last; i++) step(this.#full, i, bytes, from, to);
    // The lowest level is never a second part: the level below it would have to win.
    for (let level = lowest + 1; (this.#counts[level] as number) >= ENOUGH; ) {
      const i = (level / LANES) | 0;
      step(this.#half, i, bytes, from, to);
      level = (i + 1) * LANES;
    }
  }

  #keepWindow(bytes: Uint8Array): void {
    const { length } = bytes;
    if (length < WINDOW) this.#window.copyWithin(0, length);
    const kept = Math.min(length, WINDOW);
    this.#window.set(bytes.subarray(length - kept), WINDOW - kept);
  }
}

/**
 * A step of four hashes for each byte: 19 h = 16 h + 2 h + h modulo 64. No lane grows over
 * 48 + 62 + 63 = 173, so that none runs into the next.
 */
function step(words: Int32Array, i: number, bytes: Uint8Array, from: number, to: number): void {
  let x = words[i] as number;
  for (let at = from; at < to; at++) {
    const product = ((x & 0x03030303) << 4) + ((x & 0x1f1f1f1f) << 1) + x;
    x = (product & 0x3f3f3f3f) ^ Math.imul((bytes[at] as number) & 63, 0x01010101);
  }
  words[i] = x;
}

function getLane(words: Int32Array, level: number): number {
  return ((words[(level / LANES) | 0] as number) >>> ((level % LANES) * 8)) & 63;
}

function setLane(words: Int32Array, level: number, hash: number): void {
  const i = (level / LANES) | 0;
  const shift = (level % LANES) * 8;
  words[i] = ((words[i] as number) & ~(63 << shift)) | (hash << shift);
}
