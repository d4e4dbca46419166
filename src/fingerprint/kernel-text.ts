import type { Instance } from './kernel-module.ts';
import type { Shingles } from './shingle.ts';

const WORD_BYTES = Uint32Array.BYTES_PER_ELEMENT;
/** Empty words on either side of a text, as in `shingle.ts`. */
const PADDING = 4;

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

  /** As the twin; null for more tokens than there is room for, and for none. */
  shingles(tokens: readonly string[]): Shingles | null {
    const { run, address, memory } = this.#instance;
    const text = tokens.join('\n');
    const room = run.TOKEN_BYTES.value;
    if (tokens.length === 0 || text.length > room) return null;
    const at = address('TOKENS');
    const { read, written } = encoder.encodeInto(text, memory().subarray(at, at + room));
    if (read < text.length || run.shingles(written) !== tokens.length) return null;
    const { buffer } = memory();
    const count = Math.max(0, tokens.length - PADDING);
    return {
      high: new Uint32Array(buffer, address('HIGH'), count).slice(),
      low: new Uint32Array(buffer, address('LOW'), count).slice(),
      entries: new Uint16Array(buffer, address('ENTRIES'), tokens.length + PADDING).slice(),
    };
  }

  /**
   * The smallest hash of each window, as 64-bit values in the order of the text; null for more hashes
   * than there is room for.
   */
  winnow({ high, low }: Pick<Shingles, 'high' | 'low'>): BigUint64Array | null {
    const { run, address, memory } = this.#instance;
    if (high.length > run.MAX_TOKENS.value) return null;
    const { buffer } = memory();
    new Uint32Array(buffer, address('HIGH'), high.length).set(high);
    new Uint32Array(buffer, address('LOW'), low.length).set(low);
    return new BigUint64Array(buffer, address('KEPT'), run.winnow(high.length)).slice();
  }

  /** As the twin. */
  leastOf(words: Uint32Array, permutations: number): Uint32Array {
    this.#least(words);
    return new Uint32Array(
      this.#instance.memory().buffer,
      this.#instance.address('LEAST'),
      permutations,
    ).slice();
  }

  /** Two words of hash for each band of what `leastOf` gives. */
  bandHashes(words: Uint32Array, bands: number): Uint32Array {
    const { run, address, memory } = this.#instance;
    this.#least(words);
    run.bandHashes();
    return new Uint32Array(memory().buffer, address('BAND_HASHES'), 2 * bands).slice();
  }

  #least(words: Uint32Array): void {
    const { run, address, memory, windowBytes } = this.#instance;
    const room = windowBytes / WORD_BYTES;
    const window = new Uint32Array(memory().buffer, address('WINDOW'), room);
    run.leastStart();
    for (let from = 0; from < words.length; from += room) {
      const some = words.subarray(from, from + room);
      window.set(some);
      run.least(some.length);
    }
  }
}
