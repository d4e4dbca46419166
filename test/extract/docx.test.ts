import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readDocx } from '../../src/extract/docx.ts';
import { ExtractError } from '../../src/extract/reader.ts';
import { expectProblem, fixture, linesOf, testContext, toWords, wordsOf } from './helpers.ts';
import { docx, repack } from './package.ts';

const letter = fixture('lettre.docx');
const read = (bytes: Uint8Array) => readDocx(bytes, testContext());
const run = (text: string): string => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraph = (text: string): string => `<w:p>${run(text)}</w:p>`;
const drawn = async (bytes: Uint8Array) => (await read(bytes)).reading?.drawn;

describe('readDocx', () => {
  it('gives the words that LibreOffice exports, list numbers aside, then the footnote', async () => {
    const expected = toWords(new TextDecoder().decode(fixture('lettre.txt'))).filter(
      (word) => !/^[1-3]\.$/.test(word),
    );
    const footnote = toWords('1 Chiffres provisoires, arrêtés au 30 avril 2026.');
    expect(wordsOf(await read(letter))).toEqual([...expected, ...footnote]);
  });

  it('keeps headers and footers apart and marks table cells', async () => {
    const { reading } = await read(letter);
    expect(reading?.text.furniture).toEqual(['Campagne municipale — document interne', 'Page 1']);
    expect(reading?.text.pages[0]?.filter((line) => line.cell).map((line) => line.text)).toEqual([
      'Poste',
      'Montant',
      'Affiches',
      '12 345,00 €',
      'Salles',
      '6 700,00 €',
    ]);
    expect(reading?.marks).toEqual([]);
  });

  // LibreOffice parts a run between scripts, Word where the language changes.
  it('takes raised runs that follow one another for one', async () => {
    const up = (text: string) =>
      `<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>${text}</w:t></w:r>`;
    const body = `<w:p>${run('manuel ')}${up('「')}${up('1')}${up('」')}${run(' et 10')}${up('2')}${run('3 m')}</w:p>`;
    expect(linesOf(await read(docx(body)))).toEqual(['manuel 「1」 et 10²3 m']);
  });

  it('draws the same after packing anew and after a change of properties', async () => {
    const before = await drawn(letter);
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(await drawn(repack(letter, {}, { level: 0, reverse: true }))).toBe(before);
    const retitled = repack(letter, {
      'docProps/core.xml': (xml) =>
        xml.replace(
          '</cp:coreProperties>',
          '<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">Autre</dc:title></cp:coreProperties>',
        ),
    });
    expect(await drawn(retitled)).toBe(before);
    const bare = repack(letter, {
      'docProps/core.xml': null,
      '_rels/.rels': (xml) => xml.replace(/<Relationship [^>]*core-properties[^>]*\/>/, ''),
      '[Content_Types].xml': (xml) => xml.replace(/<Override [^>]*core\.xml[^>]*\/>/, ''),
    });
    expect(await drawn(bare)).toBe(before);
  });

  it('draws otherwise after any other change', async () => {
    const before = await drawn(letter);
    for (const changed of [
      repack(letter, { 'word/styles.xml': (xml) => xml.replace('<w:b/>', '<w:b/><w:vanish/>') }),
      repack(letter, { 'word/document.xml': (xml) => xml.replace('12 345', '12 346') }),
      repack(letter, { 'word/media/blanc.png': 'x' }),
      repack(letter, {
        '_rels/.rels': (xml) => xml.replace('word/document.xml', 'word/styles.xml'),
      }),
      repack(letter, {
        '[Content_Types].xml': (xml) => xml.replace('document.main', 'template.main'),
      }),
    ]) {
      expect(await drawn(changed).catch(() => 'refused')).not.toBe(before);
    }
  });

  it('counts the properties that the text is bound to', async () => {
    const field = (title: string) =>
      docx(
        `<w:p><w:r><w:instrText> DOCPRO</w:instrText></w:r><w:r><w:instrText>PERTY Montant</w:instrText></w:r>${run('45 000 €')}</w:p>`,
        {
          'docProps/custom.xml': `<p>${title}</p>`,
        },
      );
    expect(await drawn(field('45 000 €'))).not.toBe(await drawn(field('54 000 €')));
    const unbound = (title: string) =>
      docx(paragraph('45 000 €'), { 'docProps/custom.xml': `<p>${title}</p>` });
    expect(await drawn(unbound('a'))).toBe(await drawn(unbound('b')));
  });

  it('reads tracked changes as accepted', async () => {
    const extracted = await read(
      docx(
        `<w:p>${run('Le montant est de ')}<w:del><w:r><w:delText>45 000</w:delText></w:r></w:del><w:ins>${run('54 000')}</w:ins>${run(' €')}</w:p><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>${run('fin')}</w:p>${paragraph('itif')}`,
      ),
    );
    expect(linesOf(extracted)).toEqual(['Le montant est de 54 000 €', 'finitif']);
    expect(extracted.reading?.marks).toEqual(['tracked_changes']);
  });

  it('keeps hidden text and marks it', async () => {
    const extracted = await read(
      docx(`<w:p>${run('vu')}<w:r><w:rPr><w:vanish/></w:rPr><w:t> caché</w:t></w:r></w:p>`),
    );
    expect(linesOf(extracted)).toEqual(['vucaché']);
    expect(extracted.reading?.marks).toEqual(['hidden_text']);
  });

  it('takes one alternative, or both when no program may know the first', async () => {
    const alternate = (namespace: string) =>
      docx(
        `<w:p><w:r><mc:AlternateContent><mc:Choice xmlns:q="${namespace}" Requires="q"><w:txbxContent>${paragraph('boîte')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>${paragraph('repli')}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>${run('avant')}</w:p>`,
      );
    const known = await read(
      alternate('http://schemas.microsoft.com/office/word/2010/wordprocessingShape'),
    );
    expect(linesOf(known)).toEqual(['avant', 'boîte']);
    const unknown = await read(alternate('urn:faux'));
    expect(linesOf(unknown)).toEqual(['avant', 'boîte', 'repli']);
    expect(unknown.reading?.marks).toEqual(['hidden_text']);
  });

  it('follows the relationships, not the customary names', async () => {
    const moved = repack(docx(paragraph('leurre')), {
      'word/vrai.xml':
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>vrai</w:t></w:r></w:p></w:body></w:document>',
      '_rels/.rels': (xml) => xml.replace('word/document.xml', '/word/./x/../vr%61i.xml'),
    });
    expect(linesOf(await read(moved))).toEqual(['vrai']);
  });

  it('hands pictures over as parts in name order', async () => {
    const context = testContext();
    await readDocx(
      docx(paragraph('a'), { 'word/media/b.png': 'B', 'word/embeddings/a.xlsx': 'A' }),
      context,
    );
    expect(context.names).toEqual(['word/embeddings/a.xlsx', 'word/media/b.png']);
  });

  it('says no_text_layer for a file of pictures only', async () => {
    const extracted = await read(docx('<w:p/>', { 'word/media/scan.png': 'x' }));
    expect(extracted.reading).toBeNull();
    expect(extracted.problem).toBe('no_text_layer');
    expect(extracted.parts).toHaveLength(1);
  });

  it('is not confused by names of object members', async () => {
    const extracted = await read(
      docx(`<w:p><w:constructor __proto__="1"/>${run('ok')}</w:p>`, { __proto__: 'x' }),
    );
    expect(linesOf(extracted)).toEqual(['ok']);
  });
});

