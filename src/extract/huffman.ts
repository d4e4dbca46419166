/** Huffman codes of deflate (RFC 1951, 3.2.2): a symbol is looked up by the bits that come next. */
import { ExtractError } from './reader.ts';

/** Bits of the longest code. */
const MAX_BITS = 15;

export class HuffmanTable {
  /** By the next `longest` bits, the first of them lowest: symbol × 16 + bits of its code, 0 for no code. */
  readonly entries = new Uint16Array(1 << MAX_BITS);
  longest = 0;

  /**
   * Takes the place of the code before.
   *
   * @param lengths of each symbol's code, 0 for none
   * @param mayBeIncomplete allows one code of one bit, the other meaning nothing, as zlib does
   * @throws ExtractError `unreadable` unless the lengths make a code
   */
  build(lengths: Uint8Array, mayBeIncomplete: boolean): void {
    const counts = new Uint16Array(MAX_BITS + 1);
    for (const length of lengths) counts[length] = (counts[length] as number) + 1;
    counts[0] = 0;
    const longest = counts.findLastIndex((count) => count > 0);
    this.longest = Math.max(0, longest);
    let left = 1;
    const next = new Uint16Array(MAX_BITS + 1);
    for (let bits = 1, code = 0; bits <= MAX_BITS; bits++) {
      code = (code + (counts[bits - 1] as number)) << 1;
      next[bits] = code;
      left = left * 2 - (counts[bits] as number);
      if (left < 0) throw damaged();
    }
    // Without any code, whoever looks one up finds none.
    if (left > 0 && longest > 0 && !(mayBeIncomplete && longest === 1)) throw damaged();
    const { entries } = this;
    const size = 1 << this.longest;
    entries.fill(0, 0, size);
    for (const [symbol, length] of lengths.entries()) {
      if (length === 0) continue;
      const code = next[length] as number;
      next[length] = code + 1;
      for (let at = reversed(code, length); at < size; at += 1 << length) {
        entries[at] = (symbol << 4) | length;
      }
    }
  }
}

/** The lowest bits in the opposite order. */
function reversed(code: number, bits: number): number {
  let x = ((code & 0xaaaa) >> 1) | ((code & 0x5555) << 1);
  x = ((x & 0xcccc) >> 2) | ((x & 0x3333) << 2);
  x = ((x & 0xf0f0) >> 4) | ((x & 0x0f0f) << 4);
  x = ((x & 0xff00) >> 8) | ((x & 0x00ff) << 8);
  return x >> (16 - bits);
}

export function damaged(): ExtractError {
  return new ExtractError('unreadable', 'The compressed data are damaged.');
}
