import { COLON, LETTERS } from './records';
import { chosenLevel, ENOUGH, KEPT, pieceEnds } from './triggers';
import { WINDOW } from './window';

/**
 * Piece hashes of ssdeep, both parts at once and 64 bytes a step.
 *
 * A piece hash is FNV reduced to six bits: h becomes (19 h ^ c) mod 64. Bit k of the result
 * depends on the bits up to k alone (it is a T-function), and on bit k itself by exclusive or
 * only. So bit k of all 64 hashes is a running exclusive or of words that the lower bits give.
 * The six bits lie in six planes of 64 places; the two lanes of a vector are the two parts,
 * which see the same bytes and differ in where their pieces began.
 *
 * 19 h = h + 2 h + 16 h; the carries of the first sum are, from bit 2 on, those of a full
 * adder of two neighbouring bits, and the second sum carries once, from bit 4 into bit 5.
 */

/** FNV's start, 0x28021967, reduced to six bits. */
const START: i32 = 0x28021967 & 63;

const ENDS_1: usize = memory.data(64 * 8, 16);
const ENDS_2: usize = memory.data(64 * 8, 16);
/** The first part as it is printed; in the end a colon and the second part behind it. */
export const PARTS: usize = memory.data(64 + 1 + 64, 16);
const PART_2: usize = memory.data(64, 16);
/** Bits of both hashes, six vectors. */
const STATE: usize = memory.data(6 * 16, 16);
/** Blocks of 64 bytes whose planes are laid out at a time. */
const BLOCKS: i32 = 32;
const PLANES_BYTES: i32 = 6 * 8;
const PLANES: usize = memory.data(BLOCKS * PLANES_BYTES, 64);

let count1: i32 = 0;
let count2: i32 = 0;
let done1: i32 = 0;
let done2: i32 = 0;
/** Bytes of the input that are hashed, and that lie before the window. */
let at: i64 = 0;
let behind: i64 = 0;

/**
 * Chooses the block size, once the whole input is scanned, and begins to hash.
 *
 * @returns its level, or -1 for too few triggers: scan again from level 0
 */
export function piecesStart(from: i32, length: f64, sum: u32): i32 {
  let level = chosenLevel();
  if (level < 0) {
    if (from > 0) return -1;
    level = 0;
  }
  count1 = pieceEnds(level, KEPT, <i64>length, sum, ENDS_1);
  count2 = pieceEnds(level + 1, ENOUGH - 1, <i64>length, sum, ENDS_2);
  done1 = 0;
  done2 = 0;
  at = 0;
  behind = 0;
  restart(0);
  restart(1);
  return level;
}

/** Puts the parts together at `PARTS`; returns how many characters they are. */
export function piecesEnd(): i32 {
  store<u8>(PARTS + count1, COLON);
  memory.copy(PARTS + count1 + 1, PART_2, count2);
  return count1 + 1 + count2;
}

function restart(lane: i32): void {
  for (let k = 0; k < 6; k++) store<i64>(STATE + (k << 4) + (lane << 3), (START >> k) & 1);
}

/** The character that the hash of `lane` is printed as. */
function letterOf(lane: i32): u8 {
  let hash: i32 = 0;
  for (let k = 0; k < 6; k++) hash |= load<i32>(STATE + (k << 4) + (lane << 3)) << k;
  return load<u8>(LETTERS + hash);
}

/** Goes on with the `length` bytes that the window holds. */
export function pieces(length: i32): void {
  const until = behind + length;
  while (done1 < count1 || done2 < count2) {
    const end1 = done1 < count1 ? load<i64>(ENDS_1 + (<usize>done1 << 3)) : i64.MAX_VALUE;
    const end2 = done2 < count2 ? load<i64>(ENDS_2 + (<usize>done2 << 3)) : i64.MAX_VALUE;
    const end = min(min(end1, end2), until);
    if (end > at) advance(WINDOW + <usize>(at - behind), <i32>(end - at));
    at = end;
    if (end1 == end) {
      store<u8>(PARTS + done1++, letterOf(0));
      restart(0);
    }
    if (end2 == end) {
      store<u8>(PART_2 + done2++, letterOf(1));
      restart(1);
    }
    if (end == until && end1 > end && end2 > end) break;
  }
  behind = until;
}

@inline
function running(x: v128): v128 {
  x = v128.xor(x, i64x2.shl(x, 1));
  x = v128.xor(x, i64x2.shl(x, 2));
  x = v128.xor(x, i64x2.shl(x, 4));
  x = v128.xor(x, i64x2.shl(x, 8));
  x = v128.xor(x, i64x2.shl(x, 16));
  return v128.xor(x, i64x2.shl(x, 32));
}

/** The top bits of 64 bytes. */
@inline
function topBits(a: v128, b: v128, c: v128, d: v128): u64 {
  const low = <u64>(<u32>(i8x16.bitmask(a) | (i8x16.bitmask(b) << 16)));
  const high = <u64>(<u32>(i8x16.bitmask(c) | (i8x16.bitmask(d) << 16)));
  return low | (high << 32);
}

