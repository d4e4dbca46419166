import { COLON, LETTERS } from './records';
import { hitsAt, lowOnes, sumAt } from './scan';
import { ENOUGH, KEPT } from './triggers';
import { WINDOW } from './window';

/**
 * ssdeep of a stream in one pass; the twin is `../ssdeep-stream.ts`, which says what is kept and
 * why. A piece hash is a byte here, and all levels that are still wanted take a step together:
 * sixteen of them in one vector, of which there are two.
 */

const LEVELS: i32 = 32;
const LANES: i32 = 16;
const START: u8 = <u8>(0x28021967 & 63);
const SECOND_WHOLE: i32 = ENOUGH - 1;
const NONE: u8 = 0xff;
/** As many bytes before the window as a sum looks back on, and one. */
const TAIL_BYTES: usize = 8;

const FULL: usize = memory.data(32, 16);
const HALF: usize = memory.data(32, 16);
const PIECES: usize = memory.data(LEVELS * KEPT, 16);
const COUNTS: usize = memory.data(LEVELS, 16);
const LAST_FULL: usize = memory.data(LEVELS, 16);
const LAST_HALF: usize = memory.data(LEVELS, 16);
const TAIL: usize = memory.data(8, 16);
/** A digest without its block size, in the end. */
export const STREAMED: usize = memory.data(KEPT + 1 + 1 + ENOUGH, 16);

let lowest: i32 = 0;
let top: i32 = 0;
/** Highest level with a second part of its own; 0 for none. */
let halves: i32 = 0;
/** Bytes before the window. */
let behind: i64 = 0;

export function streamStart(): void {
  memory.fill(FULL, START, LEVELS);
  memory.fill(HALF, START, LEVELS);
  memory.fill(COUNTS, 0, LEVELS);
  memory.fill(LAST_FULL, NONE, LEVELS);
  memory.fill(LAST_HALF, NONE, LEVELS);
  memory.fill(TAIL, 0, TAIL_BYTES);
  lowest = 0;
  top = 0;
  halves = 0;
  behind = 0;
}

@inline
function countAt(level: i32): i32 {
  return <i32>load<u8>(COUNTS + level);
}

/** 19 h ^ c for sixteen hashes; only the low six bits of a lane count. */
@inline
function step(x: v128, high: v128, byte: v128): v128 {
  const sixteen = v128.and(i16x8.shl(x, 4), high);
  const three = i8x16.add(i8x16.add(x, x), x);
  return v128.xor(i8x16.add(sixteen, three), byte);
}

/** Takes the hashes of one vector of levels over some bytes. */
function advanceAt(offset: usize, withHalf: bool, from: usize, to: usize): void {
  const high = i8x16.splat(<i8>0xf0);
  let full = v128.load(FULL + offset);
  if (withHalf) {
    let half = v128.load(HALF + offset);
    for (let at = from; at < to; at++) {
      const byte = v128.load8_splat(at);
      full = step(full, high, byte);
      half = step(half, high, byte);
    }
    v128.store(HALF + offset, half);
  } else {
    for (let at = from; at < to; at++) full = step(full, high, v128.load8_splat(at));
  }
  v128.store(FULL + offset, full);
}

function advance(from: usize, to: usize): void {
  if (from == to) return;
  // The lowest level is never a second part: the level below it would have to win.
  if (lowest < LANES) advanceAt(0, halves > lowest && lowest + 1 < LANES, from, to);
  if (top >= LANES) advanceAt(LANES, halves > lowest && halves >= LANES, from, to);
}

function cut(level: i32): void {
  const count = countAt(level);
  const hash = load<u8>(FULL + level) & 63;
  // Up to here a second part cuts where a first one does.
  if (count == SECOND_WHOLE) {
    store<u8>(HALF + level, hash);
    if (level > halves) halves = level;
  }
  if (count >= SECOND_WHOLE) store<u8>(LAST_HALF + level, load<u8>(HALF + level) & 63);
  if (count < KEPT) {
    store<u8>(PIECES + level * KEPT + count, hash);
    store<u8>(FULL + level, START);
  } else store<u8>(LAST_FULL + level, hash);
  if (count <= KEPT) store<u8>(COUNTS + level, <u8>(count + 1));
}

/** At a trigger of the lowest level, behind which the input has `length` bytes. */
function trigger(twos: i32, length: i64): void {
  const highest = min(twos, LEVELS - 1);
  for (let level = lowest; level <= highest; level++) {
    if (level == top && level < LEVELS - 1) {
      top++;
      store<u8>(FULL + top, load<u8>(FULL + level));
    }
    cut(level);
  }
  const above = lowest + 1;
  if (above < top && countAt(above) >= ENOUGH && <i64>3 * (KEPT + 1) << lowest < length) {
    lowest = above;
  }
}

/** Goes on with the `length` bytes that the window holds. */
export function stream(length: i32): void {
  memory.copy(WINDOW - TAIL_BYTES, TAIL, TAIL_BYTES);
  const highThree = i8x16.splat(<i8>0xe0);
  let level = lowest;
  let need = lowOnes(level);
  let hashed: usize = WINDOW;
  for (let i = 0; i < length; i += 64) {
    const at = WINDOW + i;
    let hits = hitsAt(at, highThree, need);
    if (hits == 0) continue;
    if (length - i < 64) hits &= (<u64>1 << (length - i)) - 1;
    while (hits != 0) {
      const place = at + <usize>ctz(hits);
      hits &= hits - 1;
      const multiple = sumAt(place) + 1;
      // A sum of all ones is followed by 2^32, which 3 does not divide.
      if (multiple == 0 || <i32>ctz(multiple) < lowest || multiple % 3 != 0) continue;
      advance(hashed, place + 1);
      hashed = place + 1;
      trigger(<i32>ctz(multiple), behind + <i64>(hashed - WINDOW));
    }
    if (lowest != level) {
      level = lowest;
      need = lowOnes(level);
    }
  }
  advance(hashed, WINDOW + length);
  memory.copy(TAIL, WINDOW + length - TAIL_BYTES, TAIL_BYTES);
  behind += <i64>length;
}

/** @returns the level of the digest, at or below `guess` */
export function streamLevel(guess: i32): i32 {
  let level = guess;
  while (level > lowest && countAt(level) < ENOUGH) level--;
  return level;
}

/** Writes both parts at that level; returns how many characters they and the colon are. */
export function streamEnd(level: i32): i32 {
  const first = part(level, KEPT, FULL, LAST_FULL, STREAMED);
  store<u8>(STREAMED + first, COLON);
  const above = level + 1;
  const own = countAt(above) >= ENOUGH ? HALF : FULL;
  return first + 1 + part(above, SECOND_WHOLE, own, LAST_HALF, STREAMED + first + 1);
}

/** The last piece ends with the input, or, where the window sums to zero, with a trigger. */
function part(level: i32, most: i32, hashes: usize, lasts: usize, to: usize): i32 {
  const whole = min(countAt(level), most);
  for (let i = 0; i < whole; i++) {
    store<u8>(to + i, load<u8>(LETTERS + <usize>load<u8>(PIECES + level * KEPT + i)));
  }
  let open = load<u8>(lasts + level);
  // The first level without a trigger has the hash of all those above it.
  if (sumAt(TAIL + TAIL_BYTES - 1) != 0) open = load<u8>(hashes + min(level, top)) & 63;
  if (open == NONE) return whole;
  store<u8>(to + whole, load<u8>(LETTERS + <usize>open));
  return whole + 1;
}
