/**
 * Triggers of an ssdeep digest: places where pieces end. The twin is `Triggers` of
 * `../ssdeep-scan.ts`, which says what a level is.
 */

/** Triggers whose places are kept at each level: as many as a part has whole pieces. */
export const KEPT: i32 = 63;
/** Triggers that a level needs, unless it is the lowest: half of what a part can hold. */
export const ENOUGH: i32 = 32;
const LEVELS: i32 = 33;

const COUNTS: usize = memory.data(LEVELS * 4, 16);
const LASTS: usize = memory.data(LEVELS * 8, 16);
const PLACES: usize = memory.data(LEVELS * KEPT * 8, 16);

/** Lowest level whose triggers are still counted. */
export let lowest: i32 = 0;
let highest: i32 = 0;

export function resetTriggers(from: i32, to: i32): void {
  lowest = from;
  highest = to;
  memory.fill(COUNTS, 0, LEVELS * 4);
}

/**
 * Notes a trigger behind which the input has `end` bytes; `multiple` is the window's sum plus
 * one, a multiple of the lowest block size.
 */
export function addTrigger(end: i64, multiple: u32): void {
  const top = min(<i32>ctz(multiple), highest);
  for (let level = lowest; level <= top; level++) {
    const count = load<i32>(COUNTS + (<usize>level << 2));
    if (count < KEPT) store<i64>(PLACES + (<usize>(level * KEPT + count) << 3), end);
    // Only counts up to one more than are kept matter; none can overflow.
    if (count <= KEPT) store<i32>(COUNTS + (<usize>level << 2), count + 1);
    store<i64>(LASTS + (<usize>level << 3), end);
  }
  // With enough triggers one level up, and that level one that may be chosen, the lowest never
  // is: what it would still find need not be looked for.
  while (lowest + 1 < highest && countAt(lowest + 1) >= ENOUGH) lowest++;
}

export function countAt(level: i32): i32 {
  return load<i32>(COUNTS + (<usize>level << 2));
}

/** Highest level below the highest scanned with enough triggers; -1 if there is none. */
export function chosenLevel(): i32 {
  for (let level = highest - 1; level >= lowest; level--) {
    if (countAt(level) >= ENOUGH) return level;
  }
  return -1;
}

/**
 * Writes the ends of the pieces of a part at `level` to `target` and how many they are: one
 * behind each of the first `whole` triggers, then the end of the input. When the window there
 * sums to zero the last piece ends behind the last trigger instead, and without a further
 * trigger there is none.
 */
export function pieceEnds(level: i32, whole: i32, length: i64, sum: u32, target: usize): i32 {
  const count = countAt(level);
  const kept = min(count, whole);
  memory.copy(target, PLACES + (<usize>(level * KEPT) << 3), <usize>kept << 3);
  const behind = target + (<usize>kept << 3);
  if (sum != 0) store<i64>(behind, length);
  else if (count > whole) store<i64>(behind, load<i64>(LASTS + (<usize>level << 3)));
  else return kept;
  return kept + 1;
}
