import { describe, expect, test } from 'vitest';
import { mended } from '../../src/extract/pdf/mend.ts';
import type { PlacedPiece } from '../../src/extract/pdf/segments.ts';

const piece = (str: string, x = 0, width = str.length * 5) =>
  ({ str, transform: [10, 0, 0, 10, x, 700], width, height: 10 }) satisfies PlacedPiece;
const texts = (...pieces: PlacedPiece[]) => mended(pieces).map(({ str }) => str);

describe('ligatures whose bytes Ghostscript swapped', () => {
  // As pdfwrite of Ghostscript 10.00 names the glyphs of ligatures.
  test.each([
    ['dé昀椀nit', 'définit'],
    ['e昀昀ectif', 'effectif'],
    ['Zwei昀氀üge', 'Zweiflüge'],
    ['o昀昀椀ce', 'office'],
    ['昀樀ord', 'fjord'],
    ['吀栀é', 'Thé'],
    ['tari昀昀', 'tariff'],
  ])('%s is %s', (written, drawn) => {
    expect(texts(piece(written))).toEqual([drawn]);
  });

  test('ideographs among ideographs stay what they are', () => {
    expect(texts(piece('昀椀'), piece('王昀琀生'), piece('12昀椀34'))).toEqual([
      '昀椀',
      '王昀琀生',
      '12昀椀34',
    ]);
  });
});

describe('accents drawn before their letter', () => {
  test.each([
    ['math´ematiques fran¸caises', 'mathématiques françaises'],
    ['No¨el, ˆıle, for¸ca', 'Noël, île, força'],
    ['voil`a d´ej`a', 'voilà déjà'],
    ['ˇcas ˚Angstr¨om', 'čas Ångström'],
    // The program's name, as TeX has it and pdftotext 22.12 reads it.
    ['x˚ındy', 'xi\u030andy'],
  ])('%s reads %s', (written, drawn) => {
    expect(texts(piece(written))).toEqual([drawn]);
  });

  test('accents that nothing bears, quotations and code stay', () => {
    const kept = [
      'http://people.example/˜abe/',
      '`abc` and `a',
      '5´ 30´´',
      'x´',
      '´x',
      'a ˆ b',
      '¨ 2',
      '~tilde',
    ];
    expect(texts(...kept.map((text) => piece(text)))).toEqual(kept);
  });

  // "après" by dvipdfm: the accent ends one piece and the next goes back over it.
  test('a piece that goes back over an accent takes it', () => {
    const [first, second] = mended([piece('apr`', 0, 20), piece('es vous', 15)]);
    expect([first?.str, second?.str]).toEqual(['apr', 'ès vous']);
    expect(first?.width).toBe(15);
  });

  // "Índice" of pdfTeX, where pdftotext 22.12 reads so.
  test('and a capital one that is raised over it', () => {
    const placed = (str: string, x: number, y: number, width: number): PlacedPiece => {
      return { str, transform: [14.35, 0, 0, 14.35, x, y], width, height: 14.35 };
    };
    const pieces = [placed('´', 119.787, 558.6, 8.07), placed('Indice', 120.817, 555.133, 42.96)];
    expect(mended(pieces).map(({ str }) => str)).toEqual(['', 'Índice']);
  });

  test('a piece that stands beside an accent leaves it', () => {
    expect(texts(piece('apr`', 0, 20), piece('es vous', 20))).toEqual(['apr`', 'es vous']);
    const below = { ...piece('es vous', 15), transform: [10, 0, 0, 10, 15, 690] };
    expect(texts(piece('apr`', 0, 20), below)).toEqual(['apr`', 'es vous']);
    expect(texts({ ...piece('apr`', 0, 20), hasEOL: true }, piece('es', 15))).toEqual([
      'apr`',
      'es',
    ]);
  });
});
