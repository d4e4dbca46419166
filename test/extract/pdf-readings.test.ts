import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byColumns } from '../../src/extract/pdf/columns.ts';
import { withoutEdges } from '../../src/extract/pdf/edges.ts';
import { readingsOf } from '../../src/extract/pdf/readings.ts';
import { RiseReader } from '../../src/extract/pdf/rise.ts';
import {
  MAX_SEGMENTS,
  type PlacedPiece,
  type Segment,
  SegmentJoiner,
} from '../../src/extract/pdf/segments.ts';

const piece = (str: string, x: number, y: number, size = 10, width = str.length * 5) =>
  ({ str, transform: [size, 0, 0, size, x, y], width, height: size }) satisfies PlacedPiece;
const at = (text: string, left: number, y: number, right = left + text.length * 5): Segment => ({
  text,
  left,
  right,
  y,
  size: 10,
});
const texts = (segments: readonly Segment[] | null) => segments?.map(({ text }) => text);

describe('segments', () => {
  const joined = (...pieces: PlacedPiece[]) => {
    const joiner = new SegmentJoiner();
    joiner.add(pieces);
    return texts(joiner.end());
  };

  test('a line is parted at a wide gap, not at a word space', () => {
    expect(joined(piece('Loyer', 0, 50), piece(' ', 25, 50, 10, 3), piece('mai', 28, 50))).toEqual([
      'Loyer mai',
    ]);
    expect(joined(piece('Loyer', 0, 50), piece(' ', 25, 50, 10, 60), piece('450', 85, 50))).toEqual(
      ['Loyer', '450'],
    );
  });

  test('turned text and too much of it have no places', () => {
    const turned = { str: 'haut', transform: [0, 10, -10, 0, 5, 5], width: 20, height: 10 };
    expect(joined(turned)).toBeUndefined();
    const many = Array.from({ length: MAX_SEGMENTS + 1 }, (_, i) => piece('x', 0, i * 20));
    expect(joined(...many)).toBeUndefined();
    expect(joined({ ...piece('x', 0, 0), width: Number.NaN })).toBeUndefined();
  });
});

describe('columns', () => {
  // pdftotext 22.12 prints such a table, exported by LibreOffice, as these lines.
  test('a table is read as pdftotext reads it', () => {
    const table = [
      at('Points agreed on by both sides, with amounts', 0, 200),
      at('Item', 40, 170),
      at('Amount', 150, 170),
      at('Item A tcp_dma', 0, 155),
      at('4096;', 0, 143),
      at('76548.64', 145, 149),
      at('Item B', 0, 130),
      at('64929.15', 145, 130),
      at('Total', 0, 115),
      at('141477.79', 145, 115),
    ];
    expect(texts(byColumns(table))).toEqual([
      'Points agreed on by both sides, with amounts',
      'Item',
      'Item A tcp_dma',
      '4096;',
      'Item B',
      'Total',
      'Amount',
      '76548.64',
      '64929.15',
      '141477.79',
    ]);
  });

  test('lines without a common gap keep their order from top to bottom', () => {
    const lines = [at('b'.repeat(40), 0, 80), at('a'.repeat(40), 0, 100), at('c', 0, 60)];
    expect(texts(byColumns(lines))?.map((text) => text[0])).toEqual(['a', 'b', 'c']);
  });

  test('two amounts that change places are told apart', () => {
    const table = (first: string, second: string) =>
      texts(byColumns([at('A', 0, 90), at(first, 90, 90), at('B', 0, 75), at(second, 90, 75)]));
    expect(table('100', '900')).toEqual(['A', 'B', '100', '900']);
    expect(table('900', '100')).toEqual(['A', 'B', '900', '100']);
  });

  test('nothing is lost and nothing comes twice, wherever it stands', () => {
    const some = fc.array(
      fc.record({
        text: fc.string({ minLength: 1 }),
        left: fc.integer({ min: 0, max: 300 }),
        right: fc.integer({ min: 0, max: 600 }),
        y: fc.integer({ min: 0, max: 300 }),
        size: fc.integer({ min: 0, max: 20 }),
      }),
    );
    fc.assert(
      fc.property(some, (segments) => {
        expect(texts(byColumns(segments))?.sort()).toEqual(texts(segments)?.sort());
      }),
    );
  });
});

