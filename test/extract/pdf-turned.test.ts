import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { turnedPlaceOf } from '../../src/extract/pdf/turn.ts';
import { readPdf } from '../../src/extract/pdf.ts';
import { testContext } from './helpers.ts';
import { buildPdf, stream } from './pdf-build.ts';

/**
 * Pages of Helvetica of 10 points, drawn in no order: where each string begins, from the left and
 * from the top of the page, by how many quarters it is turned counter-clockwise, the string; and the
 * words of the page in the order in which pdftotext 22.12 writes them.
 */
type Shown = readonly [x: number, y: number, turn: 0 | 1 | 2 | 3, text: string];
const vectors = JSON.parse(
  readFileSync('test/fixtures/pdf/pdftotext-turned.json', 'utf8'),
) as readonly { readonly shown: readonly Shown[]; readonly read: string }[];

const TURNED = ['1 0 0 1', '0 1 -1 0', '-1 0 0 -1', '0 -1 1 0'];

const pdfOf = (...pages: string[]) =>
  buildPdf({
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: `<< /Type /Pages /Kids [${pages.map((_, i) => `${10 + 2 * i} 0 R`).join(' ')}] /Count ${pages.length} /MediaBox [0 0 612 792] /Resources << /Font << /F 3 0 R >> >> >>`,
    3: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...Object.fromEntries(
      pages.flatMap((contents, i) => [
        [10 + 2 * i, `<< /Type /Page /Parent 2 0 R /Contents ${11 + 2 * i} 0 R >>`],
        [11 + 2 * i, stream(contents)],
      ]),
    ),
  });

const drawn = (shown: readonly Shown[]) =>
  shown
    .map(([x, y, turn, text]) => `BT /F 10 Tf ${TURNED[turn]} ${x} ${792 - y} Tm (${text}) Tj ET`)
    .join('\n');

const read = async (...pages: string[]) => (await readPdf(pdfOf(...pages), testContext())).reading;

/** What the page says, in each way in which it is read. */
async function readings(shown: readonly Shown[]): Promise<string[]> {
  const text = (await read(drawn(shown)))?.text;
  return [text, ...(text?.readings ?? [])].map(
    (each) => each?.pages.flatMap((page) => page.map((line) => line.text)).join(' ') ?? '',
  );
}

describe('text turned by quarters', () => {
  test.each(vectors.map(({ shown, read }, i) => [i + 1, shown, read] as const))(
    'is read where pdftotext has it on page %i',
    async (_, shown, expected) => {
      expect(await readings(shown)).toContain(expected);
    },
  );

  const UPRIGHT: Shown[] = [
    [300, 100, 0, 'above'],
    [100, 300, 0, 'below'],
  ];
  test('gives no order of its own where most of a page is turned', async () => {
    const label: Shown = [50, 400, 1, 'much more than stands upright'];
    expect(new Set(await readings([...UPRIGHT, label]))).toEqual(
      new Set(['above below much more than stands upright']),
    );
  });

  test('slanted text has no place', () => {
    expect(turnedPlaceOf({ str: 'x', transform: [7, 7, -7, 7, 0, 0], height: 10 })).toBeNull();
    expect(turnedPlaceOf({ str: 'x', transform: [0, 0, 0, 0, 0, 0], height: 10 })).toBeNull();
    expect(turnedPlaceOf({ str: 'x', transform: [0, 10, -10, 0, NaN, 0] })).toBeNull();
  });

  test('on one page hides no text that is covered on another', async () => {
    const label = drawn([[50, 400, 1, 'label']]);
    const covered = `${drawn([[100, 100, 0, 'covered']])}\n1 g 90 680 200 30 re f`;
    expect((await read(`${drawn(UPRIGHT)}\n${label}`, covered))?.marks).toEqual(['covered_text']);
  });
});
