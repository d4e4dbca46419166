import type { Place } from '../fingerprint/document.ts';

/**
 * Cells of RTF tables (RTF 1.9.1, table definitions), which are known by their ends: `\cell`,
 * `\row`, and `\nestcell`, `\nestrow` within a cell around them, before its own end.
 */
export class RtfRows {
  #count = 2;
  readonly #outer = { row: 1, column: 0 };
  readonly #nested = { row: 2, column: 0 };

  /** Cell that is not ended yet. */
  at(nested: boolean): Place {
    return { ...(nested ? this.#nested : this.#outer) };
  }

  /** @param word that ends a line */
  end(word: string): void {
    const place = word.startsWith('nest') ? this.#nested : this.#outer;
    if (word === 'cell' || word === 'nestcell') place.column++;
    else if (word === 'row' || word === 'nestrow') {
      place.row = ++this.#count;
      place.column = 0;
    }
  }
}
