/** Paths that fill or clip, by the boxes around them (ISO 32000-1, 8.5). */
import { type Box, boxAround, type Matrix, moved, movedBox, united } from './geometry.ts';
import { pairs } from './operands.ts';

const CURVES = new Set(['m', 'l', 'c', 'v', 'y', 'h']);

/** The path under construction. */
export class Path {
  #rectangles: Box[] = [];
  #upright = true;
  #reach: Box | null = null;
  #clips = false;

  /**
   * Takes an operator that constructs or clips; others change nothing.
   *
   * @param matrix from the operands to page space
   */
  take(word: string, operands: readonly number[], matrix: Matrix): void {
    if (word === 're') {
      const [left = 0, bottom = 0, width = 0, height = 0] = operands;
      const box = { left, bottom, right: left + width, top: bottom + height };
      this.#rectangles.push(box);
      this.#reach = united(this.#reach, movedBox(box, matrix));
    } else if (CURVES.has(word)) {
      this.#upright = false;
      // Curves stay within their control points.
      const around = boxAround(pairs(operands).map((point) => moved(point, matrix)));
      if (around !== null) this.#reach = united(this.#reach, around);
    } else if (word === 'W' || word === 'W*') this.#clips = true;
  }

  /**
   * Ends the path.
   *
   * @returns its rectangles in page space where it is nothing but upright ones, and the box
   *   around it where it clips
   */
  end(matrix: Matrix): { readonly rectangles: readonly Box[]; readonly clip: Box | null } {
    const [a, b, c, d] = matrix;
    const turned = (b !== 0 || c !== 0) && (a !== 0 || d !== 0);
    const plain = this.#upright && !turned ? this.#rectangles : [];
    const rectangles = plain.map((box) => movedBox(box, matrix));
    const clip = this.#clips ? this.#reach : null;
    this.#rectangles = [];
    this.#upright = true;
    this.#reach = null;
    this.#clips = false;
    return { rectangles, clip };
  }
}
