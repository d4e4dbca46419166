/**
 * Text that is shown where the clip lets nothing through (ISO 32000-1, 8.5.4, 8.10.2, 9.3.6):
 * an amount outside a rectangle set by `W`, outside a form's `BBox`, outside letters that clip,
 * or at the page's edge. The text is still there to be copied and searched.
 *
 * Clips are taken by the upright box around them, which lets more through than they do, so that
 * what is told as outside is outside. Not judged: Type 3 fonts and vertical writing, whose
 * glyphs stand elsewhere than beside the base line, soft masks, and text that PDF.js leaves out.
 */
import { type Box, inverseOf, type Matrix, movedBox } from './geometry.ts';
import type { Painting, Shown } from './painting.ts';
import type { Segment } from './segments.ts';

/** A shown string that its clip may cut. */
export interface Framed extends Shown {
  /** In page space. */
  readonly clip: Box;
  /** Left out of the clip, and as high as the string. */
  readonly holes: readonly Box[];
  /** From ems of the string to page space. */
  readonly ems: Matrix;
}

/** Small letters stand from here to there, in ems above the base line. */
const BODY = { from: 0, to: 0.5 };
/** Of the body's height that must show. */
const MIN_SEEN = 0.5;
/** A figure is half an em wide; less than most of one is a trailing blank or a rounded width. */
const MIN_HIDDEN_EMS = 0.4;
const MIN_HIDDEN_POINTS = 3;
const SAME_PLACE = 1;
const SAME_LINE = 0.3;
/** Strings times strings and segments looked at on one page. */
const MAX_PAIRS = 3_000_000;

/**
 * Whether a clip may cut a string, told without knowing its width.
 *
 * @param ems from ems of the string to page space
 * @param most ems that the string is wide at most
 */
export function mayCut(clip: Box, ems: Matrix, most: number): boolean {
  const frame = inEms(clip, ems);
  return frame !== null && (hidesBody(frame) || frame.left > 0 || frame.right < most);
}

/** The holes of a clip that may cut the string, likewise. */
export function holesAt(holes: readonly Box[], ems: Matrix, most: number): readonly Box[] {
  const inverse = holes.length > 0 ? inverseOf(ems) : null;
  if (inverse === null) return [];
  return holes.filter((hole) => {
    const { left, bottom, right, top } = movedBox(hole, inverse);
    return right > 0 && left < most && !hidesBody({ left, bottom, right, top });
  });
}

/**
 * Whether the page holds text outside of what its clip shows.
 *
 * @param segments of the whole page; null where places cannot be told: what a clip cuts only
 *   in part is then not found
 */
export function clipsText(
  { shown, framed, page }: Painting,
  segments: readonly Segment[] | null,
): boolean {
  // What begins beyond the page's edge is no text that was read.
  if (segments === null) return framed.some((one) => isOutside(one) && isWithin(one, page));
  if (framed.length * (shown.length + segments.length) > MAX_PAIRS) return false;
  return framed.some((string) => {
    const segment = segmentOf(string, segments);
    return segment !== null && (isOutside(string) || isCut(string, segment, shown, page));
  });
}

/** The clip in ems of the string: the string begins at 0, 0 and runs to the right. */
function inEms(clip: Box, ems: Matrix): Box | null {
  // A clip that shows nothing has its edges the wrong way round, which no corner tells.
  if (clip.left >= clip.right || clip.bottom >= clip.top) return NOTHING;
  const inverse = inverseOf(ems);
  return inverse && movedBox(clip, inverse);
}

const NOTHING: Box = { left: 0, bottom: 0, right: 0, top: 0 };

function hidesBody({ bottom, top }: Box): boolean {
  const seen = Math.min(top, BODY.to) - Math.max(bottom, BODY.from);
  return seen < MIN_SEEN * (BODY.to - BODY.from);
}

/** However wide the string is. */
function isOutside({ clip, ems }: Framed): boolean {
  const frame = inEms(clip, ems);
  return frame !== null && (frame.right <= 0 || hidesBody(frame));
}

function isWithin({ x, y }: Shown, { left, bottom, right, top }: Box): boolean {
  return x >= left && x <= right && y >= bottom && y <= top;
}

function segmentOf({ x, y }: Shown, segments: readonly Segment[]): Segment | null {
  const onLine = (s: Segment) => Math.abs(s.y - y) <= SAME_LINE * s.size;
  const begins = segments.find((s) => onLine(s) && Math.abs(s.left - x) <= SAME_PLACE);
  return begins ?? segments.find((s) => onLine(s) && x >= s.left && x < s.right) ?? null;
}

function isCut(
  { x, clip, holes }: Framed,
  segment: Segment,
  shown: readonly Shown[],
  page: Box,
): boolean {
  const { y, size, right, text } = segment;
  // What PDF.js appends for a gap is as wide as the gap.
  const blanks = text.length - text.trimEnd().length;
  // It leaves out the letters beyond the page's edge, so they are no text that a reader misses.
  let end = Math.min(page.right, right - blanks * size * 0.3);
  for (const next of shown) {
    if (Math.abs(next.y - y) > SAME_LINE * size) continue;
    if (next.x > x + SAME_PLACE && next.x < end) end = next.x;
  }
  const start = Math.max(x, page.left);
  const within = ({ left, right }: Box) =>
    Math.max(0, Math.min(end, right) - Math.max(start, left));
  const hidden = end - start - within(clip) + holes.reduce((sum, hole) => sum + within(hole), 0);
  return hidden >= Math.max(MIN_HIDDEN_POINTS, MIN_HIDDEN_EMS * size);
}
