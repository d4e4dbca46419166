import type { Instance } from './kernel-module.ts';
import type { Shingles } from './shingle.ts';

const WORD_BYTES = Uint32Array.BYTES_PER_ELEMENT;
/** Empty words on either side of a text, as in `shingle.ts`. */
const PADDING = 4;
/** Of up to 16 bytes on average, so that nearly all texts fit. */
const TOKENS_AT_A_TIME = 4096;

const encoder = new TextEncoder();

/**
 * Shingles, winnowing and MinHash in WebAssembly. The twins, which have the sources, are in `shingle.ts`,
 * `sketch.ts` and `minhash.ts`; they also do what is too long for the module's memory.
 */
export class TextKernel {
  readonly #instance: Instance;

  constructor(instance: Instance) {
    this.#instance = instance;
  }

  /** As the twin; null for no tokens, and for some that do not fit into the window or hold a line feed. */
  shingles(tokens: readonly string[]): Shingles | null {
    const { length } = tokens;
    if (length === 0) return null;
    const whole = Math.max(0, length - PADDING);
    const high = new Uint32Array(whole);
    const low = new Uint32Array(whole);
    const entries = new Uint16Array(length + PADDING);
    for (let from = 0; ; ) {
      const to = Math.min(length, from + TOKENS_AT_A_TIME);
      if (!this.#hash(from === 0 && to === length ? tokens : tokens.slice(from, to))) return null;
      // Within a text there are no empty words: what holds some belongs to the tokens before or behind.
      const first = from === 0 ? 0 : PADDING;
      const end = to === length ? to - from + PADDING : to - from;
      entries.set(this.#entries(first, end), from + first);
      const words = Math.max(0, to - from - PADDING);
      high.set(this.#words('HIGH', words), from);
      low.set(this.#words('LOW', words), from);
      if (to === length) return { high, low, entries };
      from = to - PADDING;
    }
  }

  /** Hashes the shingles of some tokens into the module's memory; false where it does not take them. */
  #hash(tokens: readonly string[]): boolean {
    const { run, address, memory } = this.#instance;
    const text = tokens.join('\n');
    const room = run.TOKEN_BYTES.value;
    if (text.length > room) return false;
    const at = address('TOKENS');
    const { read, written } = encoder.encodeInto(text, memory().subarray(at, at + room));
    return read === text.length && run.shingles(written) === tokens.length;
  }

  #entries(from: number, to: number): Uint16Array {
    const { address, memory } = this.#instance;
    const at = address('ENTRIES') + from * Uint16Array.BYTES_PER_ELEMENT;
    return new Uint16Array(memory().buffer, at, to - from);
  }

  #words(name: 'HIGH' | 'LOW' | 'BAND_HASHES', count: number): Uint32Array {
    const { address, memory } = this.#instance;
    return new Uint32Array(memory().buffer, address(name), count);
  }

  /**
   * The smallest hash of each window, as 64-bit values in the order of the text; null for more hashes
   * than there is room for.
   */
  winnow({ high, low }: Pick<Shingles, 'high' | 'low'>): BigUint64Array | null {
    const { run, address, memory } = this.#instance;
    if (high.length > run.MAX_TOKENS.value) return null;
    this.#words('HIGH', high.length).set(high);
    this.#words('LOW', low.length).set(low);
    return new BigUint64Array(memory().buffer, address('KEPT'), run.winnow(high.length)).slice();
  }

  /** As the twin, of the least values of the words. */
  bandHashes(words: Uint32Array, bands: number): Uint32Array {
    this.leastStart();
    this.least(words);
    return this.leastEnd(bands);
  }

  /** The same of words that come some at a time; only one such list can be under way. */
  leastStart(): void {
    this.#instance.run.leastStart();
  }

  leastEnd(bands: number): Uint32Array {
    this.#instance.run.bandHashes();
    return this.#words('BAND_HASHES', 2 * bands).slice();
  }

  least(words: Uint32Array): void {
    const { run, address, memory, windowBytes } = this.#instance;
    const room = windowBytes / WORD_BYTES;
    const window = new Uint32Array(memory().buffer, address('WINDOW'), room);
    for (let from = 0; from < words.length; from += room) {
      const some = words.subarray(from, from + room);
      window.set(some);
      run.least(some.length);
    }
  }
}
