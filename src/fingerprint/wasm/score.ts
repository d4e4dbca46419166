import { CHARS_1, CHARS_2, LENGTH_1, LENGTH_2 } from './records';

/**
 * Scores of ssdeep digests, as `../ssdeep-score.ts`, one digest against many: each part of
 * the one is turned once into a table that says where each character stands in it.
 */

/** For each of 64 characters the places of a part where it stands, one bit a place. */
const PLACES_1: usize = memory.data(64 * 8, 64);
const PLACES_2: usize = memory.data(64 * 8, 64);

/** Parts without a common run of this many characters score 0. */
const GRAM: i32 = 7;
/** Up to this level small blocks cap the score: 7 * (B / 3) reaches 100 from B = 45 upwards. */
const CAPPED: i32 = 3;

let held: usize = 0;

/** Makes `record` the digest that others are held against. */
export function holdSsdeep(record: usize): void {
  held = record;
  fill(PLACES_1, record + CHARS_1, load<u8>(record + LENGTH_1));
  fill(PLACES_2, record + CHARS_2, load<u8>(record + LENGTH_2));
}

function fill(places: usize, chars: usize, length: i32): void {
  memory.fill(places, 0, 64 * 8);
  for (let i = 0; i < length; i++) {
    const at = places + (<usize>load<u8>(chars + i) << 3);
    store<u64>(at, load<u64>(at) | (<u64>1 << i));
  }
}

/** Score of `record` against the digest that is held, 0 to 100. */
export function scoreHeld(record: usize): i32 {
  const level = <i32>load<u8>(held);
  const other = <i32>load<u8>(record);
  if (level == other) {
    if (isSame(record)) return 100;
    return max(
      scoreParts(PLACES_1, LENGTH_1, record, LENGTH_1, CHARS_1, level),
      scoreParts(PLACES_2, LENGTH_2, record, LENGTH_2, CHARS_2, level + 1),
    );
  }
  if (level + 1 == other) {
    return scoreParts(PLACES_2, LENGTH_2, record, LENGTH_1, CHARS_1, other);
  }
  if (other + 1 == level) {
    return scoreParts(PLACES_1, LENGTH_1, record, LENGTH_2, CHARS_2, level);
  }
  return 0;
}

/** Both parts equal; zeros stand behind their ends. */
function isSame(record: usize): bool {
  if (load<u32>(held) != load<u32>(record)) return false;
  let other = v128.xor(v128.load(held, CHARS_1), v128.load(record, CHARS_1));
  for (let i: usize = 16; i < 128; i += 16) {
    other = v128.or(
      other,
      v128.xor(v128.load(held + i, CHARS_1), v128.load(record + i, CHARS_1)),
    );
  }
  return !v128.any_true(other);
}

function scoreParts(
  places: usize,
  heldSize: usize,
  record: usize,
  size: usize,
  start: usize,
  level: i32,
): i32 {
  const n = <i32>load<u8>(held + heldSize);
  const m = <i32>load<u8>(record + size);
  if (n < GRAM || m < GRAM) return 0;
  const chars = record + start;
  if (!sharesGram(places, chars, m)) return 0;
  const length = n + m;
  const distance = length - 2 * commonSubsequence(places, n, chars, m);
  const score = 100 - (100 * ((distance * 64) / length)) / 64;
  return level > CAPPED ? score : min(score, (1 << level) * min(n, m));
}

@inline
function placesOf(places: usize, at: usize): u64 {
  return load<u64>(places + (<usize>load<u8>(at) << 3));
}

/**
 * Seven characters in a row hold one of the triples that begin at every fifth place, and few
 * unrelated parts share any, so these are looked for first.
 */
function sharesGram(places: usize, chars: usize, length: i32): bool {
  for (let i = 0; i + 3 <= length; i += 5) {
    const at = chars + i;
    const ends = (placesOf(places, at) << 2) & (placesOf(places, at + 1) << 1) & placesOf(places, at + 2);
    if (ends != 0) return sharesRun(places, chars, length);
  }
  return false;
}

/** For each place of `chars`, where in the other part the last 1, 2, 4 and 7 characters end. */
function sharesRun(places: usize, chars: usize, length: i32): bool {
  let one: u64 = 0;
  let two1: u64 = 0;
  let two2: u64 = 0;
  let four1: u64 = 0;
  let four2: u64 = 0;
  let four3: u64 = 0;
  for (let i = 0; i < length; i++) {
    const now = placesOf(places, chars + i);
    const two = now & (one << 1);
    const four = two & (two2 << 2);
    // The last four, and the four that ended three places before.
    if ((four & (four3 << 3)) != 0) return true;
    one = now;
    two2 = two1;
    two1 = two;
    four3 = four2;
    four2 = four1;
    four1 = four;
  }
  return false;
}

/**
 * Length of the longest common subsequence, by bit-parallel dynamic programming (M. Crochemore
 * et al., "A fast and practical bit-vector algorithm for the longest common subsequence
 * problem", 2001).
 */
function commonSubsequence(places: usize, n: i32, chars: usize, m: i32): i32 {
  let v: u64 = ~0;
  for (let i = 0; i < m; i++) {
    const u = v & placesOf(places, chars + i);
    v = (v + u) | (v & ~u);
  }
  return 64 - <i32>popcnt(n == 64 ? v : v | (~(<u64>0) << n));
}
