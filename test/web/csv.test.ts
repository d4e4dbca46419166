import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvCell, csvOf } from '../../src/web/csv.ts';

/** Reads CSV as RFC 4180 has it; written for this test alone. */
function parse(text: string, separator: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = new RegExp(`"((?:[^"]|"")*)"(${separator}|\r\n)`, 'gy');
  pattern.lastIndex = 1;
  for (let cell = pattern.exec(text); cell !== null; cell = pattern.exec(text)) {
    rows.at(-1)?.push((cell[1] ?? '').replaceAll('""', '"'));
    if (cell[2] === '\r\n') rows.push([]);
    if (pattern.lastIndex === text.length) break;
  }
  return rows.slice(0, -1);
}

describe('csv', () => {
  test('no cell is a formula to a spreadsheet program', () => {
    const harmful = [
      '=cmd|’ /C calc’!A0',
      '+1+1',
      '-2+3',
      '@SUM(1)',
      '\t=1',
      '\r=1',
      ' =1',
      '\u202f=1',
      '\n=1',
      '\ufeff=1',
      '\u3000=1',
      '＝1+1',
      '＋1',
      '－1',
      '＠SUM(1)',
    ];
    for (const value of harmful) expect(csvCell(value)).toBe(`"'${value}"`);
    expect(csvCell('a=b')).toBe('"a=b"');
    expect(csvCell('12-date.eml')).toBe('"12-date.eml"');
  });

  test('begins with a byte order mark and ends lines with CRLF', () => {
    expect(
      csvOf(
        [
          ['é', '1'],
          ['"x"', 'y;z'],
        ],
        ';',
      ),
    ).toBe('\ufeff"é";"1"\r\n"""x""";"y;z"\r\n');
  });

  test('whatever the cells, they are read back, but for the apostrophe', () => {
    const cell = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }), (rows) => {
        for (const separator of [';', ','] as const) {
          const read = parse(csvOf(rows, separator), separator);
          expect(read.length).toBe(rows.length);
          for (const [at, row] of rows.entries()) {
            for (const [place, value] of row.entries()) {
              const got = read[at]?.[place] ?? '';
              expect([value, `'${value}`]).toContain(got);
              expect(/^[=+\-@]/.test(got)).toBe(false);
            }
          }
        }
      }),
    );
  });
});
