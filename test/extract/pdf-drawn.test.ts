import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LOCAL_LIMITS } from '../../src/extract/limits.ts';
import { type Drawn, digestOf, readDrawn } from '../../src/extract/pdf/drawn.ts';
import { ExtractError } from '../../src/extract/reader.ts';
import {
  buildPdf,
  INVOICE,
  invoice,
  type Objects,
  pdfFixture,
  stream,
  textOf,
  updatePdf,
} from './pdf-build.ts';

const OWN = '/MediaBox [0 0 595 842] /Resources 5 0 R';
const allowance = () => ({ bytes: LOCAL_LIMITS.maxTotalBytes });
const read = (bytes: Uint8Array): Drawn | null => readDrawn(bytes, LOCAL_LIMITS, allowance());
/** Throws the doubt, so that a failing test names it. */
const digest = (bytes: Uint8Array) => digestOf(bytes, LOCAL_LIMITS, allowance()).digest;
const of = (changes: Objects = {}, trailer?: string) => digest(buildPdf(invoice(changes), trailer));
const latin1 = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const edit = (bytes: Uint8Array, from: string, to: string) => {
  const text = textOf(bytes);
  if (!text.includes(from)) throw new Error(`the test's file has no ${from}`);
  return latin1(text.replace(from, to));
};

const FONT = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';

