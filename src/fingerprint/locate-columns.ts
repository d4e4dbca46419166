import type { Alignment } from './align.ts';
import type { Cut } from './locate-rows.ts';
import type { BodyLines, PositionedToken, Shift } from './locate-tokens.ts';

/** Points by which two left edges of one column may differ. */
const TOLERANCE = 1;
/** Lines at the end of a page, and at the beginning of the next, that may be of one row. */
const MAX_LINES = 60;

const isSame = (a: number, b: number) => Math.abs(a - b) <= TOLERANCE;

/** A run of words in one column of a page, until the next begins. */
interface Cell {
  readonly left: number;
  /** Offset of its first word in the plain text. */
  readonly start: number;
}

/** What stands of the cut row on either page, in reading order. */
export interface CutRow {
  readonly begun: readonly Cell[];
  readonly left: readonly Cell[];
  /** Offset in the plain text behind what is left. */
  readonly end: number;
}

/**
 * The cells on both sides of a repeated head, as far as the lines go on from left to right.
 *
 * @param head first line of the repeated head, the first of its page
 * @param last last line of it
 * @returns null where the reader tells no columns
 */
export function cutRow(body: BodyLines, head: number, last: number): CutRow | null {
  const { pages, places } = body;
  let first = head;
  while (first > 0 && pages[first - 1] === pages[head - 1] && head - first < MAX_LINES) first--;
  let end = last + 1;
  while (pages[end] === pages[head] && end - last <= MAX_LINES) end++;
  const before = cellsOf(body, first, head);
  const heading = cellsOf(body, head, last + 1);
  const after = cellsOf(body, last + 1, end);
  if (before === null || heading === null || after === null) return null;
  // A wide gap between two words of a sentence is no column: nothing else begins there.
  const edges = [...heading, ...after].map(({ left }) => left);
  const known = before.filter(({ left }) => edges.some((edge) => isSame(edge, left)));
  const row = known.findLastIndex(({ left }, i) => left < (known[i - 1]?.left ?? 0) - TOLERANCE);
  const next = after.findIndex(({ left }, i) => left < (after[i - 1]?.left ?? 0) - TOLERANCE);
  return {
    begun: known.slice(Math.max(0, row)),
    left: next < 0 ? after : after.slice(0, next),
    end: after[next]?.start ?? places[end - 1]?.ends.at(-1) ?? 0,
  };
}

/** Null where a line has no columns. */
function cellsOf({ lines, places }: BodyLines, from: number, to: number): Cell[] | null {
  const cells: Cell[] = [];
  for (let line = from; line < to; line++) {
    const columns = lines[line]?.columns;
    if (!columns) return null;
    const start = places[line]?.starts[0] ?? 0;
    for (const { at, left } of columns) {
      const last = cells.at(-1)?.left ?? Number.NaN;
      if (!isSame(last, left)) cells.push({ left, start: start + at });
    }
  }
  return cells;
}

/**
 * Puts what is left of each cell behind the beginning of its column.
 *
 * @param tokens of the body as it is
 * @param segments of the alignment of these tokens
 * @returns nothing where the registered text goes on from one page to the next as they are read
 */
export function inColumns(
  tokens: readonly PositionedToken[],
  segments: Alignment['segments'],
  { begun, left }: Cut,
  row: CutRow,
): Shift[] {
  if (goesOn(segments, { begun, left })) return [];
  const offsetOf = (token: number) => tokens[token]?.start ?? row.end;
  const departs = segments.findLast(
    ({ kind, start }) => kind !== 'same' && offsetOf(start) < row.end,
  );
  const until = departs ? Math.max(offsetOf(departs.start), offsetOf(departs.end)) : 0;
  return row.left.flatMap(({ left: edge, start: from }, i) => {
    const next = row.begun.find((cell) => cell.left > edge + TOLERANCE);
    if (!next || from >= until) return [];
    return [{ from, to: Math.min(until, row.left[i + 1]?.start ?? row.end), before: next.start }];
  });
}

/** Whether the head alone stands between words that follow each other in the registered text. */
function goesOn(segments: Alignment['segments'], { begun, left }: Cut): boolean {
  const at = segments.findIndex(({ start, end }) => start === begun && end === left);
  const kinds = [segments[at - 1]?.kind, segments[at]?.kind, segments[at + 1]?.kind];
  return at >= 0 && kinds.join() === 'same,added,same';
}
