/**
 * Text that a rectangle hides which is painted after it: a white box over an amount, a black
 * bar that was meant to take a name out. The text is still there to be copied and searched.
 */
import type { Filled, Painting, Shown } from './painting.ts';
import type { Segment } from './segments.ts';

/** A bar hides a line when it covers it from here to there, in font sizes above the base line. */
const BAND = { from: 0.12, to: 0.45 };
/** Points that must be hidden: less than a figure is a rule that touches. */
const MIN_HIDDEN = 3;
/** A string begins where its segment does, but for rounding. */
const SAME_PLACE = 1;
const SAME_LINE = 0.3;
/** Segments times rectangles looked at on one page. */
const MAX_PAIRS = 3_000_000;

/** Whether a rectangle hides text of the page that was shown before it. */
export function coversText({ shown, filled }: Painting, segments: readonly Segment[]): boolean {
  const first = Math.min(...shown.slice(0, 1).map(({ at }) => at));
  const later = filled.filter(({ at, left, right }) => at > first && right - left >= MIN_HIDDEN);
  if (later.length * segments.length + shown.length * segments.length > MAX_PAIRS) return false;
  const strings = stringsOf(shown, segments);
  return later.some((box) => segments.some((segment, i) => hides(box, segment, strings[i] ?? [])));
}

/** The strings of each segment, from left to right: those that begin it, else those within. */
function stringsOf(shown: readonly Shown[], segments: readonly Segment[]): Shown[][] {
  const lists: Shown[][] = segments.map(() => []);
  for (const string of shown) {
    const onLine = (s: Segment) => Math.abs(s.y - string.y) <= SAME_LINE * s.size;
    let found = segments.findIndex((s) => onLine(s) && Math.abs(s.left - string.x) <= SAME_PLACE);
    if (found < 0) {
      found = segments.findIndex((s) => onLine(s) && string.x >= s.left && string.x <= s.right);
    }
    lists[found]?.push(string);
  }
  for (const list of lists) list.sort((a, b) => a.x - b.x || a.at - b.at);
  return lists;
}

function hides(box: Filled, { left, right, y, size }: Segment, strings: readonly Shown[]): boolean {
  if (box.bottom > y + BAND.from * size || box.top < y + BAND.to * size) return false;
  if (Math.min(right, box.right) - Math.max(left, box.left) < MIN_HIDDEN) return false;
  return strings.some(({ at, x }, i) => {
    // What was typed over it begins at the same place and does not end it.
    const end = strings.slice(i + 1).find((next) => next.x > x + SAME_PLACE)?.x ?? right;
    return at < box.at && Math.min(end, box.right) - Math.max(x, box.left) >= MIN_HIDDEN;
  });
}
