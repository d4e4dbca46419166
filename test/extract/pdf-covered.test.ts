import { describe, expect, test } from 'vitest';
import { readPdf } from '../../src/extract/pdf.ts';
import { testContext } from './helpers.ts';
import { buildPdf, INVOICE, invoice, type Objects, stream } from './pdf-build.ts';

/** The amount stands at about x = 130 to 190, on the base line 700, in 12 points. */
const marks = async (content: string, changes: Objects = {}) => {
  const bytes = buildPdf(invoice({ ...changes, 4: stream(content) }));
  return (await readPdf(bytes, testContext())).reading?.marks ?? [];
};
const BOX = '1 g 125 696 70 14 re f';

describe('covered text', () => {
  test.each([
    ['nothing over it', INVOICE, false],
    ['a white box over the amount', `${INVOICE} ${BOX}`, true],
    ['a black bar over the amount', `${INVOICE} 0 g 125 696 70 14 re f`, true],
    [
      'another amount typed over the box',
      `${INVOICE} ${BOX} ${'0 g BT /F1 12 Tf 130 700 Td (9) Tj ET'}`,
      true,
    ],
    ['a box moved there', `${INVOICE} q 1 0 0 1 100 600 cm 1 g 25 96 70 14 re f Q`, true],
    ['a ground painted before', `${BOX} 0 g ${INVOICE}`, false],
    ['a box beside', `${INVOICE} 1 g 400 696 70 14 re f`, false],
    ['a rule under it', `${INVOICE} 72 697 200 1 re f`, false],
    ['a rule through it', `${INVOICE} 72 703 200 1 re f`, false],
    ['a frame around it', `${INVOICE} 125 696 70 14 re S`, false],
    ['a clip', `${INVOICE} 125 696 70 14 re W n`, false],
    ['a shape that is no rectangle', `${INVOICE} 125 696 m 195 696 l 195 710 l f`, false],
    [
      'a ground for the next word on the line',
      `${INVOICE} 1 g 395 696 70 14 re f 0 g BT /F1 12 Tf 400 700 Td (suite) Tj ET`,
      false,
    ],
  ])('%s', async (_, content, expected) => {
    expect((await marks(content)).includes('covered_text')).toBe(expected);
  });

  test('by a form drawn over the page', async () => {
    const form = (matrix: string) =>
      stream('1 g 0 0 70 14 re f', `/Subtype /Form /BBox [0 0 70 14] /Matrix [${matrix}]`);
    expect(await marks(`${INVOICE} /Im1 Do`, { 7: form('1 0 0 1 125 696') })).toContain(
      'covered_text',
    );
    expect(await marks(`${INVOICE} /Im1 Do`, { 7: form('1 0 0 1 125 300') })).toEqual(
      await marks(INVOICE),
    );
  });

  test('not by a highlighter', async () => {
    const resources = (state: string) => ({
      5: `<< /Font << /F1 6 0 R >> /ExtGState << /G << ${state} >> >> >>`,
    });
    const content = `${INVOICE} /G gs 1 1 0 rg 125 696 70 14 re f`;
    expect(await marks(content, resources('/ca 1'))).toContain('covered_text');
    expect(await marks(content, resources('/ca 0.4'))).not.toContain('covered_text');
    expect(await marks(content, resources('/BM /Multiply'))).not.toContain('covered_text');
  });

  test('a form that draws itself, and operators without end, cost no reading', async () => {
    const circle = stream('/Im1 Do', '/Subtype /Form /BBox [0 0 9 9]');
    expect(await marks(`${INVOICE} /Im1 Do`, { 7: circle })).toBeDefined();
    expect(await marks(`${INVOICE} ${BOX} ${'q '.repeat(1000)}`)).toBeDefined();
  });
});
