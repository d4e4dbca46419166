import { addTrigger, lowest, resetTriggers } from './triggers';
import { WINDOW } from './window';

/**
 * The rolling hash of ssdeep (`../ssdeep-scan.ts`), sixteen places at a time.
 *
 * The sum R after a byte depends on that byte and the six before it alone, so no place waits
 * for another. A trigger of level k has the k lowest bits of R all set, and the lowest eight
 * bits need eight-bit arithmetic only: they rule out nearly all places, and the exact sum is
 * computed for what is left.
 */

/** Below this level so many places pass the eight bits that going byte by byte is faster. */
const SPARSE_LEVEL: i32 = 3;

/** Bytes of the input before the window. */
let behind: i64 = 0;

/** Begins to look for triggers of the levels `from` to `to`. */
export function scanStart(from: i32, to: i32): void {
  resetTriggers(from, to);
  behind = 0;
}

/** The exact sum after the byte at `at`. */
export function sumAt(at: usize): u32 {
  const c0 = <u32>load<u8>(at);
  const c1 = <u32>load<u8>(at - 1);
  const c2 = <u32>load<u8>(at - 2);
  const c3 = <u32>load<u8>(at - 3);
  const c4 = <u32>load<u8>(at - 4);
  const c5 = <u32>load<u8>(at - 5);
  const c6 = <u32>load<u8>(at - 6);
  // Sum plus weighted sum: weights 7 to 1 from the newest on, and one more each.
  const sums = 8 * c0 + 7 * c1 + 6 * c2 + 5 * c3 + 4 * c4 + 3 * c5 + 2 * c6;
  const shifted = c0 ^ (c1 << 5) ^ (c2 << 10) ^ (c3 << 15) ^ (c4 << 20) ^ (c5 << 25) ^ (c6 << 30);
  return sums + shifted;
}

/** Notes a trigger if the sum is one's; `end` counts the bytes up to and with its place. */
function check(sum: u32, end: i64): void {
  const multiple = sum + 1;
  // A sum of all ones is followed by 2^32, which 3 does not divide.
  if (multiple == 0 || <i32>ctz(multiple) < lowest) return;
  if (multiple % 3 == 0) addTrigger(end, multiple);
}

/** Sixteen times the lowest eight bits of the sum, for the places from `at` on. */
@inline
function lowBits(at: usize, highThree: v128): v128 {
  const c0 = v128.load(at);
  const c1 = v128.load(at - 1);
  // Running totals added up give the newest byte the greatest weight.
  let total = i8x16.add(c0, c1);
  let sums = i8x16.add(c0, total);
  total = i8x16.add(total, v128.load(at - 2));
  sums = i8x16.add(sums, total);
  total = i8x16.add(total, v128.load(at - 3));
  sums = i8x16.add(sums, total);
  total = i8x16.add(total, v128.load(at - 4));
  sums = i8x16.add(sums, total);
  total = i8x16.add(total, v128.load(at - 5));
  sums = i8x16.add(sums, total);
  total = i8x16.add(total, v128.load(at - 6));
  sums = i8x16.add(sums, total);
  sums = i8x16.add(sums, total);
  // Shifts exist for sixteen bits only; what crosses from the next byte is masked off.
  const shifted = v128.xor(c0, v128.and(i16x8.shl(c1, 5), highThree));
  return i8x16.add(sums, shifted);
}

/** Goes on with the `length` bytes that the window holds. */
export function scan(length: i32): void {
  const from = lowest < SPARSE_LEVEL ? scanDense(length) : 0;
  scanSparse(from, length);
  behind += <i64>length;
}

/** Byte by byte, until enough triggers are found or the bytes end; returns how far it came. */
function scanDense(length: i32): i32 {
  for (let i = 0; i < length; i++) {
    check(sumAt(WINDOW + i), behind + i + 1);
    if (lowest >= SPARSE_LEVEL) return i + 1;
  }
  return length;
}

/** Sixteen times the bits, of the lowest eight, that a trigger of `level` has set. */
export function lowOnes(level: i32): v128 {
  const ones: i32 = level < 8 ? (1 << level) - 1 : 255;
  return i8x16.splat(<i8>ones);
}

/** Of the 64 places from `at` on, a bit for each whose lowest bits are those of a trigger. */
@inline
export function hitsAt(at: usize, highThree: v128, need: v128): u64 {
  const m0 = i8x16.eq(v128.and(lowBits(at, highThree), need), need);
  const m1 = i8x16.eq(v128.and(lowBits(at + 16, highThree), need), need);
  const m2 = i8x16.eq(v128.and(lowBits(at + 32, highThree), need), need);
  const m3 = i8x16.eq(v128.and(lowBits(at + 48, highThree), need), need);
  if (!v128.any_true(v128.or(v128.or(m0, m1), v128.or(m2, m3)))) return 0;
  const low = <u64>(<u32>(i8x16.bitmask(m0) | (i8x16.bitmask(m1) << 16)));
  const high = <u64>(<u32>(i8x16.bitmask(m2) | (i8x16.bitmask(m3) << 16)));
  return low | (high << 32);
}

function scanSparse(from: i32, length: i32): void {
  const highThree = i8x16.splat(<i8>0xe0);
  let level = lowest;
  let need = lowOnes(level);
  for (let i = from; i < length; i += 64) {
    const at = WINDOW + i;
    let hits = hitsAt(at, highThree, need);
    if (hits == 0) continue;
    if (length - i < 64) hits &= (<u64>1 << (length - i)) - 1;
    while (hits != 0) {
      const j = <i32>ctz(hits);
      hits &= hits - 1;
      check(sumAt(at + j), behind + i + j + 1);
    }
    if (lowest != level) {
      level = lowest;
      need = lowOnes(level);
    }
  }
}
