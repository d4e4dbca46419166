/**
 * SHA-256 (FIPS 180-4, section 6.2) of what stands in memory, one block at a time. Its twin is
 * that of @noble/hashes; a call for each digest would cost as much as the digest, so what is
 * hashed by the hundred is worked off here in one call (`keyed.ts`, `committed.ts`).
 */

/** The round constants, FIPS 180-4, section 4.2.2. */
export const K: usize = memory.data<u32>([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
/** State before the first block, section 5.3.3. */
export const INITIAL: usize = memory.data<u32>([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);
/** The message schedule of one block. */
const W: usize = memory.data(64 * 4, 64);

/** Bytes of a block, and of a state, which are eight words in the machine's order. */
export const BLOCK: i32 = 64;
export const STATE: i32 = 32;

export function start(state: usize): void {
  memory.copy(state, INITIAL, STATE);
}

@inline
function round(a: u32, b: u32, c: u32, e: u32, f: u32, g: u32, h: u32, at: usize): u32 {
  return h + (rotr<u32>(e, 6) ^ rotr<u32>(e, 11) ^ rotr<u32>(e, 25)) + (g ^ (e & (f ^ g)))
    + load<u32>(at, K) + load<u32>(at, W);
}

@inline
function major(a: u32, b: u32, c: u32): u32 {
  return (rotr<u32>(a, 2) ^ rotr<u32>(a, 13) ^ rotr<u32>(a, 22)) + ((a & b) ^ (c & (a ^ b)));
}

/** Works the block at `block` into `state`. */
export function compress(state: usize, block: usize): void {
  for (let at: usize = 0; at < 64; at += 4) store<u32>(at, bswap<u32>(load<u32>(block + at)), W);
  for (let at: usize = 64; at < 256; at += 4) {
    const x = load<u32>(at - 60, W);
    const y = load<u32>(at - 8, W);
    store<u32>(
      at,
      load<u32>(at - 64, W) + (rotr<u32>(x, 7) ^ rotr<u32>(x, 18) ^ (x >>> 3))
        + load<u32>(at - 28, W) + (rotr<u32>(y, 17) ^ rotr<u32>(y, 19) ^ (y >>> 10)),
      W,
    );
  }
  let a = load<u32>(state);
  let b = load<u32>(state, 4);
  let c = load<u32>(state, 8);
  let d = load<u32>(state, 12);
  let e = load<u32>(state, 16);
  let f = load<u32>(state, 20);
  let g = load<u32>(state, 24);
  let h = load<u32>(state, 28);
  // Eight rounds a turn let the words keep their variables.
  for (let at: usize = 0; at < 256; at += 32) {
    let t = round(a, b, c, e, f, g, h, at);
    d += t; h = t + major(a, b, c);
    t = round(h, a, b, d, e, f, g, at + 4);
    c += t; g = t + major(h, a, b);
    t = round(g, h, a, c, d, e, f, at + 8);
    b += t; f = t + major(g, h, a);
    t = round(f, g, h, b, c, d, e, at + 12);
    a += t; e = t + major(f, g, h);
    t = round(e, f, g, a, b, c, d, at + 16);
    h += t; d = t + major(e, f, g);
    t = round(d, e, f, h, a, b, c, at + 20);
    g += t; c = t + major(d, e, f);
    t = round(c, d, e, g, h, a, b, at + 24);
    f += t; b = t + major(c, d, e);
    t = round(b, c, d, f, g, h, a, at + 28);
    e += t; a = t + major(b, c, d);
  }
  store<u32>(state, load<u32>(state) + a);
  store<u32>(state, load<u32>(state, 4) + b, 4);
  store<u32>(state, load<u32>(state, 8) + c, 8);
  store<u32>(state, load<u32>(state, 12) + d, 12);
  store<u32>(state, load<u32>(state, 16) + e, 16);
  store<u32>(state, load<u32>(state, 20) + f, 20);
  store<u32>(state, load<u32>(state, 24) + g, 24);
  store<u32>(state, load<u32>(state, 28) + h, 28);
}

/** The digest that a state stands for. */
export function writeDigest(state: usize, to: usize): void {
  for (let at: usize = 0; at < 32; at += 4) store<u32>(to + at, bswap<u32>(load<u32>(state + at)));
}

/**
 * Works the rest of a message in: the `length` bytes at `from`, which may be overwritten behind
 * their end as far as two blocks from the last whole one, and the padding.
 *
 * @param total bytes of the whole message
 */
export function finish(state: usize, from: usize, length: i32, total: i64): void {
  while (length >= BLOCK) {
    compress(state, from);
    from += BLOCK;
    length -= BLOCK;
  }
  const end = length < BLOCK - 8 ? BLOCK : 2 * BLOCK;
  memory.fill(from + length, 0, end - length);
  store<u8>(from + length, 0x80);
  store<u64>(from + end - 8, bswap<u64>(<u64>total << 3));
  compress(state, from);
  if (end > BLOCK) compress(state, from + BLOCK);
}

const padded: usize = memory.data(BLOCK, 64);

/** The state behind a pad of HMAC (RFC 2104) under the 32 bytes at `key`: `byte` is 0x36 or 0x5c. */
export function padState(key: usize, byte: u8, to: usize): void {
  for (let at = 0; at < BLOCK; at++) {
    store<u8>(padded + at, at < 32 ? load<u8>(key + at) ^ byte : byte);
  }
  start(to);
  compress(to, padded);
}
