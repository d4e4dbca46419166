import { describe, expect, test } from 'vitest';
import { withStatedText } from '../../src/extract/pdf/actual-text.ts';
import { readPdf } from '../../src/extract/pdf.ts';
import { testContext } from './helpers.ts';
import { buildPdf, invoice, stream } from './pdf-build.ts';

const utf16 = (text: string) =>
  `FEFF${[...text].map((c) => (c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')).join('')}`;
/** Letters of Helvetica for what would be glyphs without a name. */
const span = (stated: string, drawn: string) =>
  `/Span << /ActualText <${utf16(stated)}> >> BDC (${drawn}) Tj EMC`;

async function linesOf(content: string): Promise<string[]> {
  const page = `BT /F1 12 Tf 72 700 Td ${content} ET`;
  const { reading } = await readPdf(buildPdf(invoice({ 4: stream(page) })), testContext());
  return reading?.text.pages.flat().map(({ text }) => text) ?? [];
}

describe('what a page states for stacked letters is read', () => {
  test('in place of what the fonts name', async () => {
    const content = `(abc ) Tj ${span('നി', 'x')} ${span('ങ്ങളുടെ', 'yz')} ( 12) Tj`;
    expect(await linesOf(content)).toEqual(['abc നിങ്ങളുടെ 12']);
  });

  test('also within a sequence of its own, and once for all that is drawn in it', async () => {
    const content = `/P << /MCID 0 >> BDC ${span('തിരുവനന്തപുരം', 'q) Tj (r')} EMC`;
    expect(await linesOf(content)).toEqual(['തിരുവനന്തപുരം']);
  });

  test('and for glyphs that no font names, with what was drawn before', () => {
    const begin = { type: 'beginMarkedContentProps' };
    const end = { type: 'endMarkedContent' };
    const items = [{ str: 'എ' }, begin, end, { str: 'വരും' }];
    expect(withStatedText(items, ['ല്ലാ']).map(({ str }) => str)).toEqual(['എല്ലാ', 'വരും']);
  });

  test('not where PDF.js saw other sequences', () => {
    const items = [{ type: 'beginMarkedContentProps' }, { str: 'x' }, { type: 'endMarkedContent' }];
    expect(withStatedText(items, ['ല്ലാ', null]).map(({ str }) => str)).toEqual(['x']);
  });
});

describe('nothing else that a page states is', () => {
  test.each([
    ['an amount', '45 000', '54 000'],
    ['a name', 'Durand', 'Martin'],
    ['a digit of such a script', '൧', '9'],
    ['a letter and a figure', 'നി5', '4'],
    ['an ideograph', '不', 'yes'],
    ['nothing at all', '', 'not'],
  ])('%s', async (_, stated, drawn) => {
    expect(await linesOf(`(abc ) Tj ${span(stated, drawn)}`)).toEqual([`abc ${drawn}`]);
  });
});
