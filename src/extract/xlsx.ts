/**
 * SpreadsheetML (ECMA-376 part 1, chapter 18): for each sheet its name, its cells by row
 * then column, and the text of its drawings.
 */
import type { Mark } from '../fingerprint/document.ts';
import { placedCharts, readCharts } from './chart-text.ts';
import { readDrawing } from './drawing-text.ts';
import { LineWriter } from './line-writer.ts';
import { embeddedParts, packageReading } from './office.ts';
import { ooxmlComments } from './ooxml-comments.ts';
import { SHEET_NAMESPACES } from './ooxml-names.ts';
import { byId, OpcPackage } from './opc.ts';
import { ExtractError, type Reader } from './reader.ts';
import { type Book, isTrue, readSheet, readStrings } from './xlsx-sheet.ts';
import { CellFormats } from './xlsx-styles.ts';
import { parseXml } from './xml.ts';

/** Rows of sheet n are numbered from n times this on; row numbers have seven digits at most. */
export const SHEET_ROWS = 10_000_000;

export const XLSX_EXTRACTOR = 'xlsx/1';

interface SheetEntry {
  readonly name: string;
  readonly id: string;
  readonly hidden: boolean;
}

/** Reads an xlsx; see `Reader`. The binary xlsb is refused. */
export const readXlsx: Reader = async (bytes, context) => {
  const { limits } = context;
  const opc = await OpcPackage.open(bytes, context);
  const main = opc.main();
  if (/\.bin$/i.test(main)) throw new ExtractError('unreadable', 'Binary workbooks are not read.');
  const related = opc.relationships(main);
  const ids = byId(related);
  const partOf = (kind: string): Uint8Array | undefined => {
    const target = related.find((one) => one.kind === kind)?.target;
    return target === undefined ? undefined : opc.get(target);
  };
  const sheets: SheetEntry[] = [];
  let from1904 = false;
  parseXml(opc.need(main), SHEET_NAMESPACES, limits, {
    open(element) {
      if (element.name === 'x:workbookPr') from1904 = isTrue(element.attribute('date1904'));
      if (element.name !== 'x:sheet') return;
      sheets.push({
        name: element.attribute('name') ?? '',
        id: element.attribute('r:id') ?? '',
        hidden: (element.attribute('state') ?? 'visible') !== 'visible',
      });
    },
  });
  const marks = new Set<Mark>();
  const book: Book = {
    strings: readStrings(partOf('sharedStrings'), limits),
    formats: new CellFormats(partOf('styles'), limits),
    from1904,
    marks,
    limits,
  };
  const body = new LineWriter(limits.maxTextLength);
  const furniture = new LineWriter(limits.maxTextLength);
  const comments: string[] = [];
  const charts: string[] = [];
  let cells = 0;
  const seen = new Set<string>();
  for (const sheet of sheets) {
    const entry = ids.get(sheet.id);
    // One sheet may be named a million times, to be read as often.
    if (!entry || seen.has(entry.target)) {
      throw new ExtractError('unreadable', 'The workbook lacks a sheet or names one twice.');
    }
    seen.add(entry.target);
    if (sheet.hidden) marks.add('hidden_sheet');
    body.line(sheet.name);
    if (/macrosheet$/i.test(entry.kind)) marks.add('macros');
    // A chart sheet has no cells; its drawing is read like that of any sheet.
    const read = readSheet(opc.need(entry.target), book);
    for (const { text, row, column, unit } of read.cells) {
      const at = { row: seen.size * SHEET_ROWS + row, column, ...(unit && { unit }) };
      for (const line of text.split('\n')) body.line(line, true, at);
    }
    for (const text of read.furniture) furniture.line(text);
    cells += read.cells.length;
    comments.push(...ooxmlComments(opc, entry.target, limits));
    for (const { kind, target, external } of opc.relationships(entry.target)) {
      if (/comment/i.test(kind)) marks.add('comments');
      // Some programs name a drawing that they do not write when there is none.
      const drawing = kind === 'drawing' && !external ? opc.get(target) : undefined;
      if (!drawing) continue;
      charts.push(...readCharts(opc, target, placedCharts(drawing, limits), limits, marks));
      const { body: lines } = readDrawing(drawing, limits, marks);
      for (const line of lines) body.copy(line);
      cells += lines.length;
    }
  }
  if (opc.has(/(?:^|\/)vbaProject\.bin$/i)) marks.add('macros');

  // Names of empty sheets are no text.
  return packageReading(
    XLSX_EXTRACTOR,
    {
      pages: [cells === 0 ? [] : body.finish()],
      furniture: furniture.finish().map((line) => line.text),
      tables: true,
      spaced: 'paragraphs',
    },
    await opc.drawn(false),
    marks,
    await embeddedParts(opc.members, context),
    { comments, charts },
  );
};
