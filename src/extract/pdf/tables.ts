/**
 * Tables among the blocks of a page: a block, its neighbours to the right and below, and the block
 * that is both, where these four stand in columns and rows.
 */
import type { Block } from './blocks.ts';

/** A block with the box that counts against others: grown, or that of its whole table. */
export interface Entry {
  readonly block: Block;
  table: number | null;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Edges and middles in one column, and in one row, are no further apart, in font sizes. */
const SAME_COLUMN = 0.7;
const SAME_ROW = 0.5;

export function tablesOf(blocks: readonly Block[]): Entry[] {
  const entries = blocks.map((block): Entry => {
    const { left, right, top, bottom } = block;
    return { block, table: null, left, right, top, bottom };
  });
  let tables = 0;
  for (const entry of entries) {
    const cells = cellsAround(entry, entries);
    if (cells === null || !isGrid(cells.map(({ block }) => block))) continue;
    const known = Math.max(...cells.map(({ table }) => table ?? -1));
    const table = known >= 0 ? known : tables++;
    for (const cell of cells) cell.table = table;
  }
  for (let table = 0; table < tables; table++) {
    const members = entries.filter((entry) => entry.table === table);
    const left = Math.min(...members.map(({ block }) => block.left));
    const right = Math.max(...members.map(({ block }) => block.right));
    const top = Math.max(...members.map(({ block }) => block.top));
    const bottom = Math.min(...members.map(({ block }) => block.bottom));
    for (const member of members) Object.assign(member, { left, right, top, bottom });
  }
  for (const entry of entries) {
    if (entry.table === null) Object.assign(entry, widthOver(entry.block, blocks));
  }
  return entries;
}

/** A heading is as wide as what it stands over, as far as its neighbours left and right let it. */
function widthOver(block: Block, blocks: readonly Block[]): { left: number; right: number } {
  let [from, to] = [-Infinity, Infinity];
  for (const other of blocks) {
    if (!sharesRow(other, block)) continue;
    if (other.right < block.left) from = Math.max(from, other.right);
    if (other.left > block.right) to = Math.min(to, other.left);
  }
  let { left, right } = block;
  for (const other of blocks) {
    if (other.top > block.bottom || other === block) continue;
    if (other.left >= from) left = Math.min(left, other.left);
    if (other.right <= to) right = Math.max(right, other.right);
  }
  return { left, right };
}

type Cells = [Entry, Entry, Entry, Entry];

/** A block, the nearest right of it, below it, and both; null where these make no corner. */
function cellsAround(entry: Entry, all: readonly Entry[]): Cells | null {
  const { block } = entry;
  let right: Entry | null = null;
  let below: Entry | null = null;
  let across: Entry | null = null;
  for (const other of all) {
    if (other === entry) continue;
    const { left, top } = other.block;
    const isRight = left > block.right;
    const isBelow = top < block.bottom;
    if (isRight && sharesRow(other.block, block) && left < leftOf(right)) right = other;
    else if (isBelow && sharesColumn(other.block, block) && top > topOf(below)) below = other;
    else if (isRight && isBelow && left < leftOf(across) && top > topOf(across)) across = other;
  }
  if (!right || !below || !across) return null;
  const [r, b, a] = [right.block, below.block, across.block];
  if (sharesColumn(b, a) || sharesRow(r, a) || sharesColumn(r, b)) return null;
  return sharesColumn(a, r) && sharesRow(a, b) ? [entry, right, below, across] : null;
}

const leftOf = (entry: Entry | null) => entry?.block.left ?? Infinity;
const topOf = (entry: Entry | null) => entry?.block.top ?? -Infinity;

type Measure = (block: Block) => number;
const ACROSS: readonly Measure[] = [
  ({ left }) => left,
  ({ right }) => right,
  ({ left, right }) => (left + right) / 2,
];
const DOWN: readonly Measure[] = [
  ({ top }) => top,
  ({ bottom }) => bottom,
  ({ top, bottom }) => (top + bottom) / 2,
];

function isGrid(cells: readonly Block[]): boolean {
  const [one, right, below, across] = cells as [Block, Block, Block, Block];
  const size = Math.min(...cells.map(({ lines }) => lines[0]?.size ?? 0));
  const column = (of: Measure, a: Block, b: Block) => Math.abs(of(a) - of(b)) <= SAME_COLUMN * size;
  const row = (of: Measure, a: Block, b: Block) => Math.abs(of(a) - of(b)) <= SAME_ROW * size;
  return (
    ACROSS.some((of) => column(of, one, below) && column(of, right, across)) &&
    DOWN.some((of) => row(of, one, right) && row(of, below, across))
  );
}

function sharesRow(a: Block, b: Block): boolean {
  return a.top >= b.bottom && a.bottom <= b.top;
}

function sharesColumn(a: Block, b: Block): boolean {
  return a.left <= b.right && a.right >= b.left;
}
