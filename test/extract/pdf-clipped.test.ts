import { describe, expect, test } from 'vitest';
import { readPdf } from '../../src/extract/pdf.ts';
import { testContext } from './helpers.ts';
import { buildPdf, INVOICE, invoice, type Objects, stream } from './pdf-build.ts';

/**
 * By the widths of Helvetica the line stands from x = 72 to 285.4, its last word from 244.1 and
 * the amount from 125.4 to 200.7, on the base line 700, in 12 points.
 */
const read = async (content: string, changes: Objects = {}) => {
  const bytes = buildPdf(invoice({ ...changes, 4: stream(content) }));
  const { reading } = await readPdf(bytes, testContext());
  return { marks: reading?.marks ?? [], text: reading?.text.pages.flat().map(({ text }) => text) };
};
const clipped = async (content: string, changes: Objects = {}) =>
  (await read(content, changes)).marks.includes('clipped_text');
const AMOUNT = 'BT /F1 12 Tf 130 700 Td (1 250,00 EUR) Tj ET';
const LABEL = 'BT /F1 12 Tf 72 700 Td (Montant :) Tj ET';

/** The page but for a rectangle. */
const hole = (box: string, rule = 'W*') => `q 0 0 595 842 re ${box} re ${rule} n ${INVOICE} Q`;

