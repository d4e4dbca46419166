/**
 * Exponents in a PDF, which are nothing but smaller figures drawn above the line (or below it).
 * Right behind a figure they are read as the superscripts that they are, as in other formats:
 * ten squared is not one hundred and two. So they are behind a unit or a variable of one or two
 * letters (m², R₁); behind a word they may be marks of notes, and say the same on the line.
 */
import { type Raised, raisedText } from '../raised.ts';
import type { PlacedPiece } from './segments.ts';

/** What a raised piece may hold. */
const FIGURES = /^\s*[-+−=()]*\d[-+−=()\d]*\s*$/u;
const BASE_END = /(?:\p{N}|(?<!\p{L})\p{L}{1,2})$/u;
/** Word processors set exponents at 58 to 80 % of the size, TeX at 70 %. */
const SMALLER = 0.85;
/** Shares of the font size: exponents rise by a third, indices sink by a seventh. */
const RISE = { from: 0.15, to: 0.75 };
const SINK = { from: 0.06, to: 0.5 };
/** As near as the next letter. */
const TOUCHES = 0.25;

/** Reads the pieces of one page in their order. */
export class RiseReader {
  #base: Required<Pick<PlacedPiece, 'str' | 'transform' | 'width' | 'height'>> | null = null;

  /** The same pieces, exponents and indices written as such. */
  read(pieces: readonly PlacedPiece[]): PlacedPiece[] {
    return pieces.map((piece) => {
      const { str, transform, width = 0, height = 0 } = piece;
      if (!str || !transform) {
        if (piece.hasEOL) this.#base = null;
        return piece;
      }
      const raised = this.#raised(str, transform, height);
      const read =
        raised === null ? piece : { ...piece, str: raisedText(str, raised, this.#base?.str ?? '') };
      this.#base = piece.hasEOL || raised !== null ? null : { str, transform, width, height };
      return read;
    });
  }

  #raised(str: string, transform: readonly number[], height: number): Raised {
    const base = this.#base;
    if (!base || !FIGURES.test(str) || !BASE_END.test(base.str)) return null;
    const [, b = 0, , , left = 0, y = 0] = transform;
    const [, baseB = 0, , , baseLeft = 0, baseY = 0] = base.transform;
    const size = base.height;
    if (b !== 0 || baseB !== 0 || !(height > 0 && height <= SMALLER * size)) return null;
    if (Math.abs(left - baseLeft - base.width) > TOUCHES * size) return null;
    const rise = (y - baseY) / size;
    if (rise >= RISE.from && rise <= RISE.to) return 'up';
    return -rise >= SINK.from && -rise <= SINK.to ? 'down' : null;
  }
}
