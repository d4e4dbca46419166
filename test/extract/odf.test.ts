import fc from 'fast-check';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readDocx } from '../../src/extract/docx.ts';
import { readOdf } from '../../src/extract/odf.ts';
import { ExtractError } from '../../src/extract/reader.ts';
import { expectProblem, fixture, linesOf, testContext, toWords, wordsOf } from './helpers.ts';
import { repack } from './package.ts';

const letter = fixture('lettre.odt');
const read = (bytes: Uint8Array) => readOdf(bytes, testContext());
const drawn = async (bytes: Uint8Array) => (await read(bytes)).reading?.drawn;

const NAMES = ['office', 'text', 'table', 'style', 'presentation']
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .concat(
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"',
    'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"',
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"',
  )
  .join(' ');

/** The smallest ODF around a body. */
function odf(
  body: string,
  styles = '',
  kind = 'text',
  extra: Record<string, string> = {},
): Uint8Array {
  const members: Record<string, string> = {
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    'content.xml': `<office:document-content ${NAMES}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
    ...extra,
  };
  const out: Zippable = {};
  for (const [name, text] of Object.entries(members)) out[name] = strToU8(text);
  return zipSync(out);
}

const sheet = (rows: string, styles = ''): Uint8Array =>
  odf(`<table:table table:name="F">${rows}</table:table>`, styles, 'spreadsheet');

describe('readOdf', () => {
  it('gives the words that LibreOffice exports, list numbers aside, then the footnote', async () => {
    const expected = toWords(new TextDecoder().decode(fixture('lettre.txt'))).filter(
      (word) => !/^[1-3]\.$/.test(word),
    );
    const extracted = await read(letter);
    expect(wordsOf(extracted)).toEqual([
      ...expected,
      ...toWords('1 Chiffres provisoires, arrêtés au 30 avril 2026.'),
    ]);
    expect(extracted.reading?.text.furniture).toEqual([
      'Campagne municipale — document interne',
      'Page 1',
    ]);
  });

  it('agrees word for word and cell for cell with the docx made of it', async () => {
    const odt = await read(letter);
    const docx = await readDocx(fixture('lettre.docx'), testContext());
    expect(wordsOf(odt)).toEqual(wordsOf(docx));
    const cells = (e: typeof odt) => e.reading?.text.pages[0]?.filter((line) => line.cell);
    expect(cells(odt)).toEqual(cells(docx));
  });

  it('draws the same after packing anew and after a change of properties', async () => {
    const before = await drawn(letter);
    expect(await drawn(repack(letter, {}, { level: 0, reverse: true }))).toBe(before);
    const changed = repack(letter, {
      'meta.xml': '<autre/>',
      'Thumbnails/thumbnail.png': null,
      'META-INF/manifest.xml': (xml) =>
        xml.replace(/<manifest:file-entry [^>]*thumbnail[^>]*\/>/, ''),
    });
    expect(await drawn(changed)).toBe(before);
  });

  it('draws otherwise after any other change', async () => {
    const before = await drawn(letter);
    for (const changed of [
      repack(letter, {
        'styles.xml': (xml) => xml.replace('fo:font-weight="bold"', 'text:display="none"'),
      }),
      repack(letter, { 'content.xml': (xml) => xml.replace('12 345', '12 346') }),
      repack(letter, { 'Pictures/blanc.png': 'x' }),
      repack(letter, { 'settings.xml': (xml) => xml.replace('true', 'false') }),
    ]) {
      expect(await drawn(changed)).not.toBe(before);
    }
  });

  it('counts the properties that a field prints', async () => {
    const titled = (title: string) =>
      odf('<text:p><text:title>45 000 €</text:title></text:p>', '', 'text', { 'meta.xml': title });
    expect(await drawn(titled('45 000 €'))).not.toBe(await drawn(titled('54 000 €')));
  });

  it('leaves out deleted text, comments and alternative texts, and marks the file', async () => {
    const extracted = await read(
      odf(
        '<text:tracked-changes><text:changed-region><text:deletion><text:p>ôté</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>un<office:annotation><text:p>note</text:p></office:annotation><draw:frame><svg:desc>image</svg:desc><draw:text-box><text:p>boîte</text:p></draw:text-box></draw:frame><text:s text:c="2"/>deux</text:p>',
      ),
    );
    expect(linesOf(extracted)).toEqual(['un  deux', 'boîte']);
    expect(extracted.reading?.marks).toEqual(['comments', 'tracked_changes']);
  });

  it.each([
    ['a hidden character style', '<text:p><text:span text:style-name="H">x</text:span></text:p>'],
    [
      'a hidden style by inheritance',
      '<text:p><text:span text:style-name="I">x</text:span></text:p>',
    ],
    ['a hidden section', '<text:section text:display="none"><text:p>x</text:p></text:section>'],
    ['a hidden field', '<text:p><text:hidden-text>x</text:hidden-text></text:p>'],
  ])('keeps and marks %s', async (_, body) => {
    const styles =
      '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style><style:style style:name="I" style:family="text" style:parent-style-name="H"/>';
    const extracted = await read(odf(body, styles));
    expect(linesOf(extracted)).toEqual(['x']);
    expect(extracted.reading?.marks).toEqual(['hidden_text']);
  });

  it('repeats cells and rows as often as they say, within the limit', async () => {
    const cell = (row: number, column: number) =>
      sheet(
        `<table:table-row table:number-rows-repeated="${row}"><table:table-cell table:number-columns-repeated="${column}" office:value-type="float" office:value="7"/></table:table-row><table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>`,
      );
    expect(linesOf(await read(cell(2, 2)))).toEqual(['F', '7', '7', '7', '7']);
    await expectProblem(() => read(cell(1_000_000, 1_000_000)), 'over_limit');
  });

  it('reads stored values, and marks a format that prints something else', async () => {
    const styles =
      '<number:number-style style:name="N"><number:text>45 000 €</number:text></number:number-style><style:style style:name="C" style:family="table-cell" style:data-style-name="N"/>';
    const row =
      '<table:table-row><table:table-cell table:style-name="C" office:value-type="float" office:value="54"><text:p>45 000 €</text:p></table:table-cell></table:table-row>';
    const extracted = await read(sheet(row, styles));
    expect(linesOf(extracted)).toEqual(['F', '54']);
    expect(extracted.reading?.marks).toEqual(['literal_format']);
  });

  it('says encrypted, unreadable and no_text_layer', async () => {
    const manifest =
      '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>';
    await expectProblem(
      () => read(odf('', '', 'text', { 'META-INF/manifest.xml': manifest })),
      'encrypted',
    );
    await expectProblem(() => read(repack(letter, { 'content.xml': null })), 'unreadable');
    await expectProblem(() => read(odf('<text:p>'.repeat(300_000))), 'over_limit');
    expect((await read(odf('<text:p/>'))).problem).toBe('no_text_layer');
  });

  it('throws coded errors only, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(letter.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async (flips) => {
          const bytes = letter.slice();
          for (const [at, value] of flips) bytes[at] = value;
          await read(bytes).catch((error) => expect(error).toBeInstanceOf(ExtractError));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('throws coded errors only, whatever the XML', async () => {
    const element = fc.constantFrom(
      'text:p',
      'text:note',
      'text:note-body',
      'text:note-citation',
      'table:table',
      'table:table-row',
      'table:table-cell',
      'table:shapes',
      'draw:frame',
      'text:s text:c="-1"',
      'text:s text:c="1e9"',
      'style:style',
      'number:date-style',
      'presentation:footer-decl',
      'text:span text:style-name="x"',
    );
    const tree = fc
      .array(element, { maxLength: 12 })
      .map((names) =>
        names.reduce((inside, name) => `<${name}>x${inside}</${name.split(' ')[0]}>`, ''),
      );
    await fc.assert(
      fc.asyncProperty(
        tree,
        tree,
        fc.constantFrom('text', 'spreadsheet', 'presentation', 'constructor'),
        async (a, b, kind) => {
          await read(odf(a + b, '', kind)).catch((error) =>
            expect(error).toBeInstanceOf(ExtractError),
          );
        },
      ),
      { numRuns: 400 },
    );
  });
});
