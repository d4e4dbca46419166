/** Paths that fill or clip, by the boxes around them (ISO 32000-1, 8.5). */
import { type Box, boxAround, type Matrix, moved, movedBox, shared, united } from './geometry.ts';
import { pairs } from './operands.ts';

const CURVES = new Set(['m', 'l', 'c', 'v', 'y', 'h']);

/** Of one clip. */
const MAX_HOLES = 50;

interface Ended {
  readonly rectangles: readonly Box[];
  readonly clip: Box | null;
  readonly holes: readonly Box[];
}

/** The path under construction. */
export class Path {
  #rectangles: Box[] = [];
  #upright = true;
  #reach: Box | null = null;
  #clips = false;
  #evenOdd = false;

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
    } else if (word === 'W' || word === 'W*') {
      this.#clips = true;
      this.#evenOdd = word === 'W*';
    }
  }

  /**
   * Ends the path.
   *
   * @returns its rectangles in page space where it is nothing but upright ones; where it clips,
   *   the box around it, and the holes in it
   */
  end(matrix: Matrix): Ended {
    const [a, b, c, d] = matrix;
    const turned = (b !== 0 || c !== 0) && (a !== 0 || d !== 0);
    const plain = this.#upright && !turned ? this.#rectangles : [];
    const rectangles = plain.map((box) => movedBox(box, matrix));
    const clip = this.#clips ? this.#reach : null;
    const holes = clip !== null && this.#evenOdd ? holesIn(clip, rectangles) : [];
    this.#rectangles = [];
    this.#upright = true;
    this.#reach = null;
    this.#clips = false;
    return { rectangles, clip, holes };
  }
}

/** Rectangles within one around them all: the rule of odd crossings leaves them out (8.5.3.3.3). */
function holesIn(around: Box, rectangles: readonly Box[]): readonly Box[] {
  const inner = rectangles.filter((box) => !contains(box, around));
  const disjoint = inner.every((one, i) => inner.slice(i + 1).every((two) => !meet(one, two)));
  return inner.length === rectangles.length - 1 && inner.length <= MAX_HOLES && disjoint
    ? inner
    : [];
}

function contains(outer: Box, { left, bottom, right, top }: Box): boolean {
  return outer.left <= left && outer.bottom <= bottom && outer.right >= right && outer.top >= top;
}

function meet(one: Box, two: Box): boolean {
  const { left, bottom, right, top } = shared(one, two);
  return left < right && bottom < top;
}