describe('equal when only the storage differs', () => {
  test.each(['linearized', 'object-streams', 'recompressed', 'uncompressed'])('qpdf: %s', (how) => {
    expect(digest(pdfFixture(`fr-${how}.pdf`))).toBe(digest(pdfFixture('fr.pdf')));
  });

  // Without moving what follows: OpenOffice 1.1 writes such streams.
  test('a stream without endobj', () => {
    const file = buildPdf(invoice({}));
    const bare = edit(file, 'endstream\nendobj', 'endstream\n      ');
    expect(digest(bare)).toBe(digest(file));
    expect(read(edit(file, 'endstream\nendobj', 'endstream\nendoxx'))).toBeNull();
    expect(read(edit(file, 'endstream\nendobj', 'endstream\n7 0 ob'))).toBeNull();
  });

  test('Info, ID and XMP', () => {
    const xmp = stream('<x:xmpmeta>other</x:xmpmeta>', '/Type /Metadata /Subtype /XML');
    const trailer = '/Root 1 0 R /Info << /Author (X) >> /ID [<00> <01>]';
    expect(of({ 12: xmp }, trailer)).toBe(of());
  });

  test.each<[string, Objects]>([
    ['notation of numbers', { 8: link('[0.0 00 10. +10]') }],
    ['notation of names', { 6: '<< /Type /Font /Subtype /Type#31 /BaseFont /Helvetica >>' }],
    ['order of keys', { 6: '<< /BaseFont /Helvetica /Subtype /Type1 /Type /Font >>' }],
    ['notation of strings', { 10: bookmark('<46616374757265>') }],
    ['escapes in strings', { 10: bookmark('(Fac\\164ur\\\ne)') }],
    ['encoding of streams', { 4: stream(`${hex(INVOICE)}>`, '/Filter /ASCIIHexDecode') }],
    ['contents as a list', { 3: page('[4 0 R]') }],
    ['an entry that is null', { 6: FONT.replace('/Type', '/ToUnicode null /Type') }],
    [
      'an entry that refers to null',
      { 6: FONT.replace('/Type', '/ToUnicode 13 0 R /Type'), 13: 'null' },
    ],
    ['LastModified', { 3: page('4 0 R').replace('(D:2026)', '(D:2027)') }],
    [
      'a direct value made indirect',
      { 3: page('4 0 R').replace('[8 0 R]', '13 0 R'), 13: '[8 0 R]' },
    ],
    [
      'an attribute that the page inherits or has itself',
      { 2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', 3: page('4 0 R', OWN) },
    ],
  ])('%s', (_, changes) => {
    expect(of(changes)).toBe(of());
  });

  test('contents split between operators', () => {
    const [left = '', right = ''] = INVOICE.split(' Td ');
    const split = { 3: page('[4 0 R 13 0 R]'), 4: stream(`${left} Td`), 13: stream(right) };
    expect(of(split)).toBe(of({ 4: stream(`${left} Td\n${right}`) }));
  });
});

describe('different when something is drawn otherwise', () => {
  const genuine = of();
  test.each<[string, Objects]>([
    ['a white box over the amount', { 4: stream(`${INVOICE} 1 g 100 695 90 20 re f`) }],
    ['one digit', { 4: stream(INVOICE.replace('250', '260')) }],
    ['the image', { 7: invoice()[7]?.replace('\x80', '\x81') ?? '' }],
    ['the font', { 6: '<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>' }],
    ['a box', { 2: invoice()[2]?.replace('842', '420') ?? '' }],
    ['a rotation', { 3: page('4 0 R', '/Rotate 90') }],
    ['an annotation', { 8: link('[0 0 500 10]') }],
    ['an annotation more', { 3: page('4 0 R').replace('[8 0 R]', '[8 0 R 8 0 R]') }],
    ['a bookmark', { 10: bookmark('(Facture 2)') }],
    ['a link to another bookmark', { 11: invoice()[11]?.replace('/Prev 10', '/Prev 11') ?? '' }],
    ['a layer', { 1: '<< /Type /Catalog /Pages 2 0 R /Outlines 9 0 R /OCProperties << >> >>' }],
    ['a script', { 1: '<< /Type /Catalog /Pages 2 0 R /Outlines 9 0 R /OpenAction (x) >>' }],
  ])('%s', (_, changes) => {
    expect(of(changes)).not.toBe(genuine);
  });

  test('an incremental update that replaces the contents', () => {
    const file = buildPdf(invoice());
    const forged = updatePdf(file, { 4: stream(INVOICE.replace('1 250', '9 250')) }, 13);
    expect(digest(forged)).not.toBe(genuine);
    expect(digest(updatePdf(file, { 4: stream(INVOICE) }, 13))).toBe(genuine);
  });

  test('any byte of any drawn stream', () => {
    fc.assert(
      fc.property(fc.nat(INVOICE.length - 1), fc.integer({ min: 32, max: 126 }), (at, code) => {
        const forged = INVOICE.slice(0, at) + String.fromCharCode(code) + INVOICE.slice(at + 1);
        fc.pre(forged !== INVOICE);
        expect(of({ 4: stream(forged) })).not.toBe(genuine);
      }),
      { numRuns: 60 },
    );
  });

  test('a circle that leads back to another object', () => {
    // Two forms with equal bytes; in the second file both circles run through the first.
    const form = (resources: number) =>
      stream('/A Do', `/Subtype /Form /BBox [0 0 1 1] /Resources ${resources} 0 R`);
    const shared = (seven: string, fourteen: string) =>
      of({
        5: '<< /Font << /F1 6 0 R >> /XObject << /Im1 7 0 R /Im2 14 0 R >> >>',
        7: seven,
        13: '<< /XObject << /A 7 0 R >> >>',
        14: fourteen,
        15: '<< /XObject << /A 14 0 R >> >>',
      });
    expect(shared(form(13), form(15))).not.toBe(shared(form(13), form(13)));
  });
});

describe('no digest on any doubt', () => {
  const file = buildPdf(invoice());
  const doubtful = (bytes: Uint8Array) => expect(read(bytes)).toBeNull();

  test('the files that are varied below are read when left alone', () => {
    expect(read(file)).not.toBeNull();
  });

  test.each<[string, Objects]>([
    ['a key twice', { 6: '<< /BaseFont /A /BaseFont /B >>' }],
    ['a stream with a wrong length', { 4: stream(INVOICE).replace(/Length \d+/, 'Length 20') }],
    [
      'a length that refers to its own stream',
      { 4: stream('').replace('Length 0', 'Length 4 0 R') },
    ],
    ['a lone CR after stream', { 4: stream(INVOICE).replace('stream\n', 'stream\r') }],
    ['an unknown filter', { 4: stream(INVOICE, '/Filter /Crypt') }],
    ['data in another file', { 4: stream(INVOICE, '/F (other)') }],
    ['a cut deflate stream', { 4: stream('\x78\x9c\x4b', '/Filter /FlateDecode') }],
    ['a reference to nothing', { 5: '<< /Font << /F1 99 0 R >> >>' }],
    ['a generation that is not there', { 5: '<< /Font << /F1 6 1 R >> >>' }],
    ['a number with an exponent', { 8: link('[0 0 1e1 10]') }],
    ['a page count that is not the pages', { 2: invoice()[2]?.replace('1', '2') ?? '' }],
    ['a page twice', { 2: '<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>' }],
    ['a page tree in a circle', { 2: '<< /Type /Pages /Kids [2 0 R] /Count 1 >>' }],
    ['a Parent that is not the parent', { 3: page('4 0 R').replace('Parent 2', 'Parent 5') }],
    ['deep nesting', { 6: '['.repeat(100_000) + ']'.repeat(100_000) }],
    ['linearized by name only', { 1: `${invoice()[1]?.slice(0, -2)} /Linearized 1 >>` }],
  ])('%s', (_, changes) => {
    doubtful(buildPdf(invoice(changes)));
  });

  test('bytes before the header, after the end and between objects', () => {
    doubtful(latin1(`\n${textOf(file)}`));
    doubtful(latin1(`${textOf(file)}garbage`));
    doubtful(latin1(`${textOf(file)}startxref\n9\n%%EOF\n`));
    const body = textOf(buildPdf({ ...invoice(), 13: '(spare)' }));
    doubtful(latin1(body.replace('13 0 obj', 'xx 0 obj')));
  });

  test('an object that the table does not name', () => {
    // The same bytes once listed and once hidden: viewers that rebuild the table find it.
    const listed = buildPdf(invoice({ 13: stream(INVOICE.replace('1 250', '9 999')) }));
    expect(read(listed)).not.toBeNull();
    const entry = /\d{10} 00000 n \n(?=trailer)/.exec(textOf(listed))?.[0] ?? '';
    doubtful(edit(listed, `${entry}trailer`, '0000000000 00001 f \ntrailer'));
  });

  test('a table entry that is off by one', () => {
    const offset = textOf(file).indexOf('4 0 obj');
    const entry = (at: number) => `${String(at).padStart(10, '0')} 00000 n`;
    for (const at of [offset - 1, offset + 1, 0, 999_999]) {
      doubtful(edit(file, entry(offset), entry(at)));
    }
  });

  test('an object that pdfTeX reserved and never wrote, only where something names it', () => {
    const spare = buildPdf(invoice({ 14: '(spare)' }));
    const unwritten = '0000000000 65536 n';
    const with13 = edit(spare, '0000000000 00001 f', unwritten);
    expect(digest(with13)).toBe(of());
    doubtful(edit(with13, '/Outlines 9 0 R', '/Outlines 13 0 R'));
    doubtful(edit(spare, '0000000000 00001 f', '0000000000 65535 n'));
    doubtful(edit(spare, '0000000000 00001 f', '0000000009 65536 n'));
    // Elsewhere in the file such an object stands: a viewer that rebuilds the table finds it.
    const entry = /\d{10} 00000 n \n(?=trailer)/.exec(textOf(spare))?.[0] ?? '';
    doubtful(edit(spare, entry, `${unwritten} \n`));
  });

  test('encryption', () => {
    doubtful(pdfFixture('fr-locked.pdf'));
    doubtful(pdfFixture('fr-owner-locked.pdf'));
  });

  test('a linearized file whose parameters say another first page', () => {
    const linearized = pdfFixture('fr-linearized.pdf');
    expect(read(linearized)).not.toBeNull();
    const first = /\/O (\d+)/.exec(textOf(linearized))?.[0] ?? '';
    const other = first.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
    doubtful(edit(linearized, first, other));
    doubtful(updatePdf(linearized, { 1: '<< >>' }, 2));
  });

  test('too many decoded bytes', () => {
    expect(readDrawn(file, LOCAL_LIMITS, { bytes: 20 })).toBeNull();
    expect(readDrawn(file, { ...LOCAL_LIMITS, maxPdfPages: 0 }, allowance())).toBeNull();
    const small = { ...LOCAL_LIMITS, maxMemberBytes: 20 };
    const packed = stream(`${hex(INVOICE)}>`, '/Filter /ASCIIHexDecode');
    const large = buildPdf(invoice({ 4: packed }));
    expect(() => readDrawn(large, small, allowance())).toThrow(ExtractError);
  });

  test('truncated and damaged files never throw', () => {
    const genuine = pdfFixture('fr-object-streams.pdf');
    fc.assert(
      fc.property(fc.nat(genuine.length - 2), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const damaged = genuine.slice();
        damaged[at] = byte;
        read(damaged);
        expect(read(genuine.slice(0, at))).toBeNull();
      }),
      { numRuns: 150 },
    );
  });
});

