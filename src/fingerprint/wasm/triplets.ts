import { WINDOW } from './window';

/**
 * The counting of TLSH, the part of it that takes time; its twin is `histogram` of
 * `../tlsh.ts`, which has the source.
 *
 * Each place counts six triplets of the five bytes that end there by their Pearson hash. Its
 * last step is a permutation, so the input of that step is counted, in a histogram for each
 * triplet, and the permutation is applied once at the end. Five places a turn let the bytes
 * keep their variables.
 */

/** Pearson's permutation, written here by whoever loads the module. */
export const PEARSON: usize = memory.data(256, 64);
/** Pearson's hash of (salt, byte), a table for each salt. */
const SALTED: usize = memory.data(7 * 256, 64);
const S2: usize = 0;
const S3: usize = 256;
const S5: usize = 512;
const S7: usize = 768;
const S11: usize = 1024;
const S13: usize = 1280;
const S0: usize = 1536;
/** Six histograms of 256 counts. */
const COUNTS: usize = memory.data(6 * 1024, 64);
export const BUCKETS: usize = memory.data(1024, 64);

let checksum: u32 = 0;

/** Makes the tables; `PEARSON` must be filled. */
export function tripletTables(): void {
  for (let byte = 0; byte < 256; byte++) {
    salt(S2, 2, byte);
    salt(S3, 3, byte);
    salt(S5, 5, byte);
    salt(S7, 7, byte);
    salt(S11, 11, byte);
    salt(S13, 13, byte);
    salt(S0, 0, byte);
  }
}

function salt(table: usize, value: u32, byte: u32): void {
  store<u8>(SALTED + table + byte, load<u8>(PEARSON + (load<u8>(PEARSON + value) ^ byte)));
}

export function tripletsStart(): void {
  memory.fill(COUNTS, 0, 6 * 1024);
  checksum = 0;
}

@inline
function pearson(x: u32): u32 {
  return load<u8>(<usize>x, PEARSON);
}

/** Counts the triplets that end at `a`, the newest byte; offsets must be constants. */
@inline
function step(a: u32, b: u32, c: u32, d: u32, e: u32, sum: u32): u32 {
  let at = (pearson(load<u8>(a, SALTED + S2) ^ b) ^ c) << 2;
  store<u32>(at, load<u32>(at, COUNTS) + 1, COUNTS);
  at = (pearson(load<u8>(a, SALTED + S3) ^ b) ^ d) << 2;
  store<u32>(at, load<u32>(at, COUNTS + 1024) + 1, COUNTS + 1024);
  at = (pearson(load<u8>(a, SALTED + S5) ^ c) ^ d) << 2;
  store<u32>(at, load<u32>(at, COUNTS + 2048) + 1, COUNTS + 2048);
  at = (pearson(load<u8>(a, SALTED + S7) ^ c) ^ e) << 2;
  store<u32>(at, load<u32>(at, COUNTS + 3072) + 1, COUNTS + 3072);
  at = (pearson(load<u8>(a, SALTED + S11) ^ b) ^ e) << 2;
  store<u32>(at, load<u32>(at, COUNTS + 4096) + 1, COUNTS + 4096);
  at = (pearson(load<u8>(a, SALTED + S13) ^ d) ^ e) << 2;
  store<u32>(at, load<u32>(at, COUNTS + 5120) + 1, COUNTS + 5120);
  return pearson(pearson(load<u8>(a, SALTED + S0) ^ b) ^ sum);
}

/** Counts at the places `from` to `to` of the window; the four bytes before stand before it. */
export function triplets(from: i32, to: i32): void {
  let at = WINDOW + from;
  const end = WINDOW + to;
  let sum = checksum;
  let e: u32 = load<u8>(at - 4);
  let d: u32 = load<u8>(at - 3);
  let c: u32 = load<u8>(at - 2);
  let b: u32 = load<u8>(at - 1);
  let a: u32 = 0;
  while (at + 5 <= end) {
    a = load<u8>(at);
    sum = step(a, b, c, d, e, sum);
    e = load<u8>(at, 1);
    sum = step(e, a, b, c, d, sum);
    d = load<u8>(at, 2);
    sum = step(d, e, a, b, c, sum);
    c = load<u8>(at, 3);
    sum = step(c, d, e, a, b, sum);
    b = load<u8>(at, 4);
    sum = step(b, c, d, e, a, sum);
    at += 5;
  }
  for (; at < end; at++) {
    a = load<u8>(at);
    sum = step(a, b, c, d, e, sum);
    e = d;
    d = c;
    c = b;
    b = a;
  }
  checksum = sum;
}

/** Permutes the counts into `BUCKETS`; returns the checksum. */
export function tripletsEnd(): u32 {
  for (let x: usize = 0; x < 256; x++) {
    let sum: u32 = 0;
    for (let i: usize = 0; i < 6; i++) sum += load<u32>(COUNTS + (i << 10) + (x << 2));
    store<u32>(BUCKETS + (<usize>load<u8>(PEARSON + x) << 2), sum);
  }
  return checksum;
}
