import type { Place } from '../fingerprint/document.ts';

/** Columns that a cell of an earlier row is remembered in; browsers span no more. */
const MAX_COLUMNS = 1000;

interface Table {
  row: number;
  /** Rows of this table so far. */
  rows: number;
  column: number;
  span: number;
  inCell: boolean;
  /** By column, the number of the row from which on it is free again. */
  readonly taken: number[];
}

/**
 * Follows the cells of tables, nested ones too, as a reader meets their tags. Rows are numbered
 * through the document, columns as the grid has them: a cell over two columns counts for two.
 */
export class TableGrid {
  #rows = 0;
  readonly #tables: Table[] = [];

  openTable(): void {
    this.#tables.push({ row: 0, rows: 0, column: 0, span: 1, inCell: false, taken: [] });
  }

  closeTable(): void {
    this.#tables.pop();
  }

  openRow(): void {
    const table = this.#table();
    table.row = ++this.#rows;
    table.rows++;
    table.column = 0;
    table.inCell = false;
  }

  /** Columns left out before the next cell. */
  skip(columns: number): void {
    this.#table().column += columns;
  }

  /** @param rows that the cell is high, where the rows below leave its columns out */
  openCell(columns = 1, rows = 1): void {
    const table = this.#table();
    if (table.row === 0) this.openRow();
    while ((table.taken[table.column] ?? 0) > table.rows) table.column++;
    table.span = columns;
    table.inCell = true;
    if (rows === 1) return;
    const end = Math.min(table.column + columns, MAX_COLUMNS);
    for (let column = table.column; column < end; column++) table.taken[column] = table.rows + rows;
  }

  /** The cell under way turns out to be so many columns wide. */
  widen(columns: number): void {
    this.#table().span = columns;
  }

  closeCell(): void {
    const table = this.#table();
    if (table.inCell) table.column += table.span;
    table.inCell = false;
  }

  /** Cell under way, of the innermost table that has one. */
  at(): Place | undefined {
    const table = this.#tables.findLast(({ inCell }) => inCell);
    return table && { row: table.row, column: table.column };
  }

  /** Cells outside of any table make one of their own. */
  #table(): Table {
    if (this.#tables.length === 0) this.openTable();
    return this.#tables.at(-1) as Table;
  }
}

/** A count as an attribute has it; 1 for what is no whole number between 1 and the limit. */
export function countOf(attribute: string | undefined, limit: number = MAX_COLUMNS): number {
  const value = Number(attribute ?? 1);
  return Number.isInteger(value) && value > 0 && value <= limit ? value : 1;
}
