/**
 * Text that is turned by quarters, such as the label of an axis: its place as if it stood upright,
 * so that its words and lines are found as those of upright text are (ISO 32000-1, 9.4.4).
 */
import type { Block } from './blocks.ts';
import type { Piece } from './runs.ts';
import { type PlacedPiece, placeOf } from './segments.ts';

/** Quarters counter-clockwise: of 1, the text is read upwards. */
export type Turn = 0 | 1 | 2 | 3;

/** Points in the page's own space, turned back around its origin; `y` grows upwards. */
export interface TurnedPlace {
  readonly turn: Turn;
  readonly left: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
}

/** Null for slanted text, and for what gives no place. */
export function turnedPlaceOf(piece: PlacedPiece): TurnedPlace | null {
  const { left: x, y, width, size } = placeOf(piece);
  const [a = 0, b = 0] = piece.transform ?? [];
  const turn = turnOf(a, b);
  if (turn === null || ![x, y, width, size].every(Number.isFinite)) return null;
  const places = [
    [x, y],
    [y, -x],
    [-x, -y],
    [-y, x],
  ] as const;
  const [left, up] = places[turn];
  return { turn, left, y: up, width, size };
}

/** Where turned text begins on its page. */
export function onPage({ turn = 0, left, y }: Pick<Piece, 'turn' | 'left' | 'y'>) {
  const points = [
    { x: left, y },
    { x: -y, y: left },
    { x: -left, y: -y },
    { x: y, y: -left },
  ] as const;
  return points[turn];
}

function turnOf(a: number, b: number): Turn | null {
  if (b === 0) return a > 0 ? 0 : a < 0 ? 2 : null;
  if (a === 0) return b > 0 ? 1 : 3;
  return null;
}

type Edges = Pick<Block, 'left' | 'right' | 'top' | 'bottom'>;

/**
 * Where a block of turned text stands on its page.
 *
 * @param edges turned back around the page's origin, those of upright text counted from `top`
 * @param top upper edge of the page
 */
export function boxOnPage(
  { left, right, top: above, bottom }: Edges,
  turn: Turn,
  top: number,
): Edges {
  if (turn === 1) return { left: -above, right: -bottom, top: right - top, bottom: left - top };
  if (turn === 2) return { left: -right, right: -left, top: -bottom - top, bottom: -above - top };
  if (turn === 3) return { left: bottom, right: above, top: -left - top, bottom: -right - top };
  return { left, right, top: above, bottom };
}
