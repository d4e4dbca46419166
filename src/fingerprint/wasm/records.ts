/**
 * Digests in the form in which they are compared, read from their text. What is refused here
 * the twins refuse with an error that says why (`../ssdeep-format.ts`, `../tlsh-distance.ts`).
 */

/** Text of a digest to read, ASCII. */
export const TEXT: usize = memory.data(256, 16);

/** The characters of base64, written here by whoever loads the module. */
export const LETTERS: usize = memory.data(64, 16);
/** The number of each of these characters, 255 for all others. */
const SIX_BITS: usize = memory.data(256, 16);

/** An ssdeep digest: level, lengths of the parts, then their characters, zeros behind them. */
export const SSDEEP_BYTES: i32 = 144;
export const LENGTH_1: usize = 1;
export const LENGTH_2: usize = 2;
export const CHARS_1: usize = 16;
export const CHARS_2: usize = 80;

/** A TLSH digest: class of length, two ratios, checksum, then the 32 bytes of the body. */
export const TLSH_BYTES: i32 = 48;
export const RATIO_1: usize = 1;
export const RATIO_2: usize = 2;
export const CHECKSUM: usize = 3;
export const BODY: usize = 16;

/** Parts have at most 64 characters; longer runs than three say little and are cut. */
const PART: i32 = 64;
const RUN: i32 = 3;
export const COLON: u8 = 58;

/** Makes the table; `LETTERS` must be filled. */
export function textTables(): void {
  memory.fill(SIX_BITS, 255, 256);
  for (let i: u32 = 0; i < 64; i++) store<u8>(SIX_BITS + load<u8>(LETTERS + i), <u8>i);
}

/** Reads the `length` bytes of `TEXT` into a record; false for what is no ssdeep digest. */
export function readSsdeep(length: i32, record: usize): bool {
  const end = TEXT + length;
  let at = TEXT;
  // Ten digits fit into 64 bits.
  let block: u64 = 0;
  while (at < end && load<u8>(at) - 48 < 10 && at < TEXT + 10) {
    block = block * 10 + (load<u8>(at) - 48);
    at++;
  }
  if (load<u8>(TEXT) == 48 || block == 0 || block % 3 != 0 || popcnt(block / 3) != 1) return false;
  const level = <i32>ctz(block / 3);
  if (level > 30 || at >= end || load<u8>(at) != COLON) return false;
  memory.fill(record, 0, SSDEEP_BYTES);
  store<u8>(record, <u8>level);
  at = readPart(at + 1, end, record, LENGTH_1, CHARS_1);
  if (at == 0 || at >= end || load<u8>(at) != COLON) return false;
  return readPart(at + 1, end, record, LENGTH_2, CHARS_2) == end;
}

/** Reads characters up to a colon or the end; returns where it stopped, 0 for too many. */
function readPart(at: usize, end: usize, record: usize, size: usize, chars: usize): usize {
  const start = at;
  let kept: i32 = 0;
  let run: i32 = 0;
  let last: u32 = 255;
  for (; at < end; at++) {
    const six = <u32>load<u8>(SIX_BITS + load<u8>(at));
    if (six == 255) break;
    run = six == last ? run + 1 : 1;
    last = six;
    if (<i32>(at - start) >= PART) return 0;
    if (run <= RUN) store<u8>(record + chars + kept++, <u8>six);
  }
  store<u8>(record + size, <u8>kept);
  return at;
}

/** Reads the `length` bytes of `TEXT` into a record; false for what is no TLSH digest. */
export function readTlsh(length: i32, record: usize): bool {
  if (length != 72 || load<u8>(TEXT) != 84 || load<u8>(TEXT + 1) != 49) return false;
  let wrong: u32 = 0;
  for (let i: usize = 0; i < 35; i++) {
    const high = hexDigit(load<u8>(TEXT + 2 + 2 * i));
    const low = hexDigit(load<u8>(TEXT + 3 + 2 * i));
    wrong |= high | low;
    const byte = <u8>((high << 4) | low);
    if (i > 2) store<u8>(record + BODY + i - 3, byte);
    // Halves of header bytes are swapped in print.
    else if (i == 0) store<u8>(record + CHECKSUM, byte);
    else if (i == 1) store<u8>(record, <u8>((low << 4) | high));
    else {
      store<u8>(record + RATIO_1, <u8>high);
      store<u8>(record + RATIO_2, <u8>low);
    }
  }
  return wrong < 16;
}

/** 16 and above for what is no upper-case hex digit. */
function hexDigit(code: u32): u32 {
  if (code - 48 < 10) return code - 48;
  return code - 65 < 6 ? code - 55 : 16;
}
