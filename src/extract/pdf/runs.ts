/**
 * Runs of text with blanks where gaps call for them, by place and not as PDF.js has them: a
 * change of size ends a word at a gap that would not end it otherwise. Programs that turn PDFs
 * into text part "1 The" at the mark of a note, and "G AULLE" in capitals of two sizes.
 */
import { MAX_SEGMENTS, type PlacedPiece, placeOf, SAME_LINE, type Segment } from './segments.ts';

/**
 * Shares of the font size from which a gap is a blank: measured on 60 documents in output of
 * pdftotext 22.12, between 0.096 and 0.102 within one size, between 0.025 and 0.031 of the
 * larger of two.
 */
const BLANK = 0.1;
const BLANK_OF_TWO = 0.03;
/** What is nearer than this share of the size, and on the line, goes on; columns are wider apart. */
export const RUN_GAP = 0.7;
const OVERLAP = 0.5;
/** Sizes and base lines within this share are one. */
const SAME_SIZE = 0.03;
const LEVEL = 0.02;

type Run = { -readonly [field in keyof Segment]: Segment[field] };
type Place = Pick<Segment, 'right' | 'y' | 'size'>;

/** Collects the runs of one page in the order of the content stream. */
export class RunJoiner {
  readonly #runs: Run[] = [];
  #last: Place | null = null;
  #lost = false;

  add(pieces: readonly PlacedPiece[]): void {
    for (const piece of pieces) {
      if (!this.#lost && piece.str !== undefined && piece.str.trim() !== '') {
        this.#place(piece.str, piece);
      }
    }
    if (this.#runs.length > MAX_SEGMENTS) this.#lost = true;
  }

  /** Null where the places of the page's text cannot be told. */
  end(): readonly Segment[] | null {
    return this.#lost ? null : this.#runs;
  }

  #place(str: string, piece: PlacedPiece): void {
    const { left, y, width, size, upright } = placeOf(piece);
    if (!upright) this.#lost = true;
    const right = left + width;
    const open = this.#runs.at(-1);
    const last = this.#last;
    this.#last = { right, y, size };
    if (!open || !last || !goesOn(open, last, left, y, size)) {
      this.#runs.push({ text: str.trim(), left, right, y, size });
      return;
    }
    const blank = /^\s/.test(str) || left - last.right > blankFrom(last, y, size);
    open.text += (blank ? ' ' : '') + str.trim();
    open.right = Math.max(open.right, right);
    if (size > open.size) Object.assign(open, { y, size });
  }
}

function goesOn(open: Run, last: Place, left: number, y: number, size: number): boolean {
  const gap = left - last.right;
  const level = Math.abs(y - last.y) <= SAME_LINE * Math.max(size, last.size);
  return level && gap <= RUN_GAP * open.size && gap >= -OVERLAP * open.size;
}

function blankFrom(last: Place, y: number, size: number): number {
  const large = Math.max(size, last.size);
  const same =
    Math.abs(size - last.size) < SAME_SIZE * large && Math.abs(y - last.y) < LEVEL * large;
  return same ? BLANK * size : BLANK_OF_TWO * large;
}
