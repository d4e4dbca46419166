/**
 * Common runs of two ordered lists of 16-bit entries, found by seed and extension as in
 * BLAST (Altschul et al., J. Mol. Biol. 1990).
 *
 * One equal entry means nothing: two lists of 10^4 entries have 10^8 pairs, of which
 * 10^8 / 2^16 = 1,500 are equal by chance. Three in a row are equal by chance in
 * 10^8 / 2^48 = 4 of ten million comparisons.
 */

/** Entries of a seed where nothing else speaks for a match. */
export const SEED = 3;
/** Entries of a seed between two matched runs: 2^22 pairs / 2^32 = one false seed in 1,000 gaps. */
const GAP_SEED = 2;
const GAP_SEED_PAIRS = 2 ** 22;
/**
 * One entry is enough on the diagonal of a neighbouring run in a gap of up to 64 entries, and
 * anywhere in a gap of up to 64 pairs: 64 / 2^16 = one false match in 1,000 gaps. It is what is
 * left of five words between two edits.
 */
const SINGLE_ENTRY_GAP = 64;
/**
 * A seed that stands more often than this is not tried everywhere: rows of a table that
 * repeat r times would cost r^2. It is tried only nearest to where the text is expected.
 */
const MAX_PLACES = 16;

/** `length` entries equal from `s` in the suspect and from `g` in the genuine list. */
export interface Run {
  readonly s: number;
  readonly g: number;
  readonly length: number;
}

/** Entries of both lists that lie between two matched runs; ends exclusive. */
export interface Gap {
  readonly s0: number;
  readonly s1: number;
  readonly g0: number;
  readonly g1: number;
}

/** Steps left; once they are spent, no more runs are looked for. */
export class Budget {
  left: number;
  spent = false;

  constructor(steps: number) {
    this.left = steps;
  }

  /** @returns false, and for ever, once the steps do not suffice */
  take(steps: number): boolean {
    if (this.spent || steps > this.left) {
      this.spent = true;
      return false;
    }
    this.left -= steps;
    return true;
  }
}

/** Places of every seed of a list, ascending. */
export class SeedIndex {
  readonly size: number;
  readonly #numbers = new Map<number, number>();
  readonly #starts: Int32Array;
  readonly #places: Int32Array;

  /** Indexes the seeds that lie wholly in `entries[from, to)`. */
  constructor(entries: Uint16Array, from: number, to: number, size: number) {
    this.size = size;
    const count = Math.max(0, to - from - size + 1);
    const number = new Int32Array(count);
    const sizes: number[] = [];
    for (let k = 0; k < count; k++) {
      const key = seedKey(entries, from + k, size);
      let id = this.#numbers.get(key);
      if (id === undefined) {
        id = sizes.length;
        this.#numbers.set(key, id);
        sizes.push(0);
      }
      number[k] = id;
      sizes[id] = (sizes[id] ?? 0) + 1;
    }
    this.#starts = new Int32Array(sizes.length + 1);
    sizes.forEach((size, id) => {
      this.#starts[id + 1] = (this.#starts[id] ?? 0) + size;
    });
    const next = this.#starts.slice();
    this.#places = new Int32Array(count);
    for (let k = 0; k < count; k++) {
      const id = number[k] as number;
      this.#places[next[id] as number] = from + k;
      next[id] = (next[id] as number) + 1;
    }
  }

  /** Where the seed at `entries[at]` stands: all places, or of many the first from `near` on. */
  places(entries: Uint16Array, at: number, near: number): Int32Array {
    const id = this.#numbers.get(seedKey(entries, at, this.size));
    if (id === undefined) return this.#places.subarray(0, 0);
    const start = this.#starts[id] as number;
    const end = this.#starts[id + 1] as number;
    if (end - start <= MAX_PLACES) return this.#places.subarray(start, end);
    let low = start;
    let high = end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#places[middle] as number) < near) low = middle + 1;
      else high = middle;
    }
    const nearest = Math.min(low, end - 1);
    return this.#places.subarray(nearest, nearest + 1);
  }
}

/** Up to three entries as one exact number below 2^48. */
function seedKey(entries: Uint16Array, at: number, size: number): number {
  let key = 0;
  for (let k = 0; k < size; k++) key = key * 0x10000 + (entries[at + k] as number);
  return key;
}

/**
 * Common runs within a gap. Every run is as long as the gap allows.
 *
 * @param seeds index of the whole genuine list, when the gap is the whole text
 */
export function findRuns(
  suspect: Uint16Array,
  genuine: Uint16Array,
  gap: Gap,
  budget: Budget,
  seeds?: SeedIndex,
): Run[] {
  const { s0, s1, g0, g1 } = gap;
  if (s0 >= s1 || g0 >= g1) return [];
  const runs: Run[] = [];
  const doneUntil = new Map<number, number>();
  for (const diagonal of new Set([g0 - s0, g1 - s1])) {
    for (const run of runsOnDiagonal(suspect, genuine, gap, diagonal, budget)) runs.push(run);
    doneUntil.set(diagonal, s1);
  }
  const size = seeds?.size ?? seedSize((s1 - s0) * (g1 - g0));
  if (s1 - s0 < size || g1 - g0 < size || !budget.take(g1 - g0)) return runs;
  const index = seeds ?? new SeedIndex(genuine, g0, g1, size);

  let expected = g0 - s0;
  for (let i = s0; i + size <= s1; i++) {
    const places = index.places(suspect, i, i + expected);
    if (!budget.take(1 + places.length)) break;
    for (const j of places) {
      const diagonal = j - i;
      const done = doneUntil.get(diagonal) ?? s0;
      if (done > i) continue;
      let start = i;
      while (start > done && start + diagonal > g0) {
        if (suspect[start - 1] !== genuine[start - 1 + diagonal]) break;
        start--;
      }
      let end = i + size;
      while (end < s1 && end + diagonal < g1 && suspect[end] === genuine[end + diagonal]) end++;
      doneUntil.set(diagonal, end);
      runs.push({ s: start, g: start + diagonal, length: end - start });
      if (!budget.take(end - start)) break;
      expected = diagonal;
    }
  }
  return runs;
}

/** Entries of a seed in a gap of so many pairs. */
function seedSize(pairs: number): number {
  if (pairs <= SINGLE_ENTRY_GAP) return 1;
  return pairs <= GAP_SEED_PAIRS ? GAP_SEED : SEED;
}

function runsOnDiagonal(
  suspect: Uint16Array,
  genuine: Uint16Array,
  { s0, s1, g0, g1 }: Gap,
  diagonal: number,
  budget: Budget,
): Run[] {
  const from = Math.max(s0, g0 - diagonal);
  const to = Math.min(s1, g1 - diagonal);
  const runs: Run[] = [];
  if (to <= from || !budget.take(to - from)) return runs;
  const needed = to - from <= SINGLE_ENTRY_GAP ? 1 : GAP_SEED;
  for (let i = from; i < to; i++) {
    const start = i;
    while (i < to && suspect[i] === genuine[i + diagonal]) i++;
    if (i - start >= needed) runs.push({ s: start, g: start + diagonal, length: i - start });
  }
  return runs;
}
