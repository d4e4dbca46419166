/** Cells of one sheet, and the shared strings (ECMA-376 part 1, 18.3 and 18.4). */
import type { Mark } from '../fingerprint/document.ts';
import { numberText, serialText } from './cell-value.ts';
import type { Limits } from './limits.ts';
import { showsLiteral, unitOf } from './number-format.ts';
import { SHEET_NAMESPACES } from './ooxml-names.ts';
import { type Raised, raisedBy, raisedText } from './raised.ts';
import { ExtractError } from './reader.ts';
import type { CellFormats } from './xlsx-styles.ts';
import { parseXml, type XmlElement } from './xml.ts';

/** Points: a lower row shows no figure that anybody could read. */
const LOW_ROW = 2;
/** Characters, to which Excel rounds a pixel up: nothing is seen of a narrower column. */
const NARROW_COLUMN = 0.1;

/** XFD, the last column of a sheet. */
const MAX_COLUMNS = 16_384;

export interface Book {
  readonly strings: readonly string[];
  readonly formats: CellFormats;
  readonly from1904: boolean;
  readonly marks: Set<Mark>;
  readonly limits: Limits;
}

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly type: string;
  readonly style: string | undefined;
  value: string;
  inline: string;
}

export interface CellText {
  readonly row: number;
  readonly column: number;
  readonly text: string;
  /** What its format prints beside a number. */
  readonly unit: string;
}

/** Values of the cells that have one, by row then column; page headers and footers. */
export function readSheet(
  bytes: Uint8Array,
  book: Book,
): { cells: CellText[]; furniture: string[] } {
  const found: CellText[] = [];
  const furniture: string[] = [];
  const hiddenColumns = new Uint8Array(MAX_COLUMNS + 1);
  let columnRanges = 0;
  const path: string[] = [];
  let row = 0;
  let column = 0;
  let rowHidden = false;
  let rowLow = false;
  let cell: Cell | null = null;
  let raised: Raised = null;
  /** Last character of the string, kept because taking it off a text that grows copies it. */
  let last = '';
  parseXml(bytes, SHEET_NAMESPACES, book.limits, {
    skip: ({ name }) => name === 'x:rPh' || name === 'x:extLst',
    open: (element) => {
      const { name } = element;
      path.push(name);
      raised = raisedIn(element, raised);
      if (name === 'x:row') {
        row = Number(element.attribute('r') ?? row + 1);
        column = 0;
        rowHidden = isTrue(element.attribute('hidden'));
        rowLow = Number(element.attribute('ht') ?? LOW_ROW + 1) <= LOW_ROW;
      } else if (name === 'x:c') {
        last = '';
        const at = position(element.attribute('r'));
        column = at?.column ?? column + 1;
        cell = newCell(element, at?.row ?? row, column);
      } else if (name === 'x:col' && (isTrue(element.attribute('hidden')) || isNarrow(element))) {
        // Each range may be as wide as the sheet: more ranges than columns are an attack.
        if (++columnRanges > MAX_COLUMNS) throw new ExtractError('unreadable', 'Too many columns.');
        const [min, max] = [Number(element.attribute('min')), Number(element.attribute('max'))];
        hiddenColumns.fill(1, Math.max(0, min), Math.max(0, max + 1));
      } else if (/^x:(?:odd|even|first)(?:Header|Footer)$/.test(name)) furniture.push('');
    },
    text: (text) => {
      const inside = path.at(-1) ?? '';
      if (cell && inside === 'x:v') cell.value += text;
      else if (cell && inside === 'x:t') {
        cell.inline += raisedText(text, raised, last);
        last = text.at(-1) ?? last;
      } else if (/^x:(?:odd|even|first)(?:Header|Footer)$/.test(inside)) {
        furniture.push((furniture.pop() ?? '') + text);
      }
    },
    close: (name) => {
      path.pop();
      if (name !== 'x:c' || !cell) return;
      const text = cellText(cell, book);
      if (/\S/.test(text)) {
        const { row: r, column: c } = cell;
        const unit =
          cell.type === 'n' ? unitOf(book.formats.at(cell.style), Number(cell.value)) : '';
        found.push({ row: r, column: c, text, unit });
        if (rowHidden || hiddenColumns[c] === 1) book.marks.add('hidden_text');
        else if (rowLow) book.marks.add('clipped_text');
      }
      cell = null;
    },
  });
  found.sort((a, b) => a.row - b.row || a.column - b.column);
  return { cells: found, furniture };
}

function isNarrow(column: XmlElement): boolean {
  return Number(column.attribute('width') ?? 1) < NARROW_COLUMN;
}

/** Shared strings, phonetic readings left out. */
export function readStrings(bytes: Uint8Array | undefined, limits: Limits): string[] {
  const strings: string[] = [];
  if (!bytes) return strings;
  const path: string[] = [];
  let current = '';
  let raised: Raised = null;
  let last = '';
  parseXml(bytes, SHEET_NAMESPACES, limits, {
    skip: ({ name }) => name === 'x:rPh',
    open: (element) => {
      const { name } = element;
      path.push(name);
      raised = raisedIn(element, raised);
      if (name === 'x:si') {
        current = '';
        last = '';
      }
    },
    text: (text) => {
      if (path.at(-1) !== 'x:t') return;
      current += raisedText(text, raised, last);
      last = text.at(-1) ?? last;
    },
    close: (name) => {
      path.pop();
      if (name === 'x:si') strings.push(decodeXString(current));
    },
  });
  return strings;
}

/** Raising of the run of rich text that is open (18.4.4, 18.4.14). */
function raisedIn(element: XmlElement, now: Raised): Raised {
  const { name } = element;
  if (name === 'x:vertAlign') return raisedBy(element.attribute('val') ?? '');
  return name === 'x:r' || name === 'x:si' || name === 'x:is' ? null : now;
}

function newCell(element: XmlElement, row: number, column: number): Cell {
  const type = element.attribute('t') ?? 'n';
  return { row, column, type, style: element.attribute('s'), value: '', inline: '' };
}

function cellText(cell: Cell, book: Book): string {
  const format = book.formats.at(cell.style);
  const value = cell.value.trim();
  const numeric = cell.type === 'n' || cell.type === 'd';
  const hasContent = value !== '' || cell.inline !== '';
  if (hasContent && cell.type !== 'b' && cell.type !== 'e') {
    const shown = numeric && cell.type === 'n' ? Number(value) : null;
    if (cell.type !== 'd' && (showsLiteral(format, shown) || book.formats.conditionalLiteral)) {
      book.marks.add('literal_format');
    }
  }
  switch (cell.type) {
    case 's':
      return book.strings[Number(value)] ?? '';
    case 'inlineStr':
      return decodeXString(cell.inline);
    case 'str':
      return decodeXString(cell.value);
    case 'b':
      return value === '' ? '' : isTrue(value) ? 'TRUE' : 'FALSE';
    case 'n':
      if (value === '') return '';
      return format.kind === 'number'
        ? numberText(value)
        : serialText(value, format.kind, book.from1904);
    default:
      return value;
  }
}

/** `_x000D_` stands for a character that XML cannot hold (ST_Xstring, 22.9.2.19). */
function decodeXString(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function position(reference: string | undefined): { row: number; column: number } | null {
  const match = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference ?? '');
  if (!match) return null;
  const [, letters = '', digits = ''] = match;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return { row: Number(digits), column };
}

export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}
