/**
 * Where the pieces of a page's text stand (ISO 32000-1, 9.4.4): runs of text on one base line
 * without a wide gap, as a reader sees them. They serve other orders of reading (`blocks.ts`,
 * `edges.ts`); the text itself keeps the order of the content stream (`lines.ts`).
 */

/** A run of text; points in the page's own space, `y` the base line, growing upwards. */
export interface Segment {
  text: string;
  readonly left: number;
  right: number;
  readonly y: number;
  readonly size: number;
}

/** What is used of a PDF.js `TextItem`; marked-content items have no `str`. */
export interface PlacedPiece {
  readonly str?: string;
  readonly hasEOL?: boolean;
  readonly transform?: readonly number[];
  readonly width?: number;
  readonly height?: number;
}

/** A gap wider than this share of the font size may part columns; word spaces are a quarter. */
export const COLUMN_GAP = 0.45;
/** Pieces off the base line by less are raised or lowered signs of the same run. */
export const SAME_LINE = 0.5;
/** A page of a newspaper has some thousand; more are not put in another order. */
export const MAX_SEGMENTS = 5000;

/** Where a piece of text stands; points in the page's own space. */
interface PiecePlace {
  readonly left: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  /** Turned or slanted text, and what gives no place, would make any order a guess. */
  readonly upright: boolean;
}

/** Reads the place of a piece off its text matrix (ISO 32000-1, 9.4.4). */
export function placeOf({ transform = [], width = 0, height = 0 }: PlacedPiece): PiecePlace {
  const [a = 0, b = 0, c = 0, d = 0, left = 0, y = 0] = transform;
  const size = height > 0 ? height : Math.hypot(c, d);
  const upright = a > 0 && b === 0 && [left, y, width, size].every(Number.isFinite);
  return { left, y, width, size, upright };
}

/** Collects the runs of one page. */
export class SegmentJoiner {
  readonly #segments: Segment[] = [];
  #open: Segment | null = null;
  #ended = true;
  /** Set by turned text and by too much of it: other orders would be a guess. */
  #lost = false;

  add(pieces: readonly PlacedPiece[]): void {
    if (this.#lost) return;
    for (const piece of pieces) {
      if (piece.str !== undefined && piece.str !== '') this.#place(piece.str, piece);
      if (piece.hasEOL) this.#ended = true;
    }
    if (this.#segments.length > MAX_SEGMENTS) this.#lost = true;
  }

  /** Null where the places of the page's text cannot be told. */
  end(): readonly Segment[] | null {
    return this.#lost ? null : this.#segments;
  }

  #place(text: string, piece: PlacedPiece): void {
    const { left, y, width, size, upright } = placeOf(piece);
    const open = this.#open;
    if (text.trim() === '') {
      if (open && !this.#ended && left + width - open.right <= open.size * COLUMN_GAP) {
        open.text += ' ';
        open.right = Math.max(open.right, left + width);
      }
      return;
    }
    if (!upright) this.#lost = true;
    if (open && !this.#ended && follows(open, left, y)) {
      open.text += text;
      open.right = Math.max(open.right, left + width);
      return;
    }
    this.#open = { text, left, right: left + width, y, size };
    this.#segments.push(this.#open);
    this.#ended = false;
  }
}

function follows(open: Segment, left: number, y: number): boolean {
  if (Math.abs(y - open.y) > open.size * SAME_LINE) return false;
  const gap = left - open.right;
  return gap <= open.size * COLUMN_GAP && gap >= -open.size;
}
