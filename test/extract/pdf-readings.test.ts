import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Block, blocksOf } from '../../src/extract/pdf/blocks.ts';
import { withoutEdges } from '../../src/extract/pdf/edges.ts';
import { inOrder } from '../../src/extract/pdf/order.ts';
import { readingsOf } from '../../src/extract/pdf/readings.ts';
import { RiseReader } from '../../src/extract/pdf/rise.ts';
import { RunJoiner } from '../../src/extract/pdf/runs.ts';
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
const fromTop = (runs: readonly Segment[], blank = 0.25) =>
  runs.map((run, order) => ({
    ...run,
    order,
    base: 800 - run.y,
    ascent: 0.9,
    descent: -0.2,
    blank,
  }));
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

describe('runs', () => {
  const joined = (...pieces: PlacedPiece[]) => {
    const joiner = new RunJoiner();
    joiner.add(pieces);
    const whole: string[] = [];
    for (const { text, joint } of joiner.end() ?? []) {
      if (joint === undefined) whole.push(text);
      else whole.push(`${whole.pop()}${joint}${text}`);
    }
    return joiner.end() && whole;
  };

  // Gaps and output of pdftotext 22.12 on LaTeX documents.
  test.each([
    ['0.09 of one size', piece('French', 0, 0), piece('?', 30.9, 0), 'French?'],
    ['0.11 of one size', piece('tabular', 0, 0), piece('s,', 36.1, 0), 'tabular s,'],
    ['after the mark of a note', piece('1', 0, 3.6, 6), piece('The', 5.5, 0, 8), '1 The'],
    ['before the mark of a note', piece('word', 0, 0), piece('1', 20, 3.6, 7, 4), 'word1'],
    ['0.05 between two sizes', piece('G', 0, 0), piece('AULLE', 5.5, 0, 8), 'G AULLE'],
    ['0.025 between two sizes', piece('AULLE', 0, 0, 8), piece(',', 25.25, 0), 'AULLE,'],
  ])('a gap of %s', (_, first, second, expected) => {
    expect(joined(first, second)).toEqual([expected]);
  });

  // Places in a PDF of TeX, and output of pdftotext 22.12.
  test('a circle around a letter is left out, and a blank before an accent stays', () => {
    const circle = [piece('Copyright', 90, 81), piece('c', 144.3, 81.3, 10, 4.8)];
    const year = piece('2013', 155.8, 81);
    const drawn = joined(...circle, piece('©', 141.2, 81, 10, 10.9), year);
    expect(drawn?.join(' ')).toBe('Copyright c 2013');
    expect(joined(piece('c', 0, 0), piece('©', 8, 0))).toEqual(['c ©']);
    expect(joined(piece('Nekaj ', 0, 0, 10, 27), piece('časa', 27, 0))).toEqual(['Nekaj časa']);
  });

  test('what is drawn far off, above or back is another run', () => {
    expect(joined(piece('a', 0, 0), piece('b', 13, 0), piece('c', 0, 0))).toHaveLength(3);
    expect(joined(piece('a', 0, 0), piece('b', 5, 12))).toEqual(['a', 'b']);
  });

  test('slanted text and too much of it have no places', () => {
    const slanted = { str: 'haut', transform: [7, 7, -7, 7, 5, 5], width: 20, height: 10 };
    expect(joined(slanted)).toBeNull();
    const many = Array.from({ length: MAX_SEGMENTS + 1 }, (_, i) => piece('x', 0, i * 20));
    expect(joined(...many)).toBeNull();
  });
});

