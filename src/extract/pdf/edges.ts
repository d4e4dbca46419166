/**
 * Running lines of a document of one or two pages, where nothing repeats often enough to tell
 * them: what stands at the very top or bottom of the one page, apart from the text, or there on
 * both pages.
 *
 * A guess, and no harm where it is wrong: such a reading counts only beside a document that
 * declares exactly these lines as its headers and footers.
 */
import type { Line, Text } from '../../fingerprint/document.ts';
import type { Segment } from './segments.ts';
import type { PlacedPage } from './text.ts';

/** From three pages on, lines that repeat are told from the text. */
const MAX_PAGES = 2;
/** Share of the page's height where running lines stand. */
const MARGIN = 0.12;
/** Base lines further apart than this many font sizes part a running line from the text. */
const APART = 1.8;
/** Lines of one header or footer. */
const MAX_LINES = 3;

/** Null for longer documents, and where no page has a line apart. */
export function withoutEdges(
  pages: readonly (readonly Line[])[],
  placed: readonly PlacedPage[],
): Text | null {
  if (pages.length > MAX_PAGES) return null;
  const found = placed.map(({ segments, bottom, top }) => {
    if (segments === null) return null;
    const margin = (top - bottom) * MARGIN;
    const tops = rowsFrom(segments, -1).map((row) => ({ row, depth: top - (row[0]?.y ?? 0) }));
    const feet = rowsFrom(segments, 1).map((row) => ({ row, depth: (row[0]?.y ?? 0) - bottom }));
    const read = pages.length === 1 ? apart : within;
    return { head: read(tops, margin), foot: read(feet, margin).reverse() };
  });
  if (!found.every((page) => page !== null)) return null;
  const heads = onEach(found.map(({ head }) => head));
  const feet = onEach(found.map(({ foot }) => foot));
  const furniture = [...heads, ...feet];
  if (furniture.length === 0) return null;
  return { pages: pages.map((page) => cut(page, heads, feet)), furniture };
}

/** The page's rows from its upper (-1) or lower (1) edge on, as many as are looked at. */
function rowsFrom(segments: readonly Segment[], direction: -1 | 1): Segment[][] {
  const rows: Segment[][] = [];
  for (const segment of [...segments].sort((a, b) => direction * (a.y - b.y))) {
    const row = rows.at(-1);
    if (row?.[0] && Math.abs(row[0].y - segment.y) < row[0].size / 2) row.push(segment);
    else if (rows.length > MAX_LINES) break;
    else rows.push([segment]);
  }
  return rows;
}

/** Of two pages, what stands at the edge of both. */
function within(rows: readonly { row: Segment[]; depth: number }[], margin: number): string[] {
  return rows
    .slice(0, MAX_LINES)
    .filter(({ depth }) => depth <= margin)
    .map(textOf);
}

function apart(rows: readonly { row: Segment[]; depth: number }[], margin: number): string[] {
  for (let count = 1; count < rows.length && count <= MAX_LINES; count++) {
    const [last, next] = [rows[count - 1], rows[count]];
    if (!last || !next || last.depth > margin) break;
    const size = last.row[0]?.size ?? 0;
    if (next.depth - last.depth > APART * size) return rows.slice(0, count).map(textOf);
  }
  return [];
}

function textOf({ row }: { row: Segment[] }): string {
  const sorted = [...row].sort((a, b) => a.left - b.left);
  return sorted.map(({ text }) => text.trim()).join(' ');
}

function onEach(lists: readonly string[][]): string[] {
  const [first = [], ...rest] = lists;
  return [...new Set(first)].filter((text) => rest.every((list) => list.includes(text)));
}

/** The page without these lines at its ends, in the order of the content stream. */
function cut(page: readonly Line[], heads: readonly string[], feet: readonly string[]): Line[] {
  const lines = [...page];
  const near = 2 * MAX_LINES;
  for (const text of [...heads, ...feet]) {
    const at = lines.findIndex(
      (line, i) => (i < near || i >= lines.length - near) && line.text === text,
    );
    if (at >= 0) lines.splice(at, 1);
  }
  return lines;
}
