/** MurmurHash3_x86_128; its twin is `../murmur.ts`, which has the source. */

const C1: u32 = 0x239b961b;
const C2: u32 = 0xab0e9789;
const C3: u32 = 0x38b34ae5;
const C4: u32 = 0xa1e38b93;

/** The words of the last hash. */
export let first: u32 = 0;
export let second: u32 = 0;
export let third: u32 = 0;

@inline
function fmix(word: u32): u32 {
  let h = word;
  h = (h ^ (h >> 16)) * 0x85ebca6b;
  h = (h ^ (h >> 13)) * 0xc2b2ae35;
  return h ^ (h >> 16);
}

/** Little-endian word of which `left` bytes are there, which may be none; the others count as zero. */
@inline
function tail(at: usize, left: i32): u32 {
  if (left >= 4) return load<u32>(at);
  return left <= 0 ? 0 : load<u32>(at) & ((1 << (<u32>left << 3)) - 1);
}

/** Hashes `length` bytes; up to three behind them are read. */
export function murmur(from: usize, length: i32, seed: u32): void {
  let h1 = seed;
  let h2 = seed;
  let h3 = seed;
  let h4 = seed;
  let at = from;
  let left = length;
  for (; left >= 16; left -= 16, at += 16) {
    h1 ^= rotl<u32>(load<u32>(at) * C1, 15) * C2;
    h1 = (rotl<u32>(h1, 19) + h2) * 5 + 0x561ccd1b;
    h2 ^= rotl<u32>(load<u32>(at, 4) * C2, 16) * C3;
    h2 = (rotl<u32>(h2, 17) + h3) * 5 + 0x0bcaa747;
    h3 ^= rotl<u32>(load<u32>(at, 8) * C3, 17) * C4;
    h3 = (rotl<u32>(h3, 15) + h4) * 5 + 0x96cd1c35;
    h4 ^= rotl<u32>(load<u32>(at, 12) * C4, 18) * C1;
    h4 = (rotl<u32>(h4, 13) + h1) * 5 + 0x32ac3b17;
  }
  // A word of zeros leaves its lane as it is.
  h1 ^= rotl<u32>(tail(at, left) * C1, 15) * C2;
  h2 ^= rotl<u32>(tail(at + 4, left - 4) * C2, 16) * C3;
  h3 ^= rotl<u32>(tail(at + 8, left - 8) * C3, 17) * C4;
  h4 ^= rotl<u32>(tail(at + 12, left - 12) * C4, 18) * C1;
  h1 ^= length;
  h2 ^= length;
  h3 ^= length;
  h4 ^= length;
  h1 += h2 + h3 + h4;
  h2 = fmix(h2 + h1);
  h3 = fmix(h3 + h1);
  h4 = fmix(h4 + h1);
  h1 = fmix(h1);
  h1 += h2 + h3 + h4;
  first = h1;
  second = h2 + h1;
  third = h3 + h1;
}