/** Lays the low six bits of 64 bytes out in planes. */
@inline
function spread(from: usize, planes: usize): void {
  // Two bits up, the sixth is on top; doubling brings the others there in turn.
  let a = i16x8.shl(v128.load(from), 2);
  let b = i16x8.shl(v128.load(from, 16), 2);
  let c = i16x8.shl(v128.load(from, 32), 2);
  let d = i16x8.shl(v128.load(from, 48), 2);
  store<u64>(planes, topBits(a, b, c, d), 40);
  a = i8x16.add(a, a);
  b = i8x16.add(b, b);
  c = i8x16.add(c, c);
  d = i8x16.add(d, d);
  store<u64>(planes, topBits(a, b, c, d), 32);
  a = i8x16.add(a, a);
  b = i8x16.add(b, b);
  c = i8x16.add(c, c);
  d = i8x16.add(d, d);
  store<u64>(planes, topBits(a, b, c, d), 24);
  a = i8x16.add(a, a);
  b = i8x16.add(b, b);
  c = i8x16.add(c, c);
  d = i8x16.add(d, d);
  store<u64>(planes, topBits(a, b, c, d), 16);
  a = i8x16.add(a, a);
  b = i8x16.add(b, b);
  c = i8x16.add(c, c);
  d = i8x16.add(d, d);
  store<u64>(planes, topBits(a, b, c, d), 8);
  a = i8x16.add(a, a);
  b = i8x16.add(b, b);
  c = i8x16.add(c, c);
  d = i8x16.add(d, d);
  store<u64>(planes, topBits(a, b, c, d));
}

/**
 * Takes both hashes over `length` bytes; reads up to 63 more, which change nothing.
 *
 * Planes are laid out for many blocks first: then a core has room to begin the next blocks
 * while the six planes of one wait for each other.
 */
function advance(from: usize, length: i32): void {
  while (length > 0) {
    const part = min(length, BLOCKS * 64);
    const end = PLANES + <usize>(((part + 63) >> 6) * PLANES_BYTES);
    for (let planes = PLANES; planes < end; planes += PLANES_BYTES, from += 64) spread(from, planes);
    hash(end, ((part - 1) & 63));
    length -= part;
  }
}

/** Takes both hashes over the planes up to `end`, and in the last to place `last`. */
function hash(end: usize, last: i32): void {
  let b0 = v128.load(STATE);
  let b1 = v128.load(STATE, 16);
  let b2 = v128.load(STATE, 32);
  let b3 = v128.load(STATE, 48);
  let b4 = v128.load(STATE, 64);
  // Nothing depends on the sixth bit, so only its parity at the end is wanted.
  let b5 = v128.load(STATE, 80);
  for (let planes = PLANES; planes < end; planes += PLANES_BYTES) {
    // For each bit: `now` holds it after each byte, `h` before. Exclusive or of what comes in,
    // the hash's own bit at the first place among it, gives the one; taking the last step back
    // gives the other.
    let add = v128.load64_splat(planes);
    const now0 = running(v128.xor(add, b0));
    const h0 = v128.xor(now0, add);

    add = v128.xor(h0, v128.load64_splat(planes, 8));
    const now1 = running(v128.xor(add, b1));
    const h1 = v128.xor(now1, add);

    let carry = v128.and(h1, h0);
    add = v128.xor(v128.xor(h1, carry), v128.load64_splat(planes, 16));
    const now2 = running(v128.xor(add, b2));
    const h2 = v128.xor(now2, add);

    // The majority of h2, h1 and the carry, which is h1 & h0.
    carry = v128.and(h1, v128.or(h2, h0));
    add = v128.xor(v128.xor(h2, carry), v128.load64_splat(planes, 24));
    const now3 = running(v128.xor(add, b3));
    const h3 = v128.xor(now3, add);

    carry = v128.or(v128.and(h3, h2), v128.and(carry, v128.or(h3, h2)));
    const sum = v128.xor(h3, carry);
    add = v128.xor(v128.xor(sum, h0), v128.load64_splat(planes, 32));
    const now4 = running(v128.xor(add, b4));
    const h4 = v128.xor(now4, add);

    // The second sum meets bit 4 of the first, which is h4 ^ sum.
    const second = v128.and(v128.xor(h4, sum), h0);
    carry = v128.or(v128.and(h4, h3), v128.and(carry, v128.or(h4, h3)));
    add = v128.xor(v128.xor(h4, carry), v128.xor(h1, second));
    add = v128.xor(add, v128.load64_splat(planes, 40));

    if (planes + PLANES_BYTES < end) {
      b0 = i64x2.shr_u(now0, 63);
      b1 = i64x2.shr_u(now1, 63);
      b2 = i64x2.shr_u(now2, 63);
      b3 = i64x2.shr_u(now3, 63);
      b4 = i64x2.shr_u(now4, 63);
      b5 = v128.xor(b5, add);
    } else {
      const one = i64x2.splat(1);
      b0 = v128.and(i64x2.shr_u(now0, last), one);
      b1 = v128.and(i64x2.shr_u(now1, last), one);
      b2 = v128.and(i64x2.shr_u(now2, last), one);
      b3 = v128.and(i64x2.shr_u(now3, last), one);
      b4 = v128.and(i64x2.shr_u(now4, last), one);
      b5 = parity(v128.xor(b5, i64x2.shl(add, 63 - last)));
    }
  }
  v128.store(STATE, b0);
  v128.store(STATE, b1, 16);
  v128.store(STATE, b2, 32);
  v128.store(STATE, b3, 48);
  v128.store(STATE, b4, 64);
  v128.store(STATE, b5, 80);
}

function parity(x: v128): v128 {
  const low = <i64>popcnt(i64x2.extract_lane(x, 0)) & 1;
  const high = <i64>popcnt(i64x2.extract_lane(x, 1)) & 1;
  return i64x2.replace_lane(i64x2.splat(low), 1, high);
}