describe('blocks', () => {
  const enough = () => ({ left: 1e7 });
  const read = (runs: readonly Segment[]) => {
    const blocks = blocksOf(fromTop(runs), enough());
    return texts((blocks && inOrder(blocks, enough()))?.flatMap(({ lines }) => lines) ?? null);
  };

  // As pdftotext 22.12 has such lines, but for the figures.
  test.each([
    ['- 3 -', 0.25, '-3-'],
    ['- i -', 0.3, '-i-'],
    ['- 3 -', 0.6, '- 3 -'],
    ['1 2', 0.25, '1 2'],
    ['- mot -', 0.25, '- mot -'],
  ])('single signs on a line of their own: %s with blanks of %f', (text, blank, expected) => {
    const blocks = blocksOf(fromTop([at(text, 0, 50)], blank), enough());
    expect(blocks?.map(({ lines }) => texts(lines))).toEqual([[expected]]);
  });

  // pdftotext 22.12 prints such tables, exported by LibreOffice, as these lines.
  test('a table is read column by column where no row fills the gap', () => {
    const table = [
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
    const lines =
      'Item, Item A tcp_dma, 4096;, Item B, Total, Amount, 76548.64, 64929.15, 141477.79';
    expect(read(table)).toEqual(lines.split(', '));
  });

  test('and row by row where one does', () => {
    const table = [
      at('Poste', 40, 170),
      at('Montant', 150, 170),
      at('Poste A Cet appel', 0, 156),
      at('82911,45', 145, 156),
      at('Poste D _NOCLDWAIT, depuis 2', 0, 142),
      at('76989,94', 145, 142),
      at('Total', 0, 128),
      at('345415,50', 145, 128),
    ];
    const lines =
      'Poste/Montant/Poste A Cet appel/82911,45/Poste D _NOCLDWAIT, depuis 2 76989,94/Total/345415,50';
    expect(read(table)).toEqual(lines.split('/'));
  });

  // The page of which pdftotext 22.12 has the number before the right column, under the left one.
  test('what stands under the left column comes before the right one', () => {
    const page = [
      at('Sample Document', 120, 200, 300),
      at('verse Ex', 0, 170),
      at('Exodus', 300, 170),
      at('verse Exodus and much more', 0, 158, 250),
      at('Exodus xx', 300, 158),
      at('1', 240, 50),
    ];
    expect(read(page)).toEqual([
      ...['Sample Document', 'verse Ex', 'verse Exodus and much more', '1'],
      ...['Exodus', 'Exodus xx'],
    ]);
  });

  // As pdftotext 22.12 prints pages made so, in Courier.
  test.each([
    [3, ['1 ab', '2 ab', '3 ab']],
    [4, ['1', '2', '3', '4', 'ab', 'ab', 'ab', 'ab']],
  ])('%d numbers a little before their lines', (count, lines) => {
    const list = Array.from({ length: count }, (_, i) => [
      at(`${i + 1}`, 100, 700 - 12 * i, 106),
      at('ab', 114, 700 - 12 * i, 126),
    ]);
    expect(read(list.flat())).toEqual(lines);
  });

  test('a number and its heading are one line', () => {
    const contents = [at('1', 0, 100), at('Usage', 14, 100), at('3', 0, 70), at('Code', 14, 70)];
    expect(read(contents)).toEqual(['1 Usage', '3 Code']);
  });

  test('two amounts that change places are told apart', () => {
    const table = (first: string, second: string) =>
      read([at('A', 0, 90), at(first, 90, 90), at('B', 0, 75), at(second, 90, 75)]);
    expect(table('100', '900')).toEqual(['A', 'B', '100', '900']);
    expect(table('900', '100')).toEqual(['A', 'B', '900', '100']);
  });

  const some = fc.array(
    fc.record({
      text: fc.stringMatching(/^\S+$/),
      left: fc.integer({ min: 0, max: 300 }),
      right: fc.integer({ min: 0, max: 600 }),
      y: fc.integer({ min: 0, max: 300 }),
      size: fc.integer({ min: 0, max: 20 }),
    }),
  );

  test('nothing is lost and nothing comes twice, wherever it stands', () => {
    const letters = (list: readonly string[] | undefined) =>
      [...(list ?? []).join('').replaceAll(' ', '')].sort();
    fc.assert(
      fc.property(some, (runs) => {
        expect(letters(read(runs))).toEqual(letters(texts(runs)));
      }),
    );
  });

  test('pages that would cost too much have no such reading, and the others stay', () => {
    const dots = Array.from({ length: 480 }, (_, i) =>
      at('x', (97 * i) % 1000, 2 * ((61 * i) % 997)),
    );
    const pages = Array.from({ length: 20 }, () => [{ text: 'x' }]);
    const placed = pages.map(() => ({ segments: dots, runs: dots, bottom: 0, top: 842 }));
    expect(readingsOf({ pages, flat: pages, placed })).toEqual([{ pages }]);
    const three = { pages: pages.slice(0, 3), flat: pages.slice(0, 3), placed: placed.slice(0, 3) };
    expect(readingsOf(three)).toHaveLength(2);
  });

  test('there is no reading without work left, nor of a page of dots', () => {
    const grid = Array.from({ length: 900 }, (_, i) =>
      at('x', 20 * (i % 30), 40 * Math.floor(i / 30)),
    );
    expect(blocksOf(fromTop(grid), { left: 100 })).toBeNull();
    const dots = blocksOf(fromTop(grid), enough()) as Block[];
    expect(dots).toHaveLength(900);
    expect(inOrder(dots, enough())).toBeNull();
    expect(inOrder(dots.slice(0, 100), { left: 10_500 })).toBeNull();
    expect(inOrder(dots.slice(0, 100), enough())).toHaveLength(100);
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
    ['raised behind a unit', 'une salle de 40 m', '2', 7, 4, 'une salle de 40 m²'],
    ['lowered behind a variable', 'R', '1', 7, -2, 'R₁'],
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

describe('a hyphen at a line end', () => {
  const read = (...lines: string[]) => {
    const pages = [lines.map((text) => ({ text }))];
    const [flat] = readingsOf({ pages, flat: pages, placed: null } as never);
    return flat?.pages.flat().map(({ text }) => text);
  };

  test.each([
    ['between letters', 'rendez-', 'vous', 'rendezvous'],
    ['between a word and a figure', 'en UTF-', '8 seulement', 'en UTF8 seulement'],
    ['between a figure and a word', 'sur 8-', 'bit', 'sur 8bit'],
    ['between a letter and a bracket', 'RecolorCur-', '(drawables', 'RecolorCur(drawables'],
    ['as a dash between words', 'libavcodec -', 'the leading', 'libavcodec the leading'],
    ['and the first of two stays', 'ou --', 'tcp', 'ou -tcp'],
    ['before a name', 'UF_WRTPD -', '!UF_WRTPH', 'UF_WRTPD !UF_WRTPH'],
    ['alone, before a full stop alone', '-', '.', '.'],
  ])('is dropped %s', (_, first, second, whole) => {
    expect(read(first, second)).toEqual([whole]);
  });

  test('is dropped in all cells that hold nothing else, but before a figure', () => {
    expect(read('CPU', '-', '-', 'FPP')).toEqual(['CPU', 'FPP']);
    expect(read('CPU', '-', '-', '5')).toEqual(['CPU', '-', '5']);
  });

  test.each([
    ['may be a sign', 'soit -', '(500)'],
    ['is a sign', 'soit -', 'EUR 500'],
    ['is a sign', 'soit -', 'euros 500'],
    ['is a sign', 'et -', '5'],
    ['may be a sign', 'EUR-', '500'],
    ['may be a sign', 'x-', '3'],
    ['may be a sign', '3-', 'x'],
    ['is between figures', '10-', '3'],
    ['may be a sign', '-', '.5'],
    ['may be a sign', 'soit -', '$500'],
    ['may be a sign', 'soit -', '/500'],
  ])('stays where it %s: %s|%s', (_, first, second) => {
    expect(read(first, second)).toEqual([first, second]);
  });
});

test.each([
  ['a block of their own', 1],
  ['blocks of their own', 3],
])('dashes of a list that stand in %s are one, as in plain text', (_, height) => {
  const rows = ['Premier point', 'Second point', 'Dernier point'].flatMap((text) =>
    Array.from({ length: height }, (_, i) => (i === 0 ? text : `ligne ${i + 1}`)),
  );
  const runs = rows.flatMap((text, i) => {
    const y = 700 - 12 * i;
    return i % height === 0 ? [at('-', 40, y), at(text, 80, y)] : [at(text, 80, y)];
  });
  const pages = [rows.map((text) => ({ text: `- ${text}` }))];
  const placed = [{ segments: runs, runs, bottom: 0, top: 842 }];
  const [, blocks] = readingsOf({ pages, flat: pages, placed });
  expect(blocks?.pages).toEqual([['-', ...rows].map((text) => ({ text }))]);
});

test('where a figure is raised no reading has it on the line', () => {
  const runs = [at('10² litres', 0, 700)];
  const placed = [{ segments: runs, runs, bottom: 0, top: 842 }];
  const texts = { pages: [[{ text: '10² litres' }]], flat: [[{ text: '102 litres' }]], placed };
  expect(readingsOf(texts)).toEqual([]);
});

test('where it is raised behind a unit a reading has it on the line, which says the same', () => {
  const runs = [at('40 m2', 0, 700)];
  const placed = [{ segments: runs, runs, bottom: 0, top: 842 }];
  const flat = [[{ text: '40 m2' }]];
  expect(readingsOf({ pages: [[{ text: '40 m²' }]], flat, placed })[0]?.pages).toEqual(flat);
});

test('nor across blocks, where a page number follows', () => {
  const runs = [at('une semaine de va-', 0, 700), at('12', 60, 50)];
  const pages = [runs.map(({ text }) => ({ text }))];
  const placed = [{ segments: runs, runs, bottom: 0, top: 842 }];
  expect(readingsOf({ pages, flat: pages, placed })[1]?.pages).toEqual(pages);
});

describe('edges of short documents', () => {
  const page = (...segments: Segment[]) => ({ segments, runs: segments, bottom: 0, top: 842 });
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
