import { SHEET_ROWS } from '../../extract/xlsx.ts';
import type { Line, Text } from '../../fingerprint/document.ts';
import type { Where } from '../excerpts.ts';

/** A line of a workbook with where it begins in `plainText` and the sheet it stands in. */
interface Placed {
  readonly start: number;
  readonly line: Line;
  readonly sheet: string | null;
}

/**
 * Tells where offsets in `plainText(text)` stand, as a reader would look for them: the page of a
 * PDF, sheet and cell of a workbook. OpenDocument counts rows through the whole workbook, so
 * there only the sheet is told.
 *
 * @param type media type of the document that the text is of
 */
export function whereIn(text: Text, type: string): (offset: number) => Where | null {
  if (type.includes('spreadsheet')) {
    const placed = placedLines(text);
    const cells = !type.includes('opendocument');
    return (offset) => {
      const { line, sheet } = lastUpTo(placed, offset) ?? {};
      if (sheet == null) return null;
      const cell = cells && line?.at ? cellName(line.at.row % SHEET_ROWS, line.at.column) : null;
      return { kind: 'cell', sheet, cell };
    };
  }
  if (type !== 'application/pdf' || text.pages.length < 2) return () => null;
  const starts = pageStarts(text);
  return (offset) => {
    const page = starts.findLastIndex((start) => start <= offset);
    return { kind: 'page', page: Math.max(0, page) + 1 };
  };
}

/** Offsets in `plainText(text)` at which its pages begin. */
export function pageStarts(text: Text): number[] {
  let at = 0;
  return text.pages.map((page) => {
    const start = at;
    for (const line of page) at += line.text.length + 1;
    if (page.length === 0) at++;
    return start;
  });
}

/** Column 1 is `A`, 27 is `AA`. */
export function cellName(row: number, column: number): string {
  let letters = '';
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  }
  return `${letters}${row}`;
}

/** The name of a sheet is the line before its first cell; rows of a sheet are numbered apart. */
function placedLines(text: Text): Placed[] {
  const placed: Placed[] = [];
  let at = 0;
  let sheet: string | null = null;
  let group = -1;
  let before: Line | undefined;
  for (const page of text.pages) {
    for (const line of page) {
      const now = line.at ? Math.floor(line.at.row / SHEET_ROWS) : null;
      const isNew = now !== null && now !== group;
      const afterName = line.at !== undefined && before !== undefined && !before.cell;
      if (isNew || (afterName && now === 0)) {
        group = now ?? group;
        sheet = before?.text ?? null;
      }
      placed.push({ start: at, line, sheet });
      at += line.text.length + 1;
      before = line;
    }
    if (page.length === 0) at++;
  }
  return placed;
}

function lastUpTo(placed: readonly Placed[], offset: number): Placed | undefined {
  let low = 0;
  let high = placed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((placed[middle] as Placed).start <= offset) low = middle + 1;
    else high = middle;
  }
  return placed[low - 1];
}