test('a chain of 100,000 bookmarks is walked without overflow', () => {
  const objects: Record<number, string> = { ...invoice() };
  for (let num = 10; num < 100_000; num++) objects[num] = `<< /Next ${num + 1} 0 R >>`;
  objects[100_000] = '<< /Title (end) >>';
  const { 1: catalog = '' } = objects;
  objects[1] = catalog.replace('/Metadata 12 0 R', '');
  expect(read(buildPdf(objects))).not.toBeNull();
});

describe('hidden text', () => {
  const hidden = (content: string, changes: Objects = {}) =>
    read(buildPdf(invoice({ ...changes, 4: stream(content) })))?.hidden;

  test.each([
    ['plain text', INVOICE, false],
    ['invisible mode', `3 Tr ${INVOICE}`, true],
    ['invisible mode, restored', `q 3 Tr Q ${INVOICE}`, false],
    ['font size zero', INVOICE.replace(' 12 ', ' 0 '), true],
    ['white on paper', `1 1 1 rg ${INVOICE}`, true],
    ['white on a dark ground', `0 g 0 0 595 842 re f 1 1 1 rg ${INVOICE}`, false],
    ['black again', `1 1 1 rg 0 g ${INVOICE}`, false],
    ['what cannot be parsed', `<< /A ${INVOICE}`, false],
  ])('%s', (_, content, expected) => {
    expect(hidden(content)).toBe(expected);
  });

  test('in a form', () => {
    const form = stream(`3 Tr ${INVOICE}`, '/Subtype /Form /BBox [0 0 9 9]');
    expect(hidden('/Im1 Do', { 7: form })).toBe(true);
    expect(hidden('/Other Do', { 7: form })).toBe(false);
  });

  test('in a layer that is switched off', () => {
    const layer = '/OCProperties << /OCGs [13 0 R] /D << /OFF [13 0 R] >> >>';
    const changes = {
      1: `<< /Type /Catalog /Pages 2 0 R ${layer} >>`,
      13: '<< /Type /OCG /Name (x) >>',
    };
    expect(hidden(INVOICE, changes)).toBe(true);
  });
});

function page(contents: string, more = ''): string {
  return `<< /Type /Page /Parent 2 0 R /Contents ${contents} /Annots [8 0 R] /LastModified (D:2026) ${more} >>`;
}
function link(rect: string): string {
  return `<< /Type /Annot /Subtype /Link /Rect ${rect} /P 3 0 R /Dest [3 0 R /Fit] >>`;
}
function bookmark(title: string): string {
  return `<< /Title ${title} /Parent 9 0 R /Next 11 0 R /Dest [3 0 R /Fit] >>`;
}
function hex(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex');
}
