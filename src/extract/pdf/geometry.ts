/** Places on a page: transformations and upright boxes (ISO 32000-1, 8.3). */

/** Six numbers as `cm` takes them: points are rows, multiplied from the left. */
export type Matrix = readonly [number, number, number, number, number, number];
export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

export interface Box {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

export type Point = readonly [number, number];

/** First `m`, then `n`. */
export function times(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[1] * n[2],
    m[0] * n[1] + m[1] * n[3],
    m[2] * n[0] + m[3] * n[2],
    m[2] * n[1] + m[3] * n[3],
    m[4] * n[0] + m[5] * n[2] + n[4],
    m[4] * n[1] + m[5] * n[3] + n[5],
  ];
}

/** Null where the matrix folds the plane to a line. */
export function inverseOf([a, b, c, d, e, f]: Matrix): Matrix | null {
  const det = a * d - b * c;
  if (!Number.isFinite(det) || Math.abs(det) < 1e-12) return null;
  return [d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det];
}

export function moved([x, y]: Point, [a, b, c, d, e, f]: Matrix): Point {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** The smallest upright box around the points; null around none. */
export function boxAround(points: readonly Point[]): Box | null {
  const [first, ...rest] = points;
  if (first === undefined) return null;
  let [left, bottom] = first;
  let [right, top] = first;
  for (const [x, y] of rest) {
    if (x < left) left = x;
    else if (x > right) right = x;
    if (y < bottom) bottom = y;
    else if (y > top) top = y;
  }
  return { left, bottom, right, top };
}

function cornersOf({ left, bottom, right, top }: Box): Point[] {
  return [
    [left, bottom],
    [right, bottom],
    [right, top],
    [left, top],
  ];
}

/** The smallest upright box around a box that was turned or slanted. */
export function movedBox(box: Box, matrix: Matrix): Box {
  return boxAround(cornersOf(box).map((corner) => moved(corner, matrix))) ?? box;
}

/** What two boxes share; right of it lies left of it where they share nothing. */
export function shared(a: Box, b: Box): Box {
  return {
    left: Math.max(a.left, b.left),
    bottom: Math.max(a.bottom, b.bottom),
    right: Math.min(a.right, b.right),
    top: Math.min(a.top, b.top),
  };
}

export function united(a: Box | null, b: Box): Box {
  if (a === null) return b;
  return {
    left: Math.min(a.left, b.left),
    bottom: Math.min(a.bottom, b.bottom),
    right: Math.max(a.right, b.right),
    top: Math.max(a.top, b.top),
  };
}
