import { sharedPieces } from './align-pieces.ts';
import { Budget } from './align-runs.ts';
import { type Segment, segmentsOf } from './align-segments.ts';
import { SHINGLE_WORDS } from './shingle.ts';

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
   * False when the work was cut off or a text is too short for entries: what is `same` or
   * `moved` is so, what is not may only not have been found.
   */
  readonly complete: boolean;
}

export interface AlignOptions {
  /** Tokens of a text without entries, which has at most four; by default not known. */
  readonly suspectTokens?: number;
  readonly genuineTokens?: number;
  /** Bound on the work, by default `BASE_STEPS + STEPS_PER_ENTRY` for each entry. */
  readonly steps?: number;
}

/**
 * Two texts cost 6 to 10 steps an entry. The dearest lists found, random ones of twelve values
 * or a period that stands sixteen times (the most that is tried), cost 52.
 */
const STEPS_PER_ENTRY = 128;
const BASE_STEPS = 2 ** 16;

/**
 * Aligns two lists of ordered entries, one per run of five tokens.
 *
 * Exact to the token: one changed word destroys the five entries that hold it, and is named
 * alone. Two edits with fewer than five tokens between them leave no entry between them, and
 * are named as one. An entry equal by chance beside an edit, 2 in 2^16 edits, shifts one end of
 * what is named by a token; the first and the last token stand in one entry only, so a change
 * of one of them is missed once in 2^16.
 *
 * Time is O((n + m) log m) and bounded by `steps` for any input.
 */
export function align(
  suspect: Uint16Array,
  genuine: Uint16Array,
  options: AlignOptions = {},
): Alignment {
  const entries = suspect.length + genuine.length;
  const budget = new Budget(options.steps ?? BASE_STEPS + STEPS_PER_ENTRY * entries);
  const suspectTokens = tokensOf(suspect, options.suspectTokens);
  const genuineTokens = tokensOf(genuine, options.genuineTokens);
  const comparable = suspect.length > 0 && genuine.length > 0;
  const pieces = comparable ? sharedPieces(suspect, genuine, budget) : [];

  const segments = segmentsOf(pieces, suspectTokens, genuineTokens);
  const standing = pieces.reduce((sum, piece) => sum + piece.end - piece.start, 0);
  const missing = segments.reduce((sum, segment) => sum + segment.missing, 0);
  // Of one to four tokens without an entry nobody can say where they stand.
  const empty = suspectTokens === 0 || genuineTokens === 0;
  const known =
    (suspect.length > 0 || options.suspectTokens !== undefined) &&
    (genuine.length > 0 || options.genuineTokens !== undefined);
  return {
    segments,
    suspectTokens,
    genuineTokens,
    suspectShare: suspectTokens === 0 ? 0 : standing / suspectTokens,
    genuineShare: genuineTokens === 0 ? 0 : 1 - missing / genuineTokens,
    complete: comparable ? !budget.spent : known && empty,
  };
}

/**
 * Whether words agree and something else does not: punctuation, case, hyphens or spacing, which
 * tokens leave out.
 *
 * Say "words equal" with care: the first and the last token are held by one entry of 16 bits
 * each, and a forger can search for another last word with the same entry.
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

function tokensOf(entries: Uint16Array, stated: number | undefined): number {
  if (entries.length > 0) return entries.length + SHINGLE_WORDS - 1;
  const tokens = stated ?? 0;
  if (!Number.isInteger(tokens) || tokens < 0 || tokens >= SHINGLE_WORDS) {
    throw new RangeError('a text without entries has 0 to 4 tokens');
  }
  return tokens;
}
