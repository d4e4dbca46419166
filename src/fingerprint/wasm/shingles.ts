import { LEAST } from './minhash';
import { first, murmur, second, third } from './murmur';
import { WINDOW, WINDOW_BYTES } from './window';

/**
 * Shingles of a text's tokens, what winnowing keeps of them, and bands; the twins are
 * `../shingle.ts`, `../sketch.ts` and `../minhash.ts`, which have the sources.
 */

/** Tokens that are hashed at a time, and hashes that are winnowed. */
export const MAX_TOKENS: i32 = 1 << 14;
const WORDS: i32 = 5;
const PADDING: i32 = WORDS - 1;
const WINNOWED: i32 = 16;
const BANDS: i32 = 20;
const BAND_BYTES: i32 = 16;

/** Behind the empty words before the first token, whose spaces end there. */
export const TOKENS: usize = WINDOW + 16;
/** Bytes of tokens that the window has room for, with those of the empty words behind them. */
export const TOKEN_BYTES: i32 = WINDOW_BYTES - 32;
const LINE_FEED: u32 = 0x0a;
const SPACE: u32 = 0x20;

const STARTS: usize = memory.data((MAX_TOKENS + 2 * PADDING + 1) * 4, 64);
/** Halves of the hashes of each shingle, 32-bit words; winnowing and bands take them from here. */
export const HIGH: usize = memory.data(MAX_TOKENS * 4, 64);
export const LOW: usize = memory.data(MAX_TOKENS * 4, 64);
/** 16-bit ordered entries. */
export const ENTRIES: usize = memory.data((MAX_TOKENS + PADDING) * 2, 64);
/** Places whose hashes rise, of the window of winnowing. */
const QUEUE: usize = memory.data(MAX_TOKENS * 4, 64);
/** 64-bit values that winnowing kept, in the order of the text. */
export const KEPT: usize = memory.data(MAX_TOKENS * 8, 64);
/** Two words of hash for each band. */
export const BAND_HASHES: usize = memory.data(20 * 8, 64);

/**
 * Notes where tokens begin and parts them by spaces, as they are hashed.
 *
 * @param length bytes of the tokens at `TOKENS`, a line feed between two
 * @returns their number, -1 where there are too many
 */
function divide(length: i32): i32 {
  for (let i = 0; i < PADDING; i++) {
    store<u32>(STARTS + (<usize>i << 2), <u32>(TOKENS - PADDING + i));
    store<u8>(TOKENS - PADDING + i, SPACE);
    store<u8>(TOKENS + length + i, SPACE);
  }
  let count = 0;
  let start = TOKENS;
  const end = TOKENS + length;
  for (let at = TOKENS; at <= end; at++) {
    if (at < end) {
      if (load<u8>(at) != LINE_FEED) continue;
      store<u8>(at, SPACE);
    }
    if (count == MAX_TOKENS) return -1;
    store<u32>(STARTS + (<usize>(PADDING + count) << 2), <u32>start);
    start = at + 1;
    count++;
  }
  for (let i = 0; i <= PADDING; i++) {
    store<u32>(STARTS + (<usize>(PADDING + count + i) << 2), <u32>(start + i));
  }
  return count;
}

/** As `divide`, and hashes every shingle into `HIGH`, `LOW` and `ENTRIES`. */
export function shingles(length: i32): i32 {
  const count = divide(length);
  const whole = count - PADDING;
  for (let i = 0; i < count + PADDING; i++) {
    const from = <usize>load<u32>(STARTS + (<usize>i << 2));
    const to = <usize>load<u32>(STARTS + (<usize>(i + WORDS) << 2)) - 1;
    murmur(from, <i32>(to - from), 0);
    store<u16>(ENTRIES + (<usize>i << 1), <u16>third);
    if (i < PADDING || i >= PADDING + whole) continue;
    store<u32>(HIGH + (<usize>(i - PADDING) << 2), first);
    store<u32>(LOW + (<usize>(i - PADDING) << 2), second);
  }
  return count;
}

@inline
function hashAt(i: i32): u64 {
  const at = <usize>i << 2;
  return (<u64>load<u32>(HIGH + at) << 32) | load<u32>(LOW + at);
}

/** Of every window of `count` hashes the smallest, the rightmost of equals; returns how many. */
export function winnow(count: i32): i32 {
  let front = 0;
  let end = 0;
  let kept = 0;
  let last = -1;
  for (let i = 0; i < count; i++) {
    const hash = hashAt(i);
    while (end > front && hashAt(load<i32>(QUEUE + (<usize>(end - 1) << 2))) >= hash) end--;
    store<i32>(QUEUE + (<usize>end << 2), i);
    end++;
    if (load<i32>(QUEUE + (<usize>front << 2)) <= i - WINNOWED) front++;
    const least = load<i32>(QUEUE + (<usize>front << 2));
    if (i < WINNOWED - 1 || least == last) continue;
    last = least;
    store<u64>(KEPT + (<usize>kept << 3), hashAt(least));
    kept++;
  }
  return kept;
}

/** Hashes the least values of each band's rows. */
export function bandHashes(): void {
  for (let band = 0; band < BANDS; band++) {
    murmur(LEAST + band * BAND_BYTES, BAND_BYTES, band);
    store<u32>(BAND_HASHES + (<usize>band << 3), first);
    store<u32>(BAND_HASHES + (<usize>band << 3), second, 4);
  }
}