describe('readDocx on hostile files', () => {
  const bomb = '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>';
  it.each([
    ['document type declaration', docx(paragraph('&b;'), {}, bomb), 'unreadable'],
    ['300,000 nested elements', docx('<w:p>'.repeat(300_000)), 'over_limit'],
    ['unclosed elements', docx('<w:p>'), 'unreadable'],
    ['unbound prefix', docx('<x:p/>'), 'unreadable'],
    [
      'another encoding',
      docx(paragraph('é'), {}, '<?xml version="1.0" encoding="windows-1252"?>'),
      'unreadable',
    ],
    ['no main part', zipSync({ 'word/document.xml': strToU8('<a/>') }), 'unreadable'],
    ['no zip', strToU8('PK\u0003\u0004 tronqué'), 'unreadable'],
    ['nothing', new Uint8Array(), 'unreadable'],
  ])('refuses: %s', async (_, bytes, problem) => {
    await expectProblem(() => read(bytes), problem);
  });

  it('refuses more text than the limit', async () => {
    const long = docx(paragraph('mot '.repeat(1000)));
    await expectProblem(() => readDocx(long, testContext({ maxTextLength: 3999 })), 'over_limit');
  });

  it('reads UTF-16', async () => {
    const utf8 =
      '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>été</w:t></w:r></w:p></w:document>';
    const utf16 = new Uint8Array(2 + utf8.length * 2);
    utf16.set([0xff, 0xfe]);
    for (let i = 0; i < utf8.length; i++)
      utf16.set([utf8.charCodeAt(i) & 0xff, utf8.charCodeAt(i) >> 8], 2 + i * 2);
    const base = docx('');
    const { unzipSync } = await import('fflate');
    const members = { ...unzipSync(base), 'word/document.xml': utf16 };
    expect(linesOf(await read(zipSync(members)))).toEqual(['été']);
  });

  it('throws coded errors only, whatever the bytes', async () => {
    const flips = fc.array(fc.tuple(fc.nat(letter.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 300 }), flips), async (input) => {
        const bytes = input instanceof Uint8Array ? input : letter.slice();
        if (!(input instanceof Uint8Array)) for (const [at, value] of input) bytes[at] = value;
        await read(bytes).catch((error) => expect(error).toBeInstanceOf(ExtractError));
      }),
      { numRuns: 150 },
    );
  });

  it('throws coded errors only, whatever the XML', async () => {
    const piece = fc.constantFrom(
      '<w:p>',
      '</w:p>',
      '<w:r>',
      '</w:r>',
      '<w:t>',
      '</w:t>',
      '<w:tc>',
      '</w:tc>',
      '<w:br/>',
      '<mc:AlternateContent>',
      '</mc:AlternateContent>',
      '<mc:Choice>',
      '</mc:Choice>',
      '<mc:Fallback/>',
      '<w:footnoteReference w:id="1"/>',
      '<w:del/>',
      '<w:sym w:char="zz"/>',
      'texte',
      '&amp;',
      '&#0;',
      ']]>',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        await read(docx(pieces.join(''))).catch((error) =>
          expect(error).toBeInstanceOf(ExtractError),
        );
      }),
      { numRuns: 300 },
    );
  });
});
