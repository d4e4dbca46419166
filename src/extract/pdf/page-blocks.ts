/** The blocks of a page, those of upright text first and those of each turn after them. */
import { type Block, blocksOf, type Work } from './blocks.ts';
import type { Run } from './pool.ts';
import { boxOnPage, type Turn } from './turn.ts';

const TURNS: readonly Turn[] = [0, 3, 2, 1];

/**
 * @param top upper edge of the page
 * @returns null where most of a page is turned, or the work is too much
 */
export function blocksOfPage(runs: readonly Run[], top: number, work: Work): Block[] | null {
  const byTurn = TURNS.map((turn) => runs.filter((run) => (run.turn ?? 0) === turn));
  const [upright = 0, ...turned] = byTurn.map((list) =>
    list.reduce((sum, { text }) => sum + text.length, 0),
  );
  if (Math.max(...turned) > upright) return null;
  const all: Block[] = [];
  for (const [i, turn] of TURNS.entries()) {
    const blocks = blocksOf(byTurn[i] ?? [], work);
    if (blocks === null) return null;
    // Counted from the left, though text that is read downwards goes on to the left.
    if (turn === 3) blocks.reverse();
    all.push(...blocks.map((block) => ({ ...block, ...boxOnPage(block, turn, top), turn })));
  }
  return all;
}
