/**
 * Blocks of a page: runs of text that touch, side by side or line by line, as in the docstrum
 * (O'Gorman, "The document spectrum for page layout analysis", 1993). A table of which one row
 * fills the gap is one block and read row by row, another is a block for each column.
 */
import { RUN_GAP } from './runs.ts';
import type { Segment } from './segments.ts';

export interface Block {
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Row by row, from left to right. */
  readonly lines: readonly Segment[];
}

/** Steps that may be spent on a document; without any left there is no such reading. */
export interface Work {
  left: number;
}

/** Base lines nearer than this share of the smaller size are one row. */
const SAME_ROW = 0.3;
/** The same within a block, where signs are raised and lowered. */
const SAME_LINE = 0.5;
const BLANK = 0.1;
const OVERLAP = 0.5;
/** Lines of one block are no further apart, in font sizes, and of one size. */
const LINE_SPACING = 1.5;
const SAME_SIZE = 0.05;
/** A line by itself joins what stands nearer than this beside it: a number and its heading. */
const LONE_GAP = 1;
/** Above and below the base line. */
const ASCENT = 0.8;
const DESCENT = 0.2;

/** Null when the work is too much. */
export function blocksOf(runs: readonly Segment[], work: Work): Block[] | null {
  const lines = linesOf(runs);
  const groups = new Groups(lines.length);
  for (const [i, upper] of lines.entries()) {
    for (let j = i + 1; j < lines.length; j++) {
      const lower = lines[j] as Segment;
      if (upper.y - lower.y > LINE_SPACING * Math.max(upper.size, lower.size)) break;
      if (work.left-- <= 0) return null;
      if (sameSize(upper, lower) && gapOf(upper, lower) < 0) groups.join(i, j);
    }
  }
  if (!joinLone(lines, groups, work)) return null;
  const members = new Map<number, Segment[]>();
  for (const [i, line] of lines.entries()) {
    const group = groups.of(i);
    const block = members.get(group);
    if (block) block.push(line);
    else members.set(group, [line]);
  }
  return [...members.values()].map(blockOf);
}

/** From top to bottom; what nearly touches on one base line is one line, however it was drawn. */
function linesOf(runs: readonly Segment[]): Segment[] {
  const lines: Segment[] = [];
  for (const row of rowsOf([...runs].sort(downwards), SAME_ROW)) {
    let open: Segment | null = null;
    for (const run of row) {
      const gap: number = open === null ? 0 : run.left - open.right;
      const reach: number = open === null ? 0 : RUN_GAP * Math.min(open.size, run.size);
      if (open === null || gap > reach || gap <= -OVERLAP * open.size) {
        open = { ...run };
        lines.push(open);
      } else {
        open.text += (gap > BLANK * open.size ? ' ' : '') + run.text;
        open.right = Math.max(open.right, run.right);
      }
    }
  }
  return lines.sort(downwards);
}

/** Rows of runs that are sorted downwards, each from left to right. */
function rowsOf(runs: readonly Segment[], share: number): Segment[][] {
  const rows: Segment[][] = [];
  for (const run of runs) {
    const first = rows.at(-1)?.[0];
    if (first && first.y - run.y <= share * Math.min(first.size, run.size)) rows.at(-1)?.push(run);
    else rows.push([run]);
  }
  // Not before all have found their row, which its first and highest decides.
  for (const row of rows) row.sort((a, b) => a.left - b.left);
  return rows;
}

function joinLone(lines: readonly Segment[], groups: Groups, work: Work): boolean {
  const sizes = groups.sizes();
  let row = 0;
  for (const [i, line] of lines.entries()) {
    while ((lines[row] as Segment).y - line.y > SAME_ROW * line.size) row++;
    work.left -= i - row;
    if (work.left <= 0) return false;
    for (let j = row; j < i; j++) {
      const other = lines[j] as Segment;
      const gap = gapOf(other, line);
      if (gap <= 0 || gap >= LONE_GAP * line.size || !sameSize(other, line)) continue;
      if (sizes[i] === 1 || sizes[j] === 1) groups.join(j, i);
    }
  }
  return true;
}

function blockOf(lines: readonly Segment[]): Block {
  let [left, right, top, bottom] = [Infinity, -Infinity, -Infinity, Infinity];
  for (const line of lines) {
    left = Math.min(left, line.left);
    right = Math.max(right, line.right);
    top = Math.max(top, line.y + ASCENT * line.size);
    bottom = Math.min(bottom, line.y - DESCENT * line.size);
  }
  return { left, right, top, bottom, lines: rowsOf(lines, SAME_LINE).flat() };
}

const downwards = (a: Segment, b: Segment) => b.y - a.y;

/** Negative where one stands above the other. */
function gapOf(a: Segment, b: Segment): number {
  return Math.max(a.left, b.left) - Math.min(a.right, b.right);
}

function sameSize(a: Segment, b: Segment): boolean {
  return Math.abs(a.size - b.size) <= SAME_SIZE * Math.max(a.size, b.size);
}

/** Disjoint sets (Galler and Fischer 1964) with halved paths. */
class Groups {
  readonly #up: number[];

  constructor(size: number) {
    this.#up = Array.from({ length: size }, (_, i) => i);
  }

  of(member: number): number {
    const up = this.#up;
    let at = member;
    while (up[at] !== at) {
      up[at] = up[up[at] as number] as number;
      at = up[at] as number;
    }
    return at;
  }

  join(a: number, b: number): void {
    this.#up[this.of(b)] = this.of(a);
  }

  /** Members of each one's set. */
  sizes(): number[] {
    const counts = new Map<number, number>();
    const of = this.#up.map((_, i) => this.of(i));
    for (const group of of) counts.set(group, (counts.get(group) ?? 0) + 1);
    return of.map((group) => counts.get(group) ?? 0);
  }
}