describe('clipped text', () => {
  test.each([
    ['no clip', INVOICE, false],
    ['a clip elsewhere', `q 300 300 50 50 re W n ${INVOICE} Q`, true],
    ['a clip by the other rule', `q 300 300 50 50 re W* n ${INVOICE} Q`, true],
    ['a clip around it', `q 60 690 300 30 re W n ${INVOICE} Q`, false],
    ['a rectangle drawn without clipping', `q 300 300 50 50 re n ${INVOICE} Q`, false],
    ['a clip that is over', `q 300 300 50 50 re W n Q ${INVOICE}`, false],
    ['the amount alone', `${LABEL} q 300 300 50 50 re W n ${AMOUNT} Q`, true],
    ['the end of the line', `q 60 690 70 30 re W n ${INVOICE} Q`, true],
    ['its last word', `q 60 690 180 30 re W n ${INVOICE} Q`, true],
    ['its beginning', `q 120 690 300 30 re W n ${INVOICE} Q`, true],
    ['a hair at its end', `q 60 690 223 30 re W n ${INVOICE} Q`, false],
    [
      'blanks at its end',
      'q 60 690 57 30 re W n BT /F1 12 Tf 72 700 Td (Montant    ) Tj ET Q',
      false,
    ],
    [
      'its last letters',
      'q 60 690 45 30 re W n BT /F1 12 Tf 72 700 Td (Montant    ) Tj ET Q',
      true,
    ],
    ['only blanks', `${INVOICE} q 300 300 9 9 re W n BT /F1 12 Tf 100 600 Td (  ) Tj ET Q`, false],
    ['above it', `q 60 706 300 30 re W n ${INVOICE} Q`, true],
    ['below it', `q 60 660 300 40 re W n ${INVOICE} Q`, true],
    ['only descenders', `q 60 699 300 40 re W n ${INVOICE} Q`, false],
    ['an empty clip', `q 100 700 0 0 re W n ${INVOICE} Q`, true],
    [
      'two clips that share nothing',
      `q 60 690 20 30 re W n 300 690 20 30 re W n ${INVOICE} Q`,
      true,
    ],
    ['a clip widened by another', `q 300 300 50 50 re W n 0 0 595 842 re W n ${INVOICE} Q`, true],
    ['two rectangles, one around it', `q 300 300 9 9 re 60 690 300 30 re W n ${INVOICE} Q`, false],
    ['a triangle elsewhere', `q 300 300 m 350 300 l 325 350 l h W n ${INVOICE} Q`, true],
    ['a curve elsewhere', `q 300 300 m 310 320 340 320 350 300 c h W n ${INVOICE} Q`, true],
    ['a curve around it', `q 0 600 m 0 900 595 900 595 600 c h W n ${INVOICE} Q`, false],
    ['a clip that is moved', `q 1 0 0 1 250 -300 cm 60 690 300 30 re W n Q ${INVOICE}`, false],
    [
      'a moved clip in force',
      `q 1 0 0 1 0 -300 cm 60 690 300 30 re W n 1 0 0 1 0 300 cm ${INVOICE} Q`,
      true,
    ],
    ['shrunk text in a clip', `q 0.5 0 0 0.5 0 0 cm 60 690 300 30 re W n ${INVOICE} Q`, false],
    ['painted and clipping path', `q 300 300 50 50 re W f ${INVOICE} Q`, true],
    [
      'turned text outside',
      `q 300 300 50 50 re W n BT /F1 12 Tf 0 1 -1 0 100 100 Tm (Montant) Tj ET Q`,
      true,
    ],
    [
      'turned text inside',
      `q 80 90 40 200 re W n BT /F1 12 Tf 0 1 -1 0 100 100 Tm (Montant) Tj ET Q`,
      false,
    ],
    ['a hole over the amount', hole('125 696 70 14'), true],
    ['a hole drawn from its other corner', hole('195 710 -70 -14'), true],
    ['a hole elsewhere', hole('125 396 70 14'), false],
    ['a hole beside', hole('300 696 70 14'), false],
    ['a rule in the clip', hole('125 702 70 1'), false],
    ['a hole and another', hole('125 396 70 14 re 125 696 70 14'), true],
    ['two rectangles that fill the hole', hole('125 696 70 14 re 125 696 70 14'), false],
    ['an inner rectangle that is no hole', hole('125 696 70 14', 'W'), false],
    ['a hole in force no more', `${hole('125 696 70 14').replace(INVOICE, '')} ${INVOICE}`, false],
    ['invisible text', `q 300 300 50 50 re W n 3 Tr ${INVOICE} Q`, false],
  ])('%s', async (_, content, expected) => {
    expect(await clipped(content)).toBe(expected);
  });

  test('the text is still read', async () => {
    const { text } = await read(`q 300 300 50 50 re W n ${INVOICE} Q`);
    expect(text).toEqual(['Montant : 1 250,00 EUR pour la location']);
  });

  test('by the box of a form', async () => {
    const form = (box: string, matrix = '1 0 0 1 0 0') => ({
      7: stream(INVOICE, `/Subtype /Form /BBox [${box}] /Matrix [${matrix}]`),
    });
    expect(await clipped('/Im1 Do', form('0 0 595 842'))).toBe(false);
    expect(await clipped('/Im1 Do', form('0 0 595 690'))).toBe(true);
    expect(await clipped('/Im1 Do', form('300 842 0 690'))).toBe(false);
    expect(await clipped('q /Im1 Do Q', form('0 600 595 842', '1 0 0 1 0 -500'))).toBe(false);
    expect(await clipped(`/Im1 Do ${INVOICE}`, form('0 690 595 842'))).toBe(false);
  });

  test('by letters that clip', async () => {
    const letters = (y: number) => `BT /F1 12 Tf 7 Tr 72 ${y} Td (cadre) Tj ET 0 Tr`;
    expect(await clipped(`q ${letters(300)} ${INVOICE} Q`)).toBe(true);
    expect(await clipped(`q ${letters(698)} ${INVOICE} Q`)).toBe(false);
    expect(await clipped(`q ${letters(300).replace('7 Tr', '5 Tr')} ${INVOICE} Q`)).toBe(true);
    expect(await clipped(`q ${letters(300)} Q ${INVOICE}`)).toBe(false);
  });

  test('by the edge of the page, where it is read at all', async () => {
    const page = (box: string) => ({
      3: `<< /Type /Page /Parent 2 0 R /Contents 4 0 R /CropBox [${box}] >>`,
    });
    expect(await clipped(INVOICE, page('0 0 595 842'))).toBe(false);
    expect(await clipped(INVOICE, page('0 0 595 701'))).toBe(true);
    // A line that runs off the page: PDF.js leaves out the letters beyond its edge.
    expect(await clipped(INVOICE, page('0 0 200 842'))).toBe(false);
    expect(await clipped(INVOICE, page('78 0 595 842'))).toBe(false);
    const turned = (x: number) => `${INVOICE} BT /F1 12 Tf 0 1 -1 0 ${x} 100 Tm (Montant) Tj ET`;
    expect(await clipped(turned(100), page('0 0 595 842'))).toBe(false);
    expect(await clipped(turned(1800), page('0 0 595 842'))).toBe(false);
    const outside = await read(`${INVOICE} ${AMOUNT.replace('700', '100')}`, page('0 400 595 842'));
    expect(outside.text).toEqual(['Montant : 1 250,00 EUR pour la location']);
    expect(outside.marks).toEqual([]);
  });

  test('fonts whose letters stand elsewhere are not judged', async () => {
    const content = `q 60 660 300 40 re W n ${INVOICE} Q`;
    const font = (entries: string) => ({ 6: `<< /Type /Font ${entries} >>` });
    expect(await clipped(content, font('/Subtype /Type1 /BaseFont /Helvetica'))).toBe(true);
    const type3 =
      '/Subtype /Type3 /FontBBox [0 -10 10 0] /FontMatrix [0.1 0 0 0.1 0 0] /CharProcs << >> /Encoding << /Differences [] >> /FirstChar 0 /LastChar 0 /Widths [0]';
    expect(await clipped(content, font(type3))).toBe(false);
  });
});
