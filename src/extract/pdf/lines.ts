/**
 * Lines from the text pieces of PDF.js.
 *
 * PDF.js breaks lines and inserts the spaces that the drawing positions call for, in the
 * order of the content stream; it marks the last piece of a line with `hasEOL`. That order
 * is kept: sorting by position would tear columns and tables apart.
 */
import type { Line } from '../../fingerprint/document.ts';

/** What is used of a PDF.js `TextItem`; marked-content items have no `str`. */
export interface Piece {
  readonly str?: string;
  readonly hasEOL?: boolean;
  /** Text matrix in user space; the last two numbers are the origin of the first glyph. */
  readonly transform?: readonly number[];
  readonly width?: number;
  readonly height?: number;
}

/** Joins the pieces of one page; collects as they arrive, so that a limit can stop it. */
export class LineJoiner {
  readonly #lines: Line[] = [];
  #open = '';
  /** UTF-16 code units seen. */
  length = 0;
  /** A piece stands wholly outside the page. */
  clipped = false;
  readonly #view: readonly number[];

  /** @param view visible box of the page in user space: left, bottom, right, top */
  constructor(view: readonly number[]) {
    this.#view = view;
  }

  add(pieces: readonly Piece[]): void {
    for (const piece of pieces) {
      if (piece.str === undefined) continue;
      this.length += piece.str.length;
      this.#open += piece.str;
      if (!this.clipped && piece.str.trim() !== '') this.clipped = this.#isOutside(piece);
      if (piece.hasEOL) this.#close();
    }
  }

  /** Lines of the page in reading order, empty ones left out. */
  end(): readonly Line[] {
    this.#close();
    return this.#lines;
  }

  /** Whatever way the text runs, it stays within its width and height of its origin. */
  #isOutside({ transform, width = 0, height = 0 }: Piece): boolean {
    const [, , , , x, y] = transform ?? [];
    const [left = 0, bottom = 0, right = 0, top = 0] = this.#view;
    if (x === undefined || y === undefined) return false;
    const reach = Math.hypot(width, height);
    return x + reach < left || x - reach > right || y + reach < bottom || y - reach > top;
  }

  #close(): void {
    // A piece may itself hold line ends where a ToUnicode map says so.
    for (const text of this.#open.split(/[\n\r\f\v\u0085\u2028\u2029]+/)) {
      if (text.trim() !== '') this.#lines.push({ text: text.trim() });
    }
    this.#open = '';
  }
}
