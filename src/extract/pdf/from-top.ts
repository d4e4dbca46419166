/** Runs of PDF.js with the base line, the size and the font of the string that they begin with. */
import { NO_FONT } from './font-facts.ts';
import type { Shown } from './painting.ts';
import type { Run } from './pool.ts';
import type { PlacedPage } from './text.ts';
import { onPage } from './turn.ts';

/** Points by which PDF.js and the own reader may place one string apart. */
const SAME_PLACE = 0.01;

/** @param painting null where the page's contents could not be followed */
export function runsFromTop(
  { runs, top }: Pick<PlacedPage, 'runs' | 'top'>,
  painting: { readonly shown: readonly Shown[] } | null,
): Run[] {
  const rows = new Map<number, Shown[]>();
  for (const shown of painting?.shown ?? []) {
    const row = rows.get(rowOf(shown.y));
    if (row) row.push(shown);
    else rows.set(rowOf(shown.y), [shown]);
  }
  return runs.map((run, order) => {
    const { x, y } = onPage(run);
    let nearest: Shown | null = null;
    for (const row of [-1, 0, 1]) {
      for (const shown of rows.get(rowOf(y) + row) ?? []) {
        if (Math.abs(shown.y - y) > SAME_PLACE) continue;
        if (Math.abs(shown.size - run.size) > SAME_PLACE * run.size) continue;
        if (nearest === null || Math.abs(shown.x - x) < Math.abs(nearest.x - x)) {
          nearest = shown;
        }
      }
    }
    const { ascent, descent, blank } = nearest?.font ?? NO_FONT;
    const upright = (run.turn ?? 0) === 0;
    const base = upright ? (nearest?.base ?? top - run.y) : -run.y;
    const size = nearest?.size ?? run.size;
    return { ...run, order, base, size, ascent, descent, blank };
  });
}

function rowOf(y: number): number {
  return Math.round(y);
}
