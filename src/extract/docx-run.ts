/** Tables and raised runs of WordprocessingML (ECMA-376 part 1, 17.3.2 and 17.4). */
import { type Raised, raisedBy } from './raised.ts';
import { countOf, type TableGrid } from './table-grid.ts';
import type { XmlElement } from './xml.ts';

export function openInTable(grid: TableGrid, element: XmlElement): void {
  switch (element.name) {
    case 'w:tbl':
      grid.openTable();
      return;
    case 'w:tr':
      grid.openRow();
      return;
    case 'w:gridBefore':
      grid.skip(countOf(element.attribute('w:val')));
      return;
    case 'w:tc':
      grid.openCell();
      return;
    case 'w:gridSpan':
      grid.widen(countOf(element.attribute('w:val')));
  }
}

export function closeInTable(grid: TableGrid, name: string): void {
  if (name === 'w:tc') grid.closeCell();
  else if (name === 'w:tbl') grid.closeTable();
}

/** Follows which runs are raised: by their own properties, else by their character style. */
export class RaisedRuns {
  readonly #styles: ReadonlyMap<string, Raised>;
  readonly #runs: { own: Raised | undefined; style: Raised }[] = [];

  constructor(styles: ReadonlyMap<string, Raised>) {
    this.#styles = styles;
  }

  /** @param path names of the elements that are open, this one included */
  open(element: XmlElement, path: readonly string[]): void {
    if (element.name === 'w:r') this.#runs.push({ own: undefined, style: null });
    const run = this.#runs.at(-1);
    // The mark of a paragraph and former formatting have run properties too.
    if (!run || path.at(-2) !== 'w:rPr' || path.at(-3) !== 'w:r') return;
    const value = element.attribute('w:val') ?? '';
    if (element.name === 'w:rStyle') run.style = this.#styles.get(value) ?? null;
    else if (element.name === 'w:vertAlign') run.own = raisedBy(value);
    else if (element.name === 'w:position') run.own ??= raisedBy(value) ?? undefined;
  }

  close(name: string): void {
    if (name === 'w:r') this.#runs.pop();
  }

  now(): Raised {
    const run = this.#runs.at(-1);
    return run ? (run.own === undefined ? run.style : run.own) : null;
  }
}
