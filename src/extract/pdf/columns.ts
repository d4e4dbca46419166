/**
 * A page read column by column, as programs that turn PDFs into text do: where rows leave a
 * common gap, all that stands left of it comes first. The text of a table is then one column
 * after another, and line numbers in the margin come before the lines.
 */
import type { Segment } from './segments.ts';

interface Row {
  readonly y: number;
  readonly size: number;
  /** From left to right. */
  readonly segments: Segment[];
}

interface Gap {
  readonly left: number;
  readonly right: number;
}

/** Segments whose base lines are nearer than this share of the font size are one row. */
const SAME_ROW = 0.3;
/** Base lines further apart than this many font sizes end a group, of rows without a gap. */
const LINE_SPACING = 1.6;
/** The same of rows with a gap: tables leave room. */
const ROW_SPACING = 4;
/** A gap must stay this wide, in font sizes. */
const MIN_GAP = 0.4;
/** Tables of more columns are left as they stand, which also bounds the work. */
const MAX_GAPS = 20;

/** The page's segments in the order of columns. */
export function byColumns(segments: readonly Segment[]): Segment[] {
  const rows = rowsOf(segments);
  const out: Segment[] = [];
  for (let from = 0; from < rows.length; ) {
    const { first, last, gaps } = nextGroup(rows, from);
    for (const row of rows.slice(from, first)) out.push(...row.segments);
    out.push(...inColumns(rows.slice(first, last), gaps));
    from = last;
  }
  return out;
}

function rowsOf(segments: readonly Segment[]): Row[] {
  const rows: Row[] = [];
  for (const segment of [...segments].sort((a, b) => b.y - a.y)) {
    const row = rows.at(-1);
    if (row && row.y - segment.y <= SAME_ROW * Math.min(row.size, segment.size)) {
      row.segments.push(segment);
    } else rows.push({ y: segment.y, size: segment.size, segments: [segment] });
  }
  for (const row of rows) row.segments.sort((a, b) => a.left - b.left);
  return rows;
}

/** The next rows with a common gap, `[first, last)`; none at the end of the page. */
function nextGroup(rows: readonly Row[], from: number) {
  for (let start = from; start < rows.length; start++) {
    const row = rows[start] as Row;
    let gaps = gapsOf(row);
    if (gaps.length === 0 || gaps.length > MAX_GAPS) continue;
    let last = start + 1;
    for (; last < rows.length; last++) {
      const rest = joins(rows[last - 1] as Row, rows[last] as Row, gaps);
      if (rest === null) break;
      gaps = rest;
    }
    let first = start;
    for (; first > from; first--) {
      const rest = joins(rows[first - 1] as Row, rows[first] as Row, gaps, rows[first - 1]);
      if (rest === null) break;
      gaps = rest;
    }
    return { first, last, gaps };
  }
  return { first: rows.length, last: rows.length, gaps: [] };
}

function gapsOf({ segments, size }: Row): Gap[] {
  const gaps: Gap[] = [];
  let right = segments[0]?.right ?? 0;
  for (const segment of segments.slice(1)) {
    if (segment.left - right >= MIN_GAP * size) gaps.push({ left: right, right: segment.left });
    right = Math.max(right, segment.right);
  }
  return gaps;
}

/** The gaps that are left when a row joins the group, null when it cannot. */
function joins(above: Row, below: Row, gaps: readonly Gap[], row = below): Gap[] | null {
  const spacing = row.segments.length > 1 ? ROW_SPACING : LINE_SPACING;
  if (above.y - below.y > spacing * Math.max(above.size, below.size)) return null;
  const rest: Gap[] = [];
  for (const gap of gaps) {
    let { left, right } = gap;
    for (const segment of row.segments) {
      if (segment.right <= left || segment.left >= right) continue;
      // What reaches into the gap from one side narrows it; what crosses it ends it.
      if (segment.left <= left) left = segment.right;
      else right = segment.left;
    }
    if (right - left >= MIN_GAP * row.size) rest.push({ left, right });
  }
  return rest.length > 0 ? rest : null;
}

function inColumns(rows: readonly Row[], gaps: readonly Gap[]): Segment[] {
  const columns: Segment[][] = Array.from({ length: gaps.length + 1 }, () => []);
  for (const { segments } of rows) {
    for (const segment of segments) {
      const column = gaps.filter((gap) => segment.left >= gap.right).length;
      columns[column]?.push(segment);
    }
  }
  return columns.flat();
}
