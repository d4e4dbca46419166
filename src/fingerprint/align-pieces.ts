import { BREAK, bestChain } from './align-chain.ts';
import { type Budget, findRuns, type Gap, type Run, SEED, SeedIndex } from './align-runs.ts';
import { SHINGLE_WORDS } from './shingle.ts';

/**
 * Tokens of the suspect that stand in the genuine text; ends exclusive. In what `sharedPieces`
 * returns the empty words before the first and after the last token count as tokens too.
 */
export interface Piece {
  readonly kind: 'same' | 'moved';
  readonly start: number;
  readonly end: number;
  readonly genuineStart: number;
  readonly genuineEnd: number;
}

/** Gaps between runs are searched again, with shorter seeds, this many times. */
const GAP_ROUNDS = 4;
/**
 * Of these the last ones go over to another diagonal for a run of two entries already: what is left
 * by then are short runs each on its own, such as the titles between the numbers of a list.
 */
const SHORT_ROUNDS = 2;
const SHORT_BREAK = 1;
/** Tokens an entry reaches beyond its own place. */
const REACH = SHINGLE_WORDS - 1;
/** Empty words stand in places 0 to 3, the first token in place 4: the run that holds only them. */
const START: Run = { s: 0, g: 0, length: 0 };

/**
 * All that the suspect shares with the genuine text, in its order and without overlap.
 *
 * What rises in both texts is `same`; a run of seven tokens or more that stands elsewhere in
 * the genuine text is `moved`.
 */
export function sharedPieces(suspect: Uint16Array, genuine: Uint16Array, budget: Budget): Piece[] {
  const whole = { s0: 0, s1: suspect.length, g0: 0, g1: genuine.length };
  if (!budget.take(genuine.length)) return [];
  const seeds = new SeedIndex(genuine, 0, genuine.length, SEED);
  const chain = chainIn(suspect, genuine, whole, budget, GAP_ROUNDS, seeds);
  const end: Run = { s: suspect.length, g: genuine.length, length: 0 };
  const same = inTokens([START, ...chain, end]);

  const covered = new Uint8Array(genuine.length + REACH);
  for (const piece of same) covered.fill(1, piece.genuineStart, piece.genuineEnd);
  const pieces: Piece[] = [];
  let from = 0;
  for (const piece of same) {
    const moved = movedIn(suspect, genuine, from, piece.start, seeds, covered, budget);
    for (const one of moved) pieces.push(one);
    pieces.push(piece);
    from = piece.end;
  }
  return pieces;
}

function chainIn(
  suspect: Uint16Array,
  genuine: Uint16Array,
  gap: Gap,
  budget: Budget,
  rounds: number,
  seeds?: SeedIndex,
): Run[] {
  const runs = findRuns(suspect, genuine, gap, budget, seeds);
  const chain = bestChain(runs, budget, rounds < SHORT_ROUNDS ? SHORT_BREAK : BREAK);
  if (rounds === 0 || chain.length === 0) return chain;
  const filled: Run[] = [];
  let { s0, g0 } = gap;
  for (const run of chain) {
    // Only entries of words that neither neighbour holds already.
    const between = { s0, s1: run.s - REACH, g0, g1: run.g - REACH };
    for (const one of chainIn(suspect, genuine, between, budget, rounds - 1)) filled.push(one);
    filled.push(run);
    s0 = run.s + run.length + REACH;
    g0 = run.g + run.length + REACH;
  }
  const after = { s0, s1: gap.s1, g0, g1: gap.g1 };
  return [...filled, ...chainIn(suspect, genuine, after, budget, rounds - 1)];
}

/**
 * Tokens covered by the runs of a chain, of which the first and the last hold the empty words at
 * the ends only: so a word that an entry equal by chance would hide is found there as elsewhere.
 *
 * An entry covers five tokens, so two runs can claim the same ones. When a word is repeated
 * next to itself, both runs hold it and the later gives way: of "the the" the second is the
 * one added.
 */
function inTokens(chain: readonly Run[]): Piece[] {
  const pieces: Piece[] = [];
  let previous: Run | null = null;
  for (const run of chain) {
    let skip = 0;
    const last = pieces.at(-1);
    if (previous && last) {
      const lost = run.s - previous.s - previous.length;
      const straight = run.g - run.s === previous.g - previous.s;
      if (straight && lost > 0 && lost < SHINGLE_WORDS) {
        // Something changed here, or the entries would agree; they are fewer than five
        // because others agree by chance. The word is in every entry that does not.
        const end = run.s - 1;
        skip = SHINGLE_WORDS - lost;
        pieces[pieces.length - 1] = shortenedTo(last, end);
      } else {
        skip = Math.max(0, last.end - run.s, last.genuineEnd - run.g);
      }
    }
    pieces.push({
      kind: 'same',
      start: run.s + skip,
      end: run.s + run.length + REACH,
      genuineStart: run.g + skip,
      genuineEnd: run.g + run.length + REACH,
    });
    previous = run;
  }
  return pieces.filter((piece) => piece.end > piece.start);
}

function shortenedTo(piece: Piece, end: number): Piece {
  const kept = Math.max(piece.start, Math.min(piece.end, end));
  return { ...piece, end: kept, genuineEnd: piece.genuineStart + kept - piece.start };
}

/**
 * Runs in `suspect tokens [from, to)` that stand anywhere in the genuine text, from left to
 * right, each the longest there is, and of equals one not used yet.
 *
 * Only whole runs of tokens outside the chain count: an amount taken from another row has
 * the row's words around it, and must stay an alteration.
 */
function movedIn(
  suspect: Uint16Array,
  genuine: Uint16Array,
  from: number,
  to: number,
  seeds: SeedIndex,
  covered: Uint8Array,
  budget: Budget,
): Piece[] {
  const pieces: Piece[] = [];
  const end = to - REACH;
  let expected = 0;
  for (let i = from; i + SEED <= end; ) {
    const places = seeds.places(suspect, i, i + expected);
    let best = 0;
    let at = -1;
    for (const place of places) {
      let length = SEED;
      while (
        i + length < end &&
        place + length < genuine.length &&
        suspect[i + length] === genuine[place + length]
      ) {
        length++;
      }
      budget.take(length);
      const fresh = length === best && covered[place] === 0 && covered[at] === 1;
      if (length > best || fresh) [best, at] = [length, place];
    }
    if (!budget.take(1)) break;
    if (at < 0) {
      i++;
      continue;
    }
    const width = best + REACH;
    const [start, genuineStart] = [i, at];
    pieces.push({
      kind: 'moved',
      start,
      end: start + width,
      genuineStart,
      genuineEnd: genuineStart + width,
    });
    covered.fill(1, genuineStart, genuineStart + width);
    expected = at - i;
    i += width;
  }
  return pieces;
}
