/**
 * Deflate (RFC 1951) of any length, in memory that does not grow: what it makes goes into one array, and is
 * read before more is made. Of a `DecompressionStream` Chromium keeps up to 100 MB, and fflate takes 1.6
 * times as long (measured).
 */
import type { ByteInput } from './byte-input.ts';
import { damaged, HuffmanTable } from './huffman.ts';

/** As far back as a match may reach. */
const WINDOW = 32 * 1024;
/** Given at a time, about. */
const CHUNK = 128 * 1024;
const FULL = WINDOW + CHUNK;
const LONGEST_MATCH = 258;
/** The longest description of codes: 3 + 14 + 19 × 3 + 316 × 14 bits are 563 bytes. */
const HEADER = 1024;
/** Two symbols with their extra bits are 6 bytes at most. */
const MATCH = 16;

/** RFC 1951, 3.2.5: lengths of symbols 257 and on, distances of symbols 0 and on. */
const LENGTH_EXTRA = Uint8Array.of(
  ...[0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0],
);
const LENGTH_BASE = basesOf(LENGTH_EXTRA, 3);
LENGTH_BASE[28] = LONGEST_MATCH;
const DISTANCE_EXTRA = Uint8Array.from({ length: 30 }, (_, symbol) =>
  Math.max(0, (symbol >> 1) - 1),
);
const DISTANCE_BASE = basesOf(DISTANCE_EXTRA, 1);
/** 3.2.7: lengths of the code of lengths, in the order in which they come. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function basesOf(extra: Uint8Array, first: number): Uint16Array {
  let base = first;
  return Uint16Array.from(extra, (bits) => {
    const own = base;
    base += 1 << bits;
    return own;
  });
}

type State = 'header' | 'stored' | 'codes' | 'end';

/** Inflates what stands next in an input, as far as there is input and room for more. */
export class Inflater {
  readonly #input: ByteInput;
  readonly #out = new Uint8Array(FULL + LONGEST_MATCH);
  /** Made and not given yet: from there to `#to`. */
  #from = 0;
  #to = 0;
  /** No match reaches behind it. */
  #floor = 0;
  #state: State = 'end';
  #isLast = false;
  /** Bits that were read and not used, the next one lowest. */
  #hold = 0;
  #count = 0;
  /** Of a stored block. */
  #left = 0;
  readonly #literals = new HuffmanTable();
  readonly #distances = new HuffmanTable();

  constructor(input: ByteInput) {
    this.#input = input;
  }

  /** A new stream begins at the input's next byte. */
  begin(): void {
    this.#floor = this.#to;
    this.#state = 'header';
    this.#isLast = false;
  }

