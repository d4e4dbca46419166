/**
 * The order in which blocks are read (Breuel, "High performance document layout analysis", 2003): a
 * block follows those above it, and those left of it unless it is itself above them, be it through
 * others. Blocks of a table (`tables.ts`) are read row by row, and all of it before or after what
 * stands beside it. Found by experiments, as the blocks are (`blocks.ts`): in nine of ten pages whose
 * blocks are the same, the order is that of pdftotext.
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
    const below = allBelow(entry, all, work);
    for (const other of all) {
      if (!seen.has(other) && precedes(other, entry, below)) visit(other);
    }
    out.push(entry.block);
  };
  for (const entry of all.toReversed()) visit(entry);
  return work.left > 0 ? out : null;
}

/** @param below all that stands below `b` */
function precedes(a: Entry, b: Entry, below: ReadonlySet<Entry>): boolean {
  if (a.table !== null && a.table === b.table) return precedesInTable(a.block, b.block);
  if (isAbove(a, b)) return true;
  return a.to <= b.left && !below.has(a);
}

function precedesInTable(a: Block, b: Block): boolean {
  return (a.right <= b.left && a.top >= b.bottom && a.bottom <= b.top) || a.bottom >= b.top;
}

/** Where the lower one begins is in the room of the upper one, or above it stands the upper's left. */
function isAbove(upper: Entry, lower: Entry): boolean {
  if (upper.top <= lower.top) return false;
  return (
    (upper.from <= lower.left && lower.left <= upper.to) ||
    (lower.left <= upper.left && upper.left <= lower.right)
  );
}

/** All that stands below a block, what stands below that, and so on down the page. */
function allBelow(entry: Entry, all: readonly Entry[], work: Work): Set<Entry> {
  const below = new Set<Entry>();
  const queue = [entry];
  for (const upper of queue) {
    work.left -= all.length;
    if (work.left <= 0) break;
    for (const other of all) {
      if (below.has(other) || !isAbove(upper, other)) continue;
      below.add(other);
      queue.push(other);
    }
  }
  return below;
}
