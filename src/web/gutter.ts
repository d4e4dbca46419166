/** Layout of the map beside a text: where its marks and page lines go, in pixels. */

/** A target that a finger or a shaky hand meets (WCAG 2.5.8). */
export const MARK_SIZE = 24;
/** Page numbers closer than this would run into each other. */
const LABEL_GAP = 14;

/** One mark, standing for passages `from` to `to`, counted from 1. */
export interface GutterMark {
  readonly y: number;
  readonly from: number;
  readonly to: number;
}

export interface PageLine {
  readonly y: number;
  /** Page that begins here, counted from 1; null where there is no room for its number. */
  readonly label: number | null;
}

/**
 * Marks for passages, those closer than a mark is high merged into one.
 *
 * @param places 0 to 1, rising
 * @param height of the map; marks stay inside
 */
export function gutterMarks(places: readonly number[], height: number): GutterMark[] {
  const marks: { y: number; from: number; to: number }[] = [];
  const most = Math.max(0, height - MARK_SIZE);
  for (const [index, place] of places.entries()) {
    const y = Math.min(most, Math.max(0, Math.round(place * height - MARK_SIZE / 2)));
    const last = marks.at(-1);
    if (last !== undefined && y - last.y < MARK_SIZE) last.to = index + 1;
    else marks.push({ y, from: index + 1, to: index + 1 });
  }
  return marks;
}

/** @param pages where each page after the first begins, 0 to 1, rising */
export function pageLines(pages: readonly number[], height: number): PageLine[] {
  let labelled = Number.NEGATIVE_INFINITY;
  return pages.map((place, index) => {
    const y = Math.round(place * height);
    const room = y - labelled >= LABEL_GAP && y <= height - LABEL_GAP;
    if (room) labelled = y;
    return { y, label: room ? index + 2 : null };
  });
}

/** Where something of the text is drawn, in pixels from the top of the window, and where it stands. */
export interface Anchor {
  readonly y: number;
  /** 0 to 1. */
  readonly place: number;
}

/** A frame that is thinner is not seen between the marks. */
const LEAST_FRAME = 10;

/**
 * The part of the map that shows what is in the window. Between anchors the text is taken to be even.
 *
 * @param anchors rising in both; not empty
 * @param window its height in pixels
 * @param height of the map
 * @returns null while nothing of the text is in the window
 */
export function frameOf(
  anchors: readonly Anchor[],
  window: number,
  height: number,
): { readonly y: number; readonly height: number } | null {
  const [first, last] = [anchors[0], anchors.at(-1)];
  if (!first || !last || last.y <= 0 || first.y >= window) return null;
  const top = placeAt(anchors, 0) * height;
  const tall = Math.max(LEAST_FRAME, placeAt(anchors, window) * height - top);
  return { y: Math.round(Math.min(top, height - tall)), height: Math.round(tall) };
}

function placeAt(anchors: readonly Anchor[], y: number): number {
  const next = anchors.findIndex((anchor) => anchor.y >= y);
  const [before, after] = [anchors[next - 1], anchors[next]];
  if (after === undefined) return anchors.at(-1)?.place ?? 1;
  if (before === undefined) return after.place;
  const share = after.y === before.y ? 1 : (y - before.y) / (after.y - before.y);
  return before.place + share * (after.place - before.place);
}
