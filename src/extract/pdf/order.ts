/**
 * The order in which blocks are read (Breuel, "High performance document layout analysis",
 * 2003): a block follows those above it, and those left of it that nothing puts after it.
 */
import type { Block, Work } from './blocks.ts';

/** Pages of more blocks are drawings. */
const MAX_BLOCKS = 500;

/** A block with the room around it, up to its neighbours left and right. */
interface Placed extends Block {
  from: number;
  to: number;
}

/** Null when there are too many blocks or the work is too much. */
export function inOrder(blocks: readonly Block[], work: Work): Block[] | null {
  if (blocks.length > MAX_BLOCKS) return null;
  work.left -= blocks.length ** 2;
  const all = withRoom([...blocks].sort((a, b) => b.top - a.top || a.left - b.left));
  const seen = new Set<Block>();
  const out: Block[] = [];
  const visit = (block: Placed): void => {
    if (seen.has(block) || work.left <= 0) return;
    seen.add(block);
    work.left -= all.length;
    for (const other of all) if (isAbove(other, block)) visit(other);
    const after = allAfter(block, all, work);
    for (const other of all) if (other.right <= block.left && !after.has(other)) visit(other);
    out.push(block);
  };
  for (const block of all) visit(block);
  return work.left > 0 ? out : null;
}

function withRoom(blocks: readonly Block[]): Placed[] {
  return blocks.map((block) => {
    let [from, to] = [-Infinity, Infinity];
    for (const other of blocks) {
      if (Math.min(block.top, other.top) <= Math.max(block.bottom, other.bottom)) continue;
      if (other.right <= block.left) from = Math.max(from, other.right);
      if (other.left >= block.right) to = Math.min(to, other.left);
    }
    return { ...block, from, to };
  });
}

function isAbove(a: Block, b: Block): boolean {
  return a.top > b.top && a.left < b.right && b.left < a.right;
}

/** All that a block comes before: what stands below it and its room, and so on down the page. */
function allAfter(block: Placed, all: readonly Placed[], work: Work): Set<Block> {
  const after = new Set<Block>();
  const queue = [block];
  for (const upper of queue) {
    work.left -= all.length;
    if (work.left <= 0) break;
    for (const other of all) {
      if (after.has(other) || upper.top <= other.top) continue;
      if (other.right <= upper.from || other.left >= upper.to) continue;
      after.add(other);
      queue.push(other);
    }
  }
  return after;
}
