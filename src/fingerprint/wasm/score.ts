import { CHARS_1, CHARS_2, LENGTH_1, LENGTH_2, SSDEEP_BYTES } from './records';

/**
 * Scores of ssdeep digests, as `../ssdeep-score.ts`, one digest against many: each part of
 * the one is turned once into tables that say where each character and which runs stand in it.
 */

/** The digest that others are held against; at first an empty one. */
const held: usize = memory.data(SSDEEP_BYTES, 16);

/** For each of 64 characters the places of a part where it stands, one bit a place. */
const PLACES_1: usize = memory.data(64 * 8, 64);
const PLACES_2: usize = memory.data(64 * 8, 64);

/**
 * One where four characters in a row of a part hash to. With 2^14 places few parts that have none
 * in common look as if they had (58 * 15 / 2^14, one in twenty), and a table fits into a core's
 * first cache.
 */
const HASH_BITS: u32 = 14;
const FOURS_1: usize = memory.data(1 << HASH_BITS, 64);
const FOURS_2: usize = memory.data(1 << HASH_BITS, 64);

/** Up to this level small blocks cap the score: 7 * (B / 3) reaches 100 from B = 45 upwards. */
const CAPPED: i32 = 3;

/** Makes `record` the digest that others are held against. */
export function holdSsdeep(record: usize): void {
  mark(FOURS_1, CHARS_1, LENGTH_1, 0);
  mark(FOURS_2, CHARS_2, LENGTH_2, 0);
  memory.copy(held, record, SSDEEP_BYTES);
  mark(FOURS_1, CHARS_1, LENGTH_1, 1);
  mark(FOURS_2, CHARS_2, LENGTH_2, 1);
  fill(PLACES_1, CHARS_1, LENGTH_1);
  fill(PLACES_2, CHARS_2, LENGTH_2);
}

export function levelHeld(): i32 {
  return load<u8>(held);
}

function mark(fours: usize, start: usize, size: usize, value: u8): void {
  const end = held + start + <usize>load<u8>(held + size);
  for (let at = held + start; at + 4 <= end; at++) store<u8>(fours + hash(at), value);
}

/** Of the four characters at `at`: the upper bits of their product with 2^32 by the golden ratio. */
@inline
function hash(at: usize): usize {
  return <usize>((load<u32>(at) * 0x9e3779b1) >>> (32 - HASH_BITS));
}

function fill(places: usize, start: usize, size: usize): void {
  memory.fill(places, 0, 64 * 8);
  const length = <i32>load<u8>(held + size);
  for (let i = 0; i < length; i++) {
    const at = places + (<usize>load<u8>(held + start + i) << 3);
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
      scoreParts(FOURS_1, PLACES_1, LENGTH_1, record, LENGTH_1, CHARS_1, level),
      scoreParts(FOURS_2, PLACES_2, LENGTH_2, record, LENGTH_2, CHARS_2, level + 1),
    );
  }
  if (level + 1 == other) {
    return scoreParts(FOURS_2, PLACES_2, LENGTH_2, record, LENGTH_1, CHARS_1, other);
  }
  if (other + 1 == level) {
    return scoreParts(FOURS_1, PLACES_1, LENGTH_1, record, LENGTH_2, CHARS_2, level);
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

@inline
function scoreParts(
  fours: usize,
  places: usize,
  heldSize: usize,
  record: usize,
  size: usize,
  start: usize,
  level: i32,
): i32 {
  const m = <i32>load<u8>(record + size);
  if (!mayShareGram(fours, record + start, m)) return 0;
  return scoreLike(places, <i32>load<u8>(held + heldSize), record + start, m, level);
}

/** Parts without a common run of seven characters score 0. */
function scoreLike(places: usize, n: i32, chars: usize, m: i32, level: i32): i32 {
  const common = commonSubsequence(places, n, chars, m);
  if (common == 0) return 0;
  const length = n + m;
  const distance = length - 2 * common;
  const score = 100 - (100 * ((distance * 64) / length)) / 64;
  return level > CAPPED ? score : min(score, (1 << level) * min(n, m));
}

/**
 * Seven characters in a row hold one of the fours that begin at every fourth place. The zeros
 * behind a part's end make at most fours too many.
 */
@inline
function mayShareGram(fours: usize, chars: usize, length: i32): bool {
  const found = anyOf(fours, chars);
  return (length > 32 ? found | anyOf(fours, chars + 32) : found) != 0;
}

@inline
function anyOf(fours: usize, chars: usize): u32 {
  return (
    load<u8>(fours + hash(chars)) |
    load<u8>(fours + hash(chars + 4)) |
    load<u8>(fours + hash(chars + 8)) |
    load<u8>(fours + hash(chars + 12)) |
    load<u8>(fours + hash(chars + 16)) |
    load<u8>(fours + hash(chars + 20)) |
    load<u8>(fours + hash(chars + 24)) |
    load<u8>(fours + hash(chars + 28))
  );
}

/**
 * Length of the longest common subsequence, by bit-parallel dynamic programming (M. Crochemore
 * et al., "A fast and practical bit-vector algorithm for the longest common subsequence
 * problem", 2001); 0 without a common run of seven characters, which is looked for meanwhile:
 * for each place of `chars`, where in the other part the last 1, 2, 4 and 7 characters end.
 */
function commonSubsequence(places: usize, n: i32, chars: usize, m: i32): i32 {
  let v: u64 = ~0;
  let one: u64 = 0;
  let two1: u64 = 0;
  let two2: u64 = 0;
  let four1: u64 = 0;
  let four2: u64 = 0;
  let four3: u64 = 0;
  let seven: u64 = 0;
  const end = chars + <usize>m;
  for (let at = chars; at < end; at++) {
    const now = load<u64>(places + (<usize>load<u8>(at) << 3));
    const u = v & now;
    v = (v + u) | (v & ~u);
    const two = now & (one << 1);
    const four = two & (two2 << 2);
    // The last four, and the four that ended three places before.
    seven |= four & (four3 << 3);
    one = now;
    two2 = two1;
    two1 = two;
    four3 = four2;
    four2 = four1;
    four1 = four;
  }
  if (seven == 0) return 0;
  return 64 - <i32>popcnt(n == 64 ? v : v | (~(<u64>0) << n));
}
