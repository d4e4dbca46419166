/** Runs of PDF.js with the base line, the size and the font of the string that they begin with. */
import { NO_FONT } from './font-facts.ts';
import type { Shown } from './painting.ts';
import type { Run } from './pool.ts';
import type { PlacedPage } from './text.ts';

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
    let nearest: Shown | null = null;
    for (const row of [-1, 0, 1]) {
      for (const shown of rows.get(rowOf(run.y) + row) ?? []) {
        if (Math.abs(shown.y - run.y) > SAME_PLACE) continue;
        if (Math.abs(shown.size - run.size) > SAME_PLACE * run.size) continue;
        if (nearest === null || distance(shown, run) < distance(nearest, run)) nearest = shown;
      }
    }
    const { ascent, descent, blank } = nearest?.font ?? NO_FONT;
    const { base, size } = nearest ?? { base: top - run.y, size: run.size };
    return { ...run, order, base, size, ascent, descent, blank };
  });
}

function rowOf(y: number): number {
  return Math.round(y);
}

function distance({ x }: Shown, { left }: { readonly left: number }): number {
  return Math.abs(x - left);
}
