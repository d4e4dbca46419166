import type { Budget, Run } from './align-runs.ts';

/**
 * The heaviest chain of common runs that rises in both lists: a longest common
 * subsequence built from runs (Hunt and Szymanski, CACM 1977, with the prefix maximum in a
 * Fenwick tree), O(p log m) for p equal pairs in the runs.
 *
 * Runs may overlap; the chain leaves one for another in the middle where that is best.
 */

/**
 * What going over to another diagonal costs, in entries. A passage that is repeated breaks the
 * four entries across the place where it was put in. Its copy has them too, but a detour
 * through the copy tears it in two, so a break costs more than four.
 */
export const BREAK = 4.25;
/** Steps a pair costs: one look-up and one update of the tree. */
const PAIR_STEPS = 4;

/**
 * @param breakCost what going over to another diagonal costs
 * @returns parts of the runs, rising in both lists and without overlap in either; pairs
 *   that follow each other on one diagonal are in one run
 */
export function bestChain(runs: readonly Run[], budget: Budget, breakCost = BREAK): Run[] {
  const kept = affordable(runs, budget);
  if (kept.length <= 1) return kept;
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  for (const run of kept) {
    from = Math.min(from, run.g);
    to = Math.max(to, run.g + run.length);
  }
  const tree = new PrefixMaximum(to - from);

  const firstPair: number[] = [];
  let pairs = 0;
  for (const run of kept) {
    firstPair.push(pairs);
    pairs += run.length;
  }
  /** Pair before this one in the chain, -1 for none. */
  const before = new Int32Array(pairs);
  const runOf = (pair: number): number => lastAtMost(firstPair, pair);

  const score = new Float64Array(kept.length);
  /** Best chain so far that ends on a diagonal: going on there is no break. */
  const onDiagonal = new Map<number, { score: number; pair: number }>();
  let active: number[] = [];
  let next = 0;
  let best = 0;
  let last = -1;
  let i = 0;
  while (active.length > 0 || next < kept.length) {
    if (active.length === 0) i = (kept[next] as Run).s;
    while (next < kept.length && (kept[next] as Run).s === i) active.push(next++);
    for (const r of active) {
      const run = kept[r] as Run;
      const pair = (firstPair[r] as number) + i - run.s;
      let found = tree.query(run.g + i - run.s - from);
      let jump = found < 0 ? 0 : Math.max(0, tree.score - breakCost);
      if (jump === 0) found = -1;
      const straight = i === run.s ? onDiagonal.get(run.g - run.s) : undefined;
      if (straight && straight.score > jump) ({ score: jump, pair: found } = straight);
      // Of equals the later break: a passage put behind its twin is then in one piece.
      if (i > run.s && (score[r] as number) > jump) before[pair] = pair - 1;
      else {
        before[pair] = found;
        score[r] = jump;
      }
      score[r] = (score[r] as number) + 1;
      if ((score[r] as number) > best) {
        best = score[r] as number;
        last = pair;
      }
    }
    for (const r of active) {
      const run = kept[r] as Run;
      const pair = (firstPair[r] as number) + i - run.s;
      tree.update(run.g + i - run.s - from, score[r] as number, pair);
    }
    i++;
    active = active.filter((r) => {
      const run = kept[r] as Run;
      if (run.s + run.length > i) return true;
      const pair = (firstPair[r] as number) + run.length - 1;
      const reached = onDiagonal.get(run.g - run.s)?.score ?? 0;
      const ended = { score: score[r] as number, pair };
      if (ended.score > reached) onDiagonal.set(run.g - run.s, ended);
      return false;
    });
  }

  const chain: Run[] = [];
  while (last >= 0) {
    const r = runOf(last);
    const first = firstPair[r] as number;
    let start = last;
    while (start > first && before[start] === start - 1) start--;
    const run = kept[r] as Run;
    chain.push({ s: run.s + start - first, g: run.g + start - first, length: last - start + 1 });
    last = before[start] as number;
  }
  return chain.reverse();
}

/** All runs, or the longest that the budget pays for; in order of the suspect. */
function affordable(runs: readonly Run[], budget: Budget): Run[] {
  const inOrder = (a: Run, b: Run): number => a.s - b.s || a.g - b.g;
  const total = runs.reduce((sum, run) => sum + run.length, 0);
  const pays = budget.left >= total * PAIR_STEPS;
  if (pays) {
    budget.left -= total * PAIR_STEPS;
    return [...runs].sort(inOrder);
  }
  budget.spent = true;
  const kept: Run[] = [];
  for (const run of [...runs].sort((a, b) => b.length - a.length || inOrder(a, b))) {
    if (budget.left < run.length * PAIR_STEPS) break;
    budget.left -= run.length * PAIR_STEPS;
    kept.push(run);
  }
  return kept.sort(inOrder);
}

function lastAtMost(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ascending[middle] as number) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Best score at any place before a given one (Fenwick, 1994). */
class PrefixMaximum {
  /** Score of the pair that `query` returned. */
  score = 0;
  readonly #scores: Float64Array;
  readonly #pairs: Int32Array;

  constructor(size: number) {
    this.#scores = new Float64Array(size + 1);
    this.#pairs = new Int32Array(size + 1).fill(-1);
  }

  /** Best pair at a place below `place`, -1 for none. */
  query(place: number): number {
    let pair = -1;
    this.score = 0;
    for (let k = place; k > 0; k &= k - 1) {
      if ((this.#scores[k] as number) > this.score) {
        this.score = this.#scores[k] as number;
        pair = this.#pairs[k] as number;
      }
    }
    return pair;
  }

  update(place: number, score: number, pair: number): void {
    for (let k = place + 1; k < this.#scores.length; k += k & -k) {
      if ((this.#scores[k] as number) < score) {
        this.#scores[k] = score;
        this.#pairs[k] = pair;
      }
    }
  }
}
