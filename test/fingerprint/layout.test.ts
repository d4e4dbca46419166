import { describe, expect, it } from 'vitest';
import { canonicalise } from '../../src/fingerprint/canonical.ts';
import type { Line, Text } from '../../src/fingerprint/document.ts';

const cell = (text: string, row: number, column: number): Line => ({
  text,
  cell: true,
  at: { row, column },
});
const cellsOf = (...lines: Line[]) => canonicalise({ pages: [lines], tables: true }).cells;
const linesOf =
  (spaced: 'lines' | 'paragraphs') =>
  (...lines: string[]) =>
    canonicalise({ pages: [lines.map((text) => ({ text }))], spaced }).layout;
const wrapped = linesOf('lines');
const paragraphs = linesOf('paragraphs');

describe('cells', () => {
  it('are told by the characters before them, their row and their column', () => {
    expect(
      cellsOf({ text: 'Un mot' }, cell('Dons', 7, 0), cell('45 000', 7, 2), { text: 'Fin' }),
    ).toEqual(['5\t1\t0', '9\t1\t2', '14\t']);
  });

  it('are none where there is no table, and not told where the reader does not', () => {
    expect(cellsOf({ text: 'Un mot' })).toEqual([]);
    expect(canonicalise({ pages: [[cell('a', 1, 0)]] }).cells).toBeUndefined();
  });

  it('differ when a figure changes column or row, or two cells become one', () => {
    const genuine = cellsOf(cell('Dons', 1, 0), cell('12', 1, 1), cell('500', 1, 2));
    for (const other of [
      cellsOf(cell('Dons', 1, 0), cell('12', 1, 1), cell('500', 1, 3)),
      cellsOf(cell('Dons', 1, 0), cell('12', 1, 1), cell('500', 2, 2)),
      cellsOf(cell('Dons', 1, 0), cell('12 500', 1, 1)),
      cellsOf(cell('Dons', 1, 0), cell('12', 1, 1), { text: '500' }),
    ]) {
      expect(other).not.toEqual(genuine);
    }
  });

  it('do not depend on how rows are numbered, nor on paragraphs in a cell', () => {
    expect(cellsOf(cell('a', 4, 0), cell('b', 9, 0), cell('c', 9, 0))).toEqual(
      cellsOf(cell('a', 1, 0), cell('b c', 2, 0)),
    );
  });

  it('stay where they are when a line before them is hyphenated', () => {
    expect(cellsOf({ text: 'so-' }, { text: 'lution' }, cell('b', 1, 0))).toEqual(
      cellsOf({ text: 'solution' }, cell('b', 1, 0)),
    );
  });
});

describe('layout', () => {
  it('names tabs and wide gaps beside figures', () => {
    expect(paragraphs('Dons\t45\t\t7')).toEqual(['4\tt', '6\ttt']);
    expect(paragraphs('Reçu 5 000   200 versé')).toEqual(['8\tsss']);
    expect(paragraphs('Total  500 €')).toEqual(['5\tss']);
  });

  it('names a line end between two figures', () => {
    expect(wrapped('12', '500 300')).toEqual(['2\tn']);
    expect(wrapped('12 500', '300')).toEqual(['5\tn']);
    expect(wrapped('12,', '500')).toEqual([]);
  });

  it('does not see how prose is wrapped, indented or justified', () => {
    const text = 'Le  comité   du port'.replaceAll(/ {3}/g, ' ');
    expect(wrapped(text, 'se réunit.  Il vote')).toEqual([]);
    expect(wrapped('    Le comité du port vote', '    12 500 euros de budget')).toEqual([]);
  });

  it('sees in which column a row of figures begins', () => {
    expect(wrapped('Dons', '          800')).toEqual(['4\tssssssssss']);
    expect(paragraphs('\t800 euros')).toEqual(['0\tt']);
  });

  it('takes the blanks of any width for blanks, and trailing ones for nothing', () => {
    expect(paragraphs('5\u00a0\u00a0000  ', ' ')).toEqual(['1\tss']);
    expect(paragraphs('5 000')).toEqual([]);
  });

  it('is not told of texts whose blanks a reader guessed', () => {
    const text: Text = { pages: [[{ text: 'a\tb' }]] };
    expect(canonicalise(text).layout).toBeUndefined();
  });
});
