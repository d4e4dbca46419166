/**
 * The order in which blocks are read (Breuel, "High performance document layout analysis", 2003): a
 * block follows those above it, and those left of it unless a third stands between the two: below the
 * one and above the other. A block counts as wide as what it stands over, and a table as one block
 * whose cells are read row by row (`tables.ts`). That a program which makes plain text of PDFs does
 * so was found by experiments, as the blocks were (`blocks.ts`).
 */
import type { Block, Work } from './blocks.ts';
import { type Entry, tablesOf } from './tables.ts';

/** Pages of more blocks are drawings. */
const MAX_BLOCKS = 500;

/**
 * @param blocks in the order in which they were made
 * @returns null when there are too many or the work is too much
 */
export function inOrder(blocks: readonly Block[], work: Work): Block[] | null {
  if (blocks.length > MAX_BLOCKS) return null;
  work.left -= blocks.length ** 2;
  const all = tablesOf(blocks);
  const seen = new Set<Entry>();
  const out: Block[] = [];
  const visit = (entry: Entry): void => {
    if (seen.has(entry) || work.left <= 0) return;
    seen.add(entry);
    work.left -= all.length;
    const below = all.filter((other) => isAbove(entry, other));
    for (const other of all) {
      if (!seen.has(other) && precedes(other, entry, below, work)) visit(other);
    }
    out.push(entry.block);
  };
  for (const entry of all) visit(entry);
  return work.left > 0 ? out : null;
}

/** @param below what stands below `b` */
function precedes(a: Entry, b: Entry, below: readonly Entry[], work: Work): boolean {
  if (a.table !== null && a.table === b.table) return precedesInTable(a.block, b.block);
  if (isAbove(a, b)) return true;
  if (!isBeforeInLine(a, b)) return false;
  work.left -= below.length;
  return !below.some((between) => isAbove(between, a));
}

/**
 * Left of another, as text is that is read from left to right; what is read upwards goes before all
 * that it is not wholly above, what is read downwards before all that it is not wholly below.
 */
function isBeforeInLine(a: Entry, b: Entry): boolean {
  const turn = a.block.turn ?? 0;
  if (turn === 1) return a.bottom <= b.top;
  if (turn === 2) return a.left >= b.right;
  if (turn === 3) return a.top >= b.bottom;
  return a.right <= b.left;
}

function precedesInTable(a: Block, b: Block): boolean {
  return (a.right <= b.left && a.top >= b.bottom && a.bottom <= b.top) || a.bottom >= b.top;
}

function isAbove(upper: Entry, lower: Entry): boolean {
  return upper.top > lower.top && upper.left <= lower.right && lower.left <= upper.right;
}