describe('exponents', () => {
  const read = (...pieces: PlacedPiece[]) =>
    new RiseReader()
      .read(pieces)
      .map(({ str }) => str)
      .join('');

  test.each([
    ['raised behind a figure', 'la cuve de 10', '3', 7, 4, 'la cuve de 10³'],
    ['raised, negative', '10', '-6', 7, 4, '10⁻⁶'],
    ['lowered behind a figure', 'x1', '2', 7, -2, 'x1₂'],
    ['a mark of a note behind a word', 'mot', '1', 7, 4, 'mot1'],
    ['on the line', '10', '3', 7, 0, '103'],
    ['of the same size', '10', '3', 10, 4, '103'],
    ['a letter', '10', 'e', 7, 4, '10e'],
  ])('%s', (_, before, raised, size, rise, expected) => {
    expect(read(piece(before, 0, 100), piece(raised, before.length * 5, 100 + rise, size))).toBe(
      expected,
    );
  });

  test('not across a gap, nor on the next line', () => {
    expect(read(piece('10', 0, 100), piece('3', 40, 104, 7))).toBe('103');
    expect(read({ ...piece('10', 0, 100), hasEOL: true }, piece('3', 10, 104, 7))).toBe('103');
  });
});

describe('edges of short documents', () => {
  const page = (...segments: Segment[]) => ({ segments, bottom: 0, top: 842 });
  const lines = (...list: string[]) => list.map((text) => ({ text }));
  const HEAD = 'Horizon commun, plafond 76 998 EUR';
  const readings = (...body: string[]) => {
    const pages = [lines(HEAD, ...body)];
    const segments = body.map((text, i) => at(text, 56, 700 - 14 * i));
    const placed = [page(at(HEAD, 56, 830), ...segments)];
    return readingsOf({ pages, flat: pages, placed }).filter(({ furniture }) => furniture);
  };

  test('behind a dash that begins a word a line end is read as a blank and as none', () => {
    expect(readings('si --udp ou --', 'tcp', 'ou -', '1')).toEqual([
      { pages: [lines('si --udp ou --', 'tcp', 'ou -', '1')], furniture: [HEAD] },
      { pages: [lines('si --udp ou --tcp', 'ou -1')], furniture: [HEAD] },
    ]);
    expect(readings('rm -', '« o »')).toHaveLength(1);
    for (const [first = '', second = ''] of [
      ['rendez-', 'vous'],
      ['soit --', '« mot »'],
      ['---', 'mot'],
    ]) {
      expect(readings(first, second)).toHaveLength(1);
    }
  });

  test('a line at the top of both pages is told once', () => {
    const first = page(at(HEAD, 56, 830), at('Note', 56, 779), at('mot', 56, 760));
    const second = page(at(HEAD, 56, 830), at('suite', 56, 817));
    const read = withoutEdges([lines(HEAD, 'Note', 'mot'), lines(HEAD, 'suite')], [first, second]);
    expect(read).toEqual({
      pages: [lines('Note', 'mot'), lines('suite')],
      furniture: [HEAD],
    });
  });

  test('a line apart on one page only is text, unless there is only one', () => {
    const first = page(at(HEAD, 56, 830), at('Note', 56, 779));
    const second = page(at('suite', 56, 830), at('fin', 56, 700));
    expect(withoutEdges([lines(HEAD, 'Note'), lines('suite', 'fin')], [first, second])).toBeNull();
    expect(withoutEdges([lines(HEAD, 'Note')], [first])).toEqual({
      pages: [lines('Note')],
      furniture: [HEAD],
    });
  });

  test('nothing is taken from the midst of a page, nor where nothing stands apart', () => {
    const body = page(at('Note', 56, 600), at('mot', 56, 500));
    expect(withoutEdges([lines('Note', 'mot')], [body])).toBeNull();
    const close = page(at('Note', 56, 830), at('mot', 56, 817));
    expect(withoutEdges([lines('Note', 'mot')], [close])).toBeNull();
    const long = [lines(HEAD), lines(HEAD), lines(HEAD)];
    expect(withoutEdges(long, [page(), page(), page()])).toBeNull();
  });
});
