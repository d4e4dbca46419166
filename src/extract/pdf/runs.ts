/**
 * Runs of text with blanks where gaps call for them, by place and not as PDF.js has them: a
 * change of size ends a word at a gap that would not end it otherwise. Programs that turn PDFs
 * into text part "1 The" at the mark of a note, and "G AULLE" in capitals of two sizes.
 */
import { MAX_SEGMENTS, type PlacedPiece, SAME_LINE, type Segment } from './segments.ts';
import { type Turn, turnedPlaceOf } from './turn.ts';

/**
 * Shares of the font size from which a gap is a blank: measured on 60 documents in output of
 * pdftotext 22.12, between 0.096 and 0.102 within one size, between 0.025 and 0.031 of the
 * larger of two.
 */
const BLANK = 0.1;
const BLANK_OF_TWO = 0.03;
/** What is nearer than this share of the size, and on the line, goes on; columns are wider apart. */
const RUN_GAP = 0.7;
const OVERLAP = 0.5;
/** Sizes and base lines within this share are one. */
const SAME_SIZE = 0.03;
const LEVEL = 0.02;

/** What is of one size and on one base line, at the place that it has when turned upright. */
export interface Piece extends Segment {
  /** Upright where absent. */
  readonly turn?: Turn;
  /** What parts it from the piece before where the two are of one run. */
  readonly joint?: ' ' | '';
}

type Place = Pick<Piece, 'right' | 'y' | 'size' | 'turn'> & {
  /** What stands there, with the blanks around it. */
  readonly str: string;
};

/** Collects the runs of one page in the order of the content stream. */
export class RunJoiner {
  readonly #pieces: Piece[] = [];
  #last: Place | null = null;
  /** Of the largest piece of the run. */
  #size = 0;
  #lost = false;

  add(pieces: readonly PlacedPiece[]): void {
    for (const piece of pieces) {
      if (!this.#lost && piece.str !== undefined && piece.str.trim() !== '') {
        this.#place(piece.str, piece);
      }
    }
    if (this.#pieces.length > MAX_SEGMENTS) this.#lost = true;
  }

  /** Null where the places of the page's text cannot be told. */
  end(): readonly Piece[] | null {
    return this.#lost ? null : this.#pieces;
  }

  #place(str: string, piece: PlacedPiece): void {
    const place = turnedPlaceOf(piece);
    if (place === null) {
      this.#lost = true;
      return;
    }
    const { turn, left, y, width, size } = place;
    const right = left + width;
    const [open, last] = [this.#pieces.at(-1), this.#last];
    const text = str.trim();
    if (last && isCircleAround(last, text, left, right)) return;
    this.#last = { right, y, size, str, turn };
    if (!open || !last || last.turn !== turn || !goesOn(this.#size, last, left, y, size)) {
      this.#pieces.push({ text, left, right, y, size, turn });
      this.#size = size;
      return;
    }
    this.#size = Math.max(this.#size, size);
    const blank = /^\s/.test(str) || /\s$/.test(last.str);
    const joint = blank || left - last.right > blankFrom(last, y, size) ? ' ' : '';
    if (isOne(last, y, size)) {
      open.text += joint + text;
      open.right = Math.max(open.right, right);
    } else this.#pieces.push({ text, left, right, y, size, turn, joint });
  }
}

/** TeX draws the sign of a copyright as a circle around a letter, and programs read the letter. */
function isCircleAround(last: Place, text: string, left: number, right: number): boolean {
  return text === '©' && /c\s*$/.test(last.str) && left < last.right && right > last.right;
}

function goesOn(largest: number, last: Place, left: number, y: number, size: number): boolean {
  const gap = left - last.right;
  const level = Math.abs(y - last.y) <= SAME_LINE * Math.max(size, last.size);
  return level && gap <= RUN_GAP * largest && gap >= -OVERLAP * largest;
}

function isOne(last: Place, y: number, size: number): boolean {
  const large = Math.max(size, last.size);
  return Math.abs(size - last.size) < SAME_SIZE * large && Math.abs(y - last.y) < LEVEL * large;
}

function blankFrom(last: Place, y: number, size: number): number {
  return isOne(last, y, size) ? BLANK * size : BLANK_OF_TWO * Math.max(size, last.size);
}
