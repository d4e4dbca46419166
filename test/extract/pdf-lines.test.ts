import { describe, expect, test } from 'vitest';
import { LineJoiner } from '../../src/extract/pdf/lines.ts';
import type { PlacedPiece } from '../../src/extract/pdf/segments.ts';

const piece = (str: string, x: number, y: number, width = str.length * 5) =>
  ({ str, transform: [10, 0, 0, 10, x, y], width, height: 10 }) satisfies PlacedPiece;

function linesOf(...pieces: PlacedPiece[]) {
  const joiner = new LineJoiner();
  joiner.add(pieces);
  return joiner.end().map(({ text }) => text);
}

describe('lines of a page', () => {
  test('pieces go on until one ends the line', () => {
    const end = { ...piece('12,50', 33, 700), hasEOL: true };
    expect(
      linesOf(piece('Total', 0, 700), piece(' ', 25, 700, 8), end, piece('€', 0, 688)),
    ).toEqual(['Total 12,50', '€']);
  });

  // "4.71" in a drawing and "Figure 1" below it, of a form XObject and the page around it.
  test.each([
    ['below', piece('Figure 1', 50, 640)],
    ['far to the right', piece('Figure 1', 90, 700)],
    ['back at the left', piece('Figure 1', 10, 700)],
  ])('what stands %s is another line though nothing ended the first', (_, next) => {
    expect(linesOf(piece('4.71', 40, 700), next)).toEqual(['4.71', 'Figure 1']);
  });

  test.each([
    ['a raised figure', piece('10', 0, 700), piece('2', 10, 703.3), '102'],
    ['what stands under a root', piece('√', 0, 708.5), piece('20', 5, 700), '√20'],
    ['an accent gone back over', piece('apre', 0, 700), piece('s', 15, 700), 'apres'],
  ])('%s is not', (_, first, second, line) => {
    expect(linesOf(first, second)).toEqual([line]);
  });

  test('columns are told where words stand apart, and not where a word space parts them', () => {
    const joiner = new LineJoiner();
    const row = [piece('  V:2,', 58, 700), piece(' ', 88, 700), piece('ps', 97, 700)];
    joiner.add([...row, piece(' ', 107, 700), piece('file', 109.5, 700)]);
    expect(joiner.end()).toEqual([
      {
        text: 'V:2, ps file',
        columns: [
          { at: 0, left: 58 },
          { at: 5, left: 97 },
        ],
      },
    ]);
  });

  test('no columns are told of a line that holds turned text', () => {
    const joiner = new LineJoiner();
    joiner.add([{ ...piece('haut', 0, 0), transform: [0, 10, -10, 0, 5, 5] }, piece('x', 9, 9)]);
    expect(joiner.end()[0]?.columns).toBeUndefined();
  });

  test('turned text is left as it comes', () => {
    const turned = { ...piece('haut', 0, 0), transform: [0, 10, -10, 0, 5, 5] };
    expect(linesOf(piece('bas', 90, 90), turned)).toEqual(['bashaut']);
  });
});
