/**
 * Lines from the text pieces of PDF.js.
 *
 * PDF.js breaks lines and inserts the spaces that the drawing positions call for, in the
 * order of the content stream; it marks the last piece of a line with `hasEOL`. That order
 * is kept: sorting by position would tear columns and tables apart. Text outside the page's
 * box never arrives here: PDF.js leaves it out, as a viewer does.
 */
import type { Column, Line } from '../../fingerprint/document.ts';
import { COLUMN_GAP, type PlacedPiece, placeOf } from './segments.ts';

/**
 * Shares of the font size from which the next piece stands somewhere else. PDF.js sees no gap
 * between what ends before a drawing (a form XObject) and what begins in it.
 */
const ELSEWHERE = { up: 0.8, ahead: 1.5, back: 1.5 };
/** What touches in a line may be raised or sunk more: a root and what stands under it. */
const TOUCHING = { gap: 0.1, up: 1.5 };

/** Joins the pieces of one page. */
export class LineJoiner {
  readonly #lines: Line[] = [];
  #open = '';
  #last: PlacedPiece | null = null;
  #columns: Column[] = [];
  #right = 0;

  add(pieces: readonly PlacedPiece[]): void {
    for (const piece of pieces) {
      if (piece.str === undefined) continue;
      if (this.#last && piece.str !== '' && isElsewhere(this.#last, piece)) this.#close();
      if (piece.str.trim() !== '') this.#place(piece);
      this.#open += piece.str;
      if (piece.str !== '') this.#last = piece;
      if (piece.hasEOL) this.#close();
    }
  }

  /** Lines of the page in reading order, empty ones left out. */
  end(): readonly Line[] {
    this.#close();
    return this.#lines;
  }

  #place(piece: PlacedPiece): void {
    const { left, width, size, upright } = placeOf(piece);
    if (!upright) return;
    const apart = this.#columns.length === 0 || left - this.#right > COLUMN_GAP * size;
    if (apart) this.#columns.push({ at: this.#open.trimStart().length, left });
    this.#right = left + width;
  }

  #close(): void {
    // A piece may itself hold line ends where a ToUnicode map says so.
    const texts = this.#open.split(/[\n\r\f\v\u0085\u2028\u2029]+/).map((text) => text.trim());
    const columns = this.#columns[0]?.at === 0 && texts.length === 1 ? this.#columns : null;
    for (const text of texts) {
      if (text !== '') this.#lines.push(columns ? { text, columns } : { text });
    }
    this.#open = '';
    this.#last = null;
    this.#columns = [];
  }
}

function isElsewhere(last: PlacedPiece, piece: PlacedPiece): boolean {
  if (!last.transform || !piece.transform) return false;
  const [before, here] = [placeOf(last), placeOf(piece)];
  if (!before.upright || !here.upright) return false;
  const size = Math.max(before.size, here.size);
  const gap = here.left - before.left - before.width;
  const up = Math.abs(gap) < TOUCHING.gap * size ? TOUCHING.up : ELSEWHERE.up;
  return (
    Math.abs(here.y - before.y) > up * size ||
    gap > ELSEWHERE.ahead * size ||
    gap < -ELSEWHERE.back * size
  );
}
