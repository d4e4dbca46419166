/** Cells of an ODF spreadsheet (ODF 1.3 part 3, chapter 9). */
import type { Line, Mark } from '../fingerprint/document.ts';
import { dateText, numberText, timeText } from './cell-value.ts';
import type { Limits } from './limits.ts';
import type { OdfStyles } from './odf-styles.ts';
import { ExtractError } from './reader.ts';
import type { XmlElement } from './xml.ts';

interface Cell {
  /** Null for a cell of text, whose paragraphs are its value. */
  readonly value: string | null;
  readonly repeated: number;
  readonly style: string | undefined;
  readonly lines: Line[];
}

/** Ranges looked through for each cell. */
const MAX_NARROW = 100;

export class Sheet {
  /** Text of drawings, which follows the cells. */
  readonly shapes: Line[] = [];
  readonly #out: Line[];
  readonly #styles: OdfStyles;
  readonly #marks: Set<Mark>;
  readonly #maxLength: number;
  #length = 0;
  /** Rows of all sheets so far. */
  readonly #rows: { count: number };
  #row: { text: string; column: number }[] = [];
  #column = 0;
  #rowRepeated = 1;
  #rowHidden = false;
  #rowClips = false;
  /** Columns without room, as ranges. */
  readonly #narrow: { readonly from: number; readonly to: number }[] = [];
  #columns = 0;
  #rowStyle: string | undefined;
  #cell: Cell | null = null;

  constructor(
    table: XmlElement,
    styles: OdfStyles,
    marks: Set<Mark>,
    out: Line[],
    limits: Limits,
    rows: { count: number },
  ) {
    this.#rows = rows;
    this.#styles = styles;
    this.#marks = marks;
    this.#out = out;
    this.#maxLength = limits.maxTextLength;
    out.push({ text: table.attribute('table:name') ?? '' });
    if (styles.hides('table', table.attribute('table:style-name'))) marks.add('hidden_sheet');
  }

  open(element: XmlElement): void {
    const { name } = element;
    const visibility = element.attribute('table:visibility') ?? 'visible';
    if (name === 'table:table-row') {
      this.#row = [];
      this.#column = 0;
      this.#rowRepeated = count(element.attribute('table:number-rows-repeated'));
      this.#rowHidden = visibility !== 'visible';
      this.#rowClips = this.#styles.clips('table-row', element.attribute('table:style-name'));
      this.#rowStyle = element.attribute('table:default-cell-style-name');
    } else if (name === 'table:table-column') {
      if (visibility !== 'visible') this.#marks.add('hidden_text');
      const from = this.#columns;
      this.#columns += count(element.attribute('table:number-columns-repeated'));
      const clips = this.#styles.clips('table-column', element.attribute('table:style-name'));
      if (clips && this.#narrow.length < MAX_NARROW) {
        this.#narrow.push({ from, to: this.#columns });
      }
    }
  }

  /** @returns where the paragraphs of the cell go */
  openCell(element: XmlElement): Line[] {
    this.#cell = {
      value: cellValue(element),
      repeated: count(element.attribute('table:number-columns-repeated')),
      style: element.attribute('table:style-name') ?? this.#rowStyle,
      lines: [],
    };
    return this.#cell.lines;
  }

  closeCell(): void {
    const cell = this.#cell;
    this.#cell = null;
    if (!cell) return;
    const text = cell.value ?? cell.lines.map((line) => line.text).join('\n');
    const column = this.#column;
    this.#column += cell.repeated;
    if (!/\S/.test(text)) return;
    if (this.#styles.printsLiteral(cell.style)) this.#marks.add('literal_format');
    if (this.#rowHidden) this.#marks.add('hidden_text');
    else if (this.#rowClips || this.#narrow.some(({ from, to }) => column >= from && column < to)) {
      this.#marks.add('clipped_text');
    }
    // One short cell may be repeated a thousand million times: counted before it is done.
    this.#length += text.length * cell.repeated * this.#rowRepeated;
    if (this.#length > this.#maxLength) {
      throw new ExtractError('over_limit', 'The sheet holds more text than the limit.');
    }
    for (let i = 0; i < cell.repeated; i++) this.#row.push({ text, column: column + i });
  }

  close(name: string): void {
    if (name !== 'table:table-row') return;
    if (this.#row.length === 0) return;
    for (let i = 0; i < this.#rowRepeated; i++) {
      const row = ++this.#rows.count;
      for (const { text, column } of this.#row) {
        for (const line of text.split('\n')) {
          this.#out.push({ text: line, cell: true, at: { row, column } });
        }
      }
    }
    this.#row = [];
  }

  end(): void {
    for (const line of this.shapes) this.#out.push(line);
  }
}

function cellValue(element: XmlElement): string | null {
  const value = element.attribute('office:value');
  switch (element.attribute('office:value-type')) {
    case 'float':
    case 'percentage':
    case 'currency':
      return value === undefined ? null : numberText(value);
    case 'date':
      return dateText(element.attribute('office:date-value') ?? '');
    case 'time':
      return timeText(element.attribute('office:time-value') ?? '');
    case 'boolean':
      return (element.attribute('office:boolean-value') ?? '').toUpperCase();
    default:
      return null;
  }
}

function count(attribute: string | undefined): number {
  const value = Number(attribute ?? 1);
  return Number.isSafeInteger(value) && value > 0 ? value : 1;
}