  /**
   * Inflates until the stream ends (the input then stands behind it), the input is to be filled, or there
   * is no room: then `given` is to be asked for.
   *
   * @throws ExtractError `unreadable`
   */
  step(): 'input' | 'full' | 'end' {
    const input = this.#input;
    for (;;) {
      if (this.#state === 'end') return 'end';
      if (this.#to >= FULL) return 'full';
      if (!input.ended && input.end - input.at < HEADER) return 'input';
      if (this.#state === 'header') this.#header();
      else if (this.#state === 'stored') this.#stored();
      else this.#codes();
      if (input.at - (this.#count >> 3) > input.end) throw damaged();
    }
  }

  /** What was made since it was last asked for; it holds until the next `step`. */
  given(): Uint8Array {
    const given = this.#out.subarray(this.#from, this.#to);
    this.#from = this.#to;
    return given;
  }

  /** Makes room again, once all was read that `given` gave. */
  makeRoom(): void {
    const moved = this.#to - WINDOW;
    if (moved <= 0) return;
    this.#out.copyWithin(0, moved, this.#to);
    this.#to = WINDOW;
    this.#from = WINDOW;
    this.#floor = Math.max(0, this.#floor - moved);
  }

  #bits(count: number): number {
    const input = this.#input;
    while (this.#count < count) {
      this.#hold |= (input.bytes[input.at++] as number) << this.#count;
      this.#count += 8;
    }
    const bits = this.#hold & ((1 << count) - 1);
    this.#hold >>>= count;
    this.#count -= count;
    return bits;
  }

  /** What was read ahead stands in the input again, from the next whole byte on. */
  #giveBack(): void {
    this.#input.at -= this.#count >> 3;
    this.#hold = 0;
    this.#count = 0;
  }

  #endBlock(): void {
    this.#state = this.#isLast ? 'end' : 'header';
    if (this.#isLast) this.#giveBack();
  }

  #header(): void {
    this.#isLast = this.#bits(1) === 1;
    const type = this.#bits(2);
    if (type === 3) throw damaged();
    this.#state = type === 0 ? 'stored' : 'codes';
    if (type === 1) this.#fixed();
    if (type === 2) this.#dynamic();
    if (type !== 0) return;
    this.#giveBack();
    this.#left = this.#bits(16 - 1) | (this.#bits(1) << 15);
    const check = this.#bits(15) | (this.#bits(1) << 15);
    if ((this.#left ^ check) !== 0xffff) throw damaged();
  }

  /** RFC 1951, 3.2.6. */
  #fixed(): void {
    const lengths = new Uint8Array(288).fill(8).fill(9, 144).fill(7, 256).fill(8, 280);
    this.#literals.build(lengths, false);
    this.#distances.build(new Uint8Array(32).fill(5), false);
  }

  #dynamic(): void {
    const literals = this.#bits(5) + 257;
    const distances = this.#bits(5) + 1;
    const given = this.#bits(4) + 4;
    if (literals > 286 || distances > 30) throw damaged();
    const own = new Uint8Array(19);
    for (const symbol of ORDER.slice(0, given)) own[symbol] = this.#bits(3);
    // Its place is not needed yet.
    const code = this.#distances;
    code.build(own, false);
    const lengths = new Uint8Array(literals + distances);
    for (let at = 0; at < lengths.length; ) {
      const symbol = this.#symbol(code);
      if (symbol < 16) {
        lengths[at++] = symbol;
        continue;
      }
      if (symbol === 16 && at === 0) throw damaged();
      const value = symbol === 16 ? (lengths[at - 1] as number) : 0;
      const times = symbol === 18 ? 11 + this.#bits(7) : 3 + this.#bits(symbol === 16 ? 2 : 3);
      if (at + times > lengths.length) throw damaged();
      lengths.fill(value, at, at + times);
      at += times;
    }
    // Without it no block ends.
    if (lengths[256] === 0) throw damaged();
    this.#literals.build(lengths.subarray(0, literals), true);
    this.#distances.build(lengths.subarray(literals), true);
  }

  #symbol({ entries, longest }: HuffmanTable): number {
    const input = this.#input;
    while (this.#count < longest) {
      this.#hold |= (input.bytes[input.at++] as number) << this.#count;
      this.#count += 8;
    }
    const entry = entries[this.#hold & ((1 << longest) - 1)] as number;
    if (entry === 0) throw damaged();
    this.#hold >>>= entry & 15;
    this.#count -= entry & 15;
    return entry >> 4;
  }

  #stored(): void {
    const input = this.#input;
    const length = Math.min(this.#left, input.end - input.at, FULL - this.#to);
    this.#out.set(input.bytes.subarray(input.at, input.at + length), this.#to);
    input.at += length;
    this.#to += length;
    this.#left -= length;
    if (this.#left === 0) this.#endBlock();
    else if (input.ended && input.at === input.end) throw damaged();
  }

  #codes(): void {
    const input = this.#input;
    const { bytes } = input;
    const out = this.#out;
    const literals = this.#literals.entries;
    const literalMask = (1 << this.#literals.longest) - 1;
    const distances = this.#distances.entries;
    const distanceMask = (1 << this.#distances.longest) - 1;
    const limit = input.ended ? input.end + MATCH : input.end - MATCH;
    let { at } = input;
    let to = this.#to;
    let hold = this.#hold;
    let count = this.#count;
    let isOver = false;
    while (to < FULL && at <= limit) {
      while (count < 15) {
        hold |= (bytes[at++] as number) << count;
        count += 8;
      }
      let entry = literals[hold & literalMask] as number;
      hold >>>= entry & 15;
      count -= entry & 15;
      const symbol = entry >> 4;
      if (symbol < 256) {
        if (entry === 0) throw damaged();
        out[to++] = symbol;
        continue;
      }
      if (symbol === 256) {
        isOver = true;
        break;
      }
      const extra = LENGTH_EXTRA[symbol - 257];
      if (extra === undefined) throw damaged();
      while (count < 20) {
        hold |= (bytes[at++] as number) << count;
        count += 8;
      }
      const length = (LENGTH_BASE[symbol - 257] as number) + (hold & ((1 << extra) - 1));
      hold >>>= extra;
      count -= extra;
      entry = distances[hold & distanceMask] as number;
      hold >>>= entry & 15;
      count -= entry & 15;
      const far = DISTANCE_EXTRA[entry >> 4];
      if (entry === 0 || far === undefined) throw damaged();
      while (count < far) {
        hold |= (bytes[at++] as number) << count;
        count += 8;
      }
      const distance = (DISTANCE_BASE[entry >> 4] as number) + (hold & ((1 << far) - 1));
      hold >>>= far;
      count -= far;
      if (to - distance < this.#floor) throw damaged();
      for (const end = to + length; to < end; to++) out[to] = out[to - distance] as number;
    }
    input.at = at;
    this.#to = to;
    this.#hold = hold;
    this.#count = count;
    if (isOver) this.#endBlock();
  }
}
