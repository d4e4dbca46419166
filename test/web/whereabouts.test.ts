import { describe, expect, test } from 'vitest';
import type { Text } from '../../src/fingerprint/document.ts';
import { plainText } from '../../src/fingerprint/locate.ts';
import { cellName, pageStarts, whereIn } from '../../src/web/client/whereabouts.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const ODS = 'application/vnd.oasis.opendocument.spreadsheet';

describe('where a passage stands', () => {
  test('columns have the letters that a workbook shows', () => {
    const known: [number, string][] = [
      [1, 'A'],
      [26, 'Z'],
      [27, 'AA'],
      [52, 'AZ'],
      [53, 'BA'],
      [702, 'ZZ'],
      [703, 'AAA'],
      [16384, 'XFD'],
    ];
    for (const [column, letters] of known) expect(cellName(9, column)).toBe(`${letters}9`);
  });

  test('in a PDF, on a page', () => {
    const text: Text = { pages: [[{ text: 'un' }, { text: 'deux' }], [], [{ text: 'trois' }]] };
    const plain = plainText(text);
    expect(pageStarts(text)).toEqual([0, 8, 9]);
    const where = whereIn(text, 'application/pdf');
    expect(where(plain.indexOf('deux'))).toEqual({ kind: 'page', page: 1 });
    expect(where(plain.indexOf('trois'))).toEqual({ kind: 'page', page: 3 });
    expect(whereIn(text, 'text/plain')(0)).toBe(null);
  });

  test('in a workbook, in a cell of a sheet; in OpenDocument the sheet alone', () => {
    const cell = (text: string, row: number, column: number) => ({
      text,
      cell: true,
      at: { row, column },
    });
    const text: Text = {
      pages: [
        [
          { text: 'Dons' },
          cell('Nom', 10_000_001, 1),
          cell('Montant', 10_000_001, 2),
          cell('45', 10_000_014, 4),
          { text: 'Frais' },
          cell('Train', 20_000_003, 28),
        ],
      ],
    };
    const plain = plainText(text);
    const where = whereIn(text, XLSX);
    expect(where(plain.indexOf('45'))).toEqual({ kind: 'cell', sheet: 'Dons', cell: 'D14' });
    expect(where(plain.indexOf('Train'))).toEqual({ kind: 'cell', sheet: 'Frais', cell: 'AB3' });
    const odf: Text = {
      pages: [[{ text: 'Dons' }, cell('Nom', 1, 0), { text: 'Frais' }, cell('Train', 2, 0)]],
    };
    const at = plainText(odf).indexOf('Train');
    expect(whereIn(odf, ODS)(at)).toEqual({ kind: 'cell', sheet: 'Frais', cell: null });
  });
});
