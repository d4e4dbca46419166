/**
 * Lines from the text pieces of PDF.js.
 *
 * PDF.js breaks lines and inserts the spaces that the drawing positions call for, in the
 * order of the content stream; it marks the last piece of a line with `hasEOL`. That order
 * is kept: sorting by position would tear columns and tables apart. Text outside the page's
 * box never arrives here: PDF.js leaves it out, as a viewer does.
 */
import type { Line } from '../../fingerprint/document.ts';

/** What is used of a PDF.js `TextItem`; marked-content items have no `str`. */
export interface Piece {
  readonly str?: string;
  readonly hasEOL?: boolean;
}

/** Joins the pieces of one page. */
export class LineJoiner {
  readonly #lines: Line[] = [];
  #open = '';

  add(pieces: readonly Piece[]): void {
    for (const piece of pieces) {
      if (piece.str === undefined) continue;
      this.#open += piece.str;
      if (piece.hasEOL) this.#close();
    }
  }

  /** Lines of the page in reading order, empty ones left out. */
  end(): readonly Line[] {
    this.#close();
    return this.#lines;
  }

  #close(): void {
    // A piece may itself hold line ends where a ToUnicode map says so.
    for (const text of this.#open.split(/[\n\r\f\v\u0085\u2028\u2029]+/)) {
      if (text.trim() !== '') this.#lines.push({ text: text.trim() });
    }
    this.#open = '';
  }
}
