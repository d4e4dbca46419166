import { type Piece, sharedPieces } from './align-pieces.ts';
import { Budget } from './align-runs.ts';
import { type Segment, segmentsOf } from './align-segments.ts';
import { PADDING } from './shingle.ts';

export type { Segment, SegmentKind } from './align-segments.ts';

/**
 * Where a suspect text departs from a genuine one, from their ordered shingle entries alone
 * (`docs/adr/0003-sixteen-bit-entries.md`).
 *
 * What comes out are positions and counts, never an entry: it may be told to whoever sent
 * the suspect's entries.
 */

export interface Alignment {
  /** In suspect order; together they hold every token of the suspect once. */
  readonly segments: readonly Segment[];
  readonly suspectTokens: number;
  readonly genuineTokens: number;
  /** Share of the suspect's tokens that stand in the genuine text, 0 to 1. */
  readonly suspectShare: number;
  /** Share of the genuine tokens that stand in the suspect, 0 to 1. */
  readonly genuineShare: number;
  /**
   * False when the work was cut off: what is `same` or `moved` is so, what is not may only not
   * have been found.
   */
  readonly complete: boolean;
  /**
   * The lines that a reading of the suspect takes for running headers and footers are those of the
   * genuine document: said by who knows its digests.
   */
  readonly runningLines?: boolean;
}

export interface AlignOptions {
  /** Bound on the work, by default `BASE_STEPS + STEPS_PER_ENTRY` for each entry. */
  readonly steps?: number;
}

/**
 * Two texts cost 6 to 10 steps an entry. The dearest lists found, random ones of twelve values
 * (66) and a period that stands sixteen times (the most that is tried, 50), stay below.
 */
const STEPS_PER_ENTRY = 128;
const BASE_STEPS = 2 ** 16;

/**
 * Aligns the ordered entries of two texts, n + 4 for a text of n tokens and none for an empty one.
 *
 * Exact to the token, the first and the last as any other: one changed word destroys the five
 * entries that hold it, and is named alone. Two edits with fewer than five tokens between them
 * leave no entry between them, and are named as one. An entry equal by chance beside an edit, 2 in
 * 2^16 edits, shifts one end of what is named by a token.
 *
 * Time is O((n + m) log m) and bounded by `steps` for any input.
 *
 * @throws RangeError for a list of one to four entries, which no text has
 */
export function align(
  suspect: Uint16Array,
  genuine: Uint16Array,
  options: AlignOptions = {},
): Alignment {
  const entries = suspect.length + genuine.length;
  const budget = new Budget(options.steps ?? BASE_STEPS + STEPS_PER_ENTRY * entries);
  const suspectTokens = tokensOf(suspect);
  const genuineTokens = tokensOf(genuine);
  const pieces =
    suspectTokens > 0 && genuineTokens > 0
      ? withoutPadding(sharedPieces(suspect, genuine, budget), suspectTokens, genuineTokens)
      : [];

  const segments = segmentsOf(pieces, suspectTokens, genuineTokens);
  const standing = pieces.reduce((sum, piece) => sum + piece.end - piece.start, 0);
  const missing = segments.reduce((sum, segment) => sum + segment.missing, 0);
  return {
    segments,
    suspectTokens,
    genuineTokens,
    suspectShare: suspectTokens === 0 ? 0 : standing / suspectTokens,
    genuineShare: genuineTokens === 0 ? 0 : 1 - missing / genuineTokens,
    complete: !budget.spent,
  };
}

/**
 * Whether words agree and something else does not: punctuation, case, hyphens or spacing, which
 * tokens leave out.
 *
 * Every word lies in five entries: to replace one unseen, whoever holds the genuine text needs
 * another that agrees in all 80 bits.
 *
 * @param sameBody whether the `body` digests of the two texts are equal
 */
export function differsOnlyInMarks(alignment: Alignment, sameBody: boolean): boolean {
  return (
    !sameBody &&
    alignment.complete &&
    alignment.suspectTokens === alignment.genuineTokens &&
    alignment.segments.every((segment) => segment.kind === 'same')
  );
}

function tokensOf(entries: Uint16Array): number {
  if (entries.length === 0) return 0;
  if (entries.length <= PADDING) throw new RangeError('a text has no entries or more than four');
  return entries.length - PADDING;
}

/** Pieces in places of real tokens; what of them lies in the empty words is left out. */
function withoutPadding(pieces: readonly Piece[], suspect: number, genuine: number): Piece[] {
  return pieces
    .map((piece) => {
      const start = piece.start - PADDING;
      const genuineStart = piece.genuineStart - PADDING;
      const front = Math.max(0, -start, -genuineStart);
      const length = Math.min(piece.end - piece.start, suspect - start, genuine - genuineStart);
      return {
        kind: piece.kind,
        start: start + front,
        end: start + length,
        genuineStart: genuineStart + front,
        genuineEnd: genuineStart + length,
      };
    })
    .filter((piece) => piece.end > piece.start);
}
