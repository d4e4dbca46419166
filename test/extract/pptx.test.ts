import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOdf } from '../../src/extract/odf.ts';
import { readPptx } from '../../src/extract/pptx.ts';
import { ExtractError } from '../../src/extract/reader.ts';
import { expectProblem, fixture, linesOf, testContext } from './helpers.ts';
import { repack } from './package.ts';

const slides = fixture('diapos.pptx');
const read = (bytes: Uint8Array) => readPptx(bytes, testContext());
const FIRST = 'ppt/slides/slide1.xml';

/** The texts of the source, in scripts/fixtures/office.py. */
const SLIDES = [
  'Réunion publique',
  'Le 12 mai 2026 à 19 h 30',
  'Salle des fêtes, entrée libre',
  'Remercier la mairie.',
  'Budget : 45 000 €',
];

describe('readPptx', () => {
  it('gives slides in order, each with its notes, as the odp does', async () => {
    expect(linesOf(await read(slides))).toEqual(SLIDES);
    expect(linesOf(await readOdf(fixture('diapos.odp'), testContext()))).toEqual(SLIDES);
  });

  it('follows the order of the show, not the names of the parts', async () => {
    const turned = repack(slides, {
      'ppt/presentation.xml': (xml) => xml.replace(/(<p:sldId [^>]*>)(<p:sldId [^>]*>)/, '$2$1'),
    });
    expect(linesOf(await read(turned))).toEqual([...SLIDES.slice(4), ...SLIDES.slice(0, 4)]);
  });

  it('keeps the text of repeated placeholders apart', async () => {
    const shape =
      '<p:sp><p:nvSpPr><p:cNvPr id="99" name="f"/><p:cNvSpPr/><p:nvPr><p:ph type="ftr"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>Interne</a:t></a:r></a:p></p:txBody></p:sp>';
    const extracted = await read(
      repack(slides, { [FIRST]: (xml) => xml.replace('</p:spTree>', `${shape}</p:spTree>`) }),
    );
    expect(linesOf(extracted)).toEqual(SLIDES);
    expect(extracted.reading?.text.furniture).toEqual(['Interne']);
  });

  it('marks hidden slides, which it reads', async () => {
    const extracted = await read(
      repack(slides, { [FIRST]: (xml) => xml.replace('<p:sld ', '<p:sld show="0" ') }),
    );
    expect(linesOf(extracted)).toEqual(SLIDES);
    expect(extracted.reading?.marks).toEqual(['hidden_sheet']);
  });

  it.each([
    ['on the slide', '<a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/>', []],
    ['half on it', '<a:off x="-450000" y="0"/><a:ext cx="900000" cy="900000"/>', []],
    ['left of it', '<a:off x="-900000" y="0"/><a:ext cx="900000" cy="9"/>', ['clipped_text']],
    ['right of it', '<a:off x="99000000" y="0"/><a:ext cx="9" cy="9"/>', ['clipped_text']],
    ['above it', '<a:off x="0" y="-9"/><a:ext cx="900000" cy="9"/>', ['clipped_text']],
    ['below it', '<a:off x="0" y="99000000"/><a:ext cx="9" cy="9"/>', ['clipped_text']],
  ])('marks text %s', async (_, place, marks) => {
    const shape = `<p:sp><p:nvSpPr><p:cNvPr id="99" name="f"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>${place}</a:xfrm></p:spPr><p:txBody><a:bodyPr/><a:p><a:r><a:t>Interne</a:t></a:r></a:p></p:txBody></p:sp>`;
    const put = (inner: string) =>
      read(repack(slides, { [FIRST]: (xml) => xml.replace('</p:spTree>', `${inner}</p:spTree>`) }));
    expect((await put(shape)).reading?.marks).toEqual(marks);
    const grouped = `<p:grpSp><p:grpSpPr/>${shape}</p:grpSp>`;
    expect((await put(grouped)).reading?.marks).toEqual([]);
  });

  it('draws the same after packing anew, otherwise after a change', async () => {
    const drawn = async (bytes: Uint8Array) => (await read(bytes)).reading?.drawn;
    expect(await drawn(repack(slides, {}, { level: 0, reverse: true }))).toBe(await drawn(slides));
    const moved = repack(slides, {
      [FIRST]: (xml) => xml.replace('45', '54').replace('<a:off x="', '<a:off x="1'),
    });
    expect(await drawn(moved)).not.toBe(await drawn(slides));
  });

  it('refuses a missing slide', async () => {
    await expectProblem(() => read(repack(slides, { [FIRST]: null })), 'unreadable');
  });

  it('throws coded errors only, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(slides.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async (flips) => {
          const bytes = slides.slice();
          for (const [at, value] of flips) bytes[at] = value;
          await read(bytes).catch((error) => expect(error).toBeInstanceOf(ExtractError));
        },
      ),
      { numRuns: 100 },
    );
  });
});
