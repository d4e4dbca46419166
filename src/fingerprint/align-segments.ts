import type { Piece } from './align-pieces.ts';

/** What became of a run of tokens. */
export type SegmentKind = 'same' | 'changed' | 'added' | 'removed' | 'moved';

/** Tokens of the suspect from `start` to before `end`; `removed` holds none. */
export interface Segment {
  /**
   * `same`: in the genuine text, in its order. `moved`: in the genuine text, elsewhere, or once
   * more. `changed`: genuine tokens are missing where these stand. `added`: none is missing.
   * `removed`: genuine tokens are missing before token `start`.
   */
  readonly kind: SegmentKind;
  readonly start: number;
  readonly end: number;
  /** Genuine tokens: where they stand, or which are missing; null for `added`. */
  readonly genuineStart: number | null;
  readonly genuineEnd: number | null;
  /** Genuine tokens missing here: `genuineEnd - genuineStart` for `changed` and `removed`. */
  readonly missing: number;
}

/** Genuine tokens that stand nowhere in the suspect; end exclusive. */
interface Missing {
  readonly start: number;
  readonly end: number;
}

/**
 * Segments of the suspect, from what it shares with the genuine text.
 *
 * What is missing from the genuine text is looked for where its neighbours are: a hole in
 * the genuine text belongs to the hole in the suspect beside the same piece. Where a passage
 * was moved away, the neighbours before and after may lie far apart.
 *
 * @param pieces in suspect order, without overlap in the suspect
 */
export function segmentsOf(
  pieces: readonly Piece[],
  suspectTokens: number,
  genuineTokens: number,
): Segment[] {
  const holes = holesOf(pieces, suspectTokens, genuineTokens);
  const segments: Segment[] = [];
  let from = 0;
  for (let k = 0; k <= pieces.length; k++) {
    const piece = pieces[k];
    const to = piece?.start ?? suspectTokens;
    const [first, ...others] = holes[k] ?? [];
    if (to > from) segments.push(altered(from, to, first));
    else if (first) segments.push(altered(to, to, first));
    for (const other of others) segments.push(altered(to, to, other));
    if (piece) {
      const last = segments.at(-1);
      if (last && continues(last, piece)) {
        segments[segments.length - 1] = {
          ...last,
          end: piece.end,
          genuineEnd: piece.genuineEnd,
        };
      } else segments.push({ ...piece, missing: 0 });
      from = piece.end;
    }
  }
  return segments;
}

function altered(start: number, end: number, hole: Missing | undefined): Segment {
  const kind = end === start ? 'removed' : hole ? 'changed' : 'added';
  const genuineStart = hole?.start ?? null;
  const genuineEnd = hole?.end ?? null;
  return { kind, start, end, genuineStart, genuineEnd, missing: hole ? hole.end - hole.start : 0 };
}

function continues(last: Segment, piece: Piece): boolean {
  return (
    last.kind === piece.kind && last.end === piece.start && last.genuineEnd === piece.genuineStart
  );
}

/**
 * Missing tokens by place: `holes[k]` are those between `pieces[k - 1]` and `pieces[k]`, the
 * one that the suspect's own hole answers to first.
 */
function holesOf(
  pieces: readonly Piece[],
  suspectTokens: number,
  genuineTokens: number,
): Missing[][] {
  const holes: Missing[][] = Array.from({ length: pieces.length + 1 }, () => []);
  const isOpen = (k: number): boolean =>
    (pieces[k]?.start ?? suspectTokens) > (pieces[k - 1]?.end ?? 0) && holes[k]?.length === 0;

  // Pieces that end or start at a genuine token; the text's own order has the last word.
  const endingAt = new Map<number, number>();
  const startingAt = new Map<number, number>();
  for (const kind of ['moved', 'same']) {
    pieces.forEach((piece, k) => {
      if (piece.kind !== kind) return;
      endingAt.set(piece.genuineEnd, k);
      startingAt.set(piece.genuineStart, k);
    });
  }
  for (const hole of missingTokens(pieces, genuineTokens)) {
    const before = hole.start === 0 ? -1 : (endingAt.get(hole.start) ?? -1);
    const after =
      hole.end === genuineTokens ? pieces.length : (startingAt.get(hole.end) ?? pieces.length);
    const afterBefore = before + 1;
    const inOrder = before === -1 || pieces[before]?.kind === 'same';
    let k = inOrder ? afterBefore : after;
    if (afterBefore !== after && !isOpen(k)) {
      const other = inOrder ? after : afterBefore;
      if (isOpen(other)) k = other;
    }
    holes[k]?.push(hole);
  }
  return holes;
}

function missingTokens(pieces: readonly Piece[], genuineTokens: number): Missing[] {
  const missing: Missing[] = [];
  let from = 0;
  for (const piece of [...pieces].sort((a, b) => a.genuineStart - b.genuineStart)) {
    if (piece.genuineStart > from) missing.push({ start: from, end: piece.genuineStart });
    from = Math.max(from, piece.genuineEnd);
  }
  if (genuineTokens > from) missing.push({ start: from, end: genuineTokens });
  return missing;
}
