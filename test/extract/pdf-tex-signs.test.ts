import { describe, expect, test } from 'vitest';
import { readPdf } from '../../src/extract/pdf.ts';
import { testContext } from './helpers.ts';
import { buildPdf, stream } from './pdf-build.ts';

const NAMES = '37 /arrownortheast 48 /prime 104 /angbracketleft /angbracketright 107 /bardbl';
const UNICODE =
  '/CIDInit /ProcSet findresource begin begincmap 1 beginbfchar <68> <27E8> endbfchar endcmap';

async function readings(baseFont: string, shown: string, more = ''): Promise<string[]> {
  const bytes = buildPdf({
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: '<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 612 792] >>',
    3: '<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /S 5 0 R /T 6 0 R >> >> >>',
    4: stream(`BT /T 10 Tf 72 700 Td (Ligne) Tj /S 10 Tf 0 -40 Td (${shown}) Tj ET`),
    5: `<< /Type /Font /Subtype /Type1 /BaseFont /${baseFont} /Encoding << /Differences [${NAMES}] >> ${more} >>`,
    6: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    7: stream(UNICODE),
  });
  const text = (await readPdf(bytes, testContext())).reading?.text;
  const all = [text, ...(text?.readings ?? [])];
  return all.map((each) => each?.pages.flat().at(-1)?.text.normalize() ?? '');
}

describe('signs of TeX’s symbol fonts', () => {
  // What pdftotext 22.12 writes for these names at these codes.
  test.each(['CMSY10', 'ABCDEF+CMSY7', 'ABCDEF+CMBSY10', 'ABCDEF+LMMathSymbols10-Regular'])(
    'are read as the characters of their codes too in %s',
    async (font) => {
      const all = await readings(font, 'hik');
      expect(all[0]).toBe('〈〉‖');
      expect(all).toContain('hik');
    },
  );

  test('never as a figure or a share: 5′ is not 50, nor 5↗ 5%', async () => {
    expect(new Set(await readings('CMSY10', '0%'))).toEqual(new Set(['′↗']));
  });

  test('only as what they are where the font tells it, or is another', async () => {
    expect(new Set(await readings('CMSY10', 'h', '/ToUnicode 7 0 R'))).toEqual(new Set(['⟨']));
    expect(new Set(await readings('Symbol', 'h'))).toEqual(new Set(['〈']));
  });
});
