import { bands, LongBands } from './minhash.ts';
import { PADDING, shingles } from './shingle.ts';
import { LongSketch, winnow } from './sketch.ts';

/** Tokens that are hashed at once; of more, only what is kept of them stays in memory. */
const AT_ONCE = 4096;

/** What is sent of a text's tokens, and their ordered entries. */
export interface TokenPrint {
  readonly words: number;
  readonly bands: string[];
  readonly sketch: string[];
  readonly entries: Uint16Array;
}

/** Shingles of tokens that come some at a time. */
export class TextSketch {
  /** Tokens not hashed yet, behind the last of those that were. */
  #tokens: readonly string[] = [];
  #words = 0;
  #long: { readonly bands: LongBands; readonly sketch: LongSketch } | null = null;
  readonly #entries: Uint16Array[] = [];
  readonly #atOnce: number;

  /** @param atOnce 132 at least: of fewer tokens a sketch is other than by windows */
  constructor(atOnce = AT_ONCE) {
    this.#atOnce = atOnce;
  }

  /** @throws Oversized */
  add(tokens: readonly string[]): void {
    if (this.#tokens.length >= this.#atOnce) this.#hash(false);
    this.#tokens = this.#tokens.length === 0 ? tokens : [...this.#tokens, ...tokens];
    this.#words += tokens.length;
  }

  /** Once. @throws Oversized */
  print(): TokenPrint {
    const words = this.#words;
    if (this.#long === null) {
      const hashes = shingles(this.#tokens);
      const { entries } = hashes;
      return { words, bands: bands(hashes), sketch: winnow(hashes), entries };
    }
    this.#hash(true);
    const entries = new Uint16Array(words + PADDING);
    let at = 0;
    for (const some of this.#entries) {
      entries.set(some, at);
      at += some.length;
    }
    return { words, bands: this.#long.bands.keys(), sketch: this.#long.sketch.values(), entries };
  }

  #hash(isLast: boolean): void {
    const { length } = this.#tokens;
    const hashes = shingles(this.#tokens);
    // Within a text there are no empty words: what holds some belongs to the tokens before or behind.
    const first = this.#long === null ? 0 : PADDING;
    this.#entries.push(hashes.entries.slice(first, isLast ? length + PADDING : length));
    this.#long ??= { bands: new LongBands(), sketch: new LongSketch() };
    this.#long.bands.add(hashes);
    this.#long.sketch.add(hashes);
    this.#tokens = this.#tokens.slice(-PADDING);
  }
}
