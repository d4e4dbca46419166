import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Limits } from '../../src/extract/limits.ts';
import { dominantLetter } from '../../src/extract/pdf/reliable.ts';
import { readPdf } from '../../src/extract/pdf.ts';
import { ExtractError } from '../../src/extract/reader.ts';
import { canonicalise } from '../../src/fingerprint/canonical.ts';
import { testContext } from './helpers.ts';
import { buildPdf, INVOICE, invoice, type Objects, pdfFixture, stream } from './pdf-build.ts';

const read = (bytes: Uint8Array, limits: Partial<Limits> = {}) =>
  readPdf(bytes, testContext(limits));
const readInvoice = (changes: Objects = {}, limits: Partial<Limits> = {}) =>
  read(buildPdf(invoice(changes)), limits);
async function problemOf(reading: Promise<unknown>): Promise<string> {
  const error = await reading.then(
    () => 'no error',
    (reason: unknown) => reason,
  );
  return error instanceof ExtractError ? error.problem : String(error);
}

describe('text', () => {
  test('lines of a French letter, as pdftotext prints them', async () => {
    const { reading, parts } = await read(pdfFixture('fr.pdf'));
    expect(reading?.text.pages).toHaveLength(1);
    expect(reading?.text.pages[0]?.map((line) => line.text)).toEqual([
      'Décision du comité financier',
      'Le comité financier de la campagne Rivière s’est réuni le 12 mars 2026 afin d’arrêter le budget',
      'prévisionnel. L’affichage officiel, la diffusion des professions de foi et l’efficacité des équipes ont été',
      'examinés un à un, conformément au règlement intérieur, ci-après annexé.',
      'Le montant total est fixé à 1 250 000,50 € (soit −3,2 % par rapport à l’exercice précédent). Les dépenses',
      'suivantes sont autorisées :',
      'Location de la salle : 12 400 €. Impression des tracts : 8 750 €.',
      'Fait à Montreuil, le 14 mars 2026. Le trésorier, J. Lefèvre',
    ]);
    expect(reading?.extractor).toBe('pdf/unpdf-1.7.0+c1');
    expect(reading?.marks).toEqual([]);
    expect(reading?.drawn).toMatch(/^[0-9a-f]{64}$/);
    expect(parts).toEqual([]);
  });

  test('an English page', async () => {
    const { reading } = await read(pdfFixture('en.pdf'));
    expect(reading?.text.pages[0]?.[1]?.text).toBe(
      'Twelve volunteers met in Brixham on 3 May 2026. The coach hire was agreed at £1,480.00 and the',
    );
  });

  test.each(['linearized', 'object-streams', 'recompressed', 'uncompressed', 'owner-locked'])(
    'the same lines after qpdf: %s',
    async (how) => {
      const original = await read(pdfFixture('fr.pdf'));
      const saved = await read(pdfFixture(`fr-${how}.pdf`));
      expect(saved.reading?.text).toEqual(original.reading?.text);
    },
  );

  test('the same body after Ghostscript, but not the same drawing', async () => {
    const original = await read(pdfFixture('fr.pdf'));
    const distilled = await read(pdfFixture('fr-redistilled.pdf'));
    const body = (reading: typeof original.reading) => reading && canonicalise(reading.text).body;
    expect(body(distilled.reading)).toBe(body(original.reading));
    expect(distilled.reading?.drawn).not.toBe(original.reading?.drawn);
    expect(distilled.reading?.drawn).not.toBeNull();
  });

  test('a hyphen at a line end stays', async () => {
    const two = 'BT /F1 12 Tf 14 TL 72 700 Td (une solu-) Tj T* (tion) Tj ET';
    const { reading } = await readInvoice({ 4: stream(two) });
    expect(reading?.text.pages[0]?.map((line) => line.text)).toEqual(['une solu-', 'tion']);
  });

  test('a gap on one baseline becomes one space', async () => {
    const gap = 'BT /F1 12 Tf 72 700 Td (Poste) Tj 90 0 Td (Montant) Tj ET';
    const { reading } = await readInvoice({ 4: stream(gap) });
    expect(reading?.text.pages[0]?.map((line) => line.text)).toEqual(['Poste Montant']);
  });

  test('text beside the page is not read', async () => {
    const beside = `${INVOICE} BT /F1 9 Tf 900 9 Td (hors page) Tj ET`;
    const { reading } = await readInvoice({ 4: stream(beside) });
    expect(reading?.text).toEqual((await readInvoice()).reading?.text);
  });

  test('the given bytes stay usable', async () => {
    const bytes = pdfFixture('fr.pdf');
    await read(bytes);
    expect(bytes).toEqual(pdfFixture('fr.pdf'));
  });
});

describe('parts', () => {
  test('attachments', async () => {
    const { parts, reading } = await read(pdfFixture('fr-attachment.pdf'));
    expect(parts.map((part) => part.name)).toEqual(['note.txt']);
    expect(new TextDecoder().decode(parts[0]?.bytes)).toBe('Annexe : 3 300 € de transport.\n');
    expect(reading).not.toBeNull();
  });

  test('files attached to annotations', async () => {
    const { parts, reading } = await readInvoice({
      8: '<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 13 0 R >>',
      13: '<< /Type /Filespec /F (a.txt) /EF << /F 14 0 R >> >>',
      14: stream('Salut', '/Type /EmbeddedFile'),
    });
    expect(parts.map((part) => [part.name, new TextDecoder().decode(part.bytes)])).toEqual([
      ['a.txt', 'Salut'],
    ]);
    expect(reading?.marks).toContain('annotations');
  });
});

describe('marks', () => {
  test.each<[string, Objects, string[]]>([
    ['a link is none', {}, []],
    ['invisible text', { 4: stream(`3 Tr ${INVOICE}`) }, ['hidden_text']],
    [
      'a white note over the amount',
      { 8: '<< /Type /Annot /Subtype /Square /Rect [60 690 200 720] /IC [1 1 1] >>' },
      ['annotations'],
    ],
  ])('%s', async (_, changes, marks) => {
    expect((await readInvoice(changes)).reading?.marks).toEqual(marks);
  });
});

describe('problems', () => {
  test('a password', async () => {
    expect(await problemOf(read(pdfFixture('fr-locked.pdf')))).toBe('encrypted');
  });

  test.each([
    ['nothing', ''],
    ['the header alone', '%PDF-1.7\n'],
    ['noise', 'x'.repeat(5000)],
    ['a catalog without pages', '%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R>>'],
  ])('%s is unreadable', async (_, text) => {
    expect(await problemOf(read(new TextEncoder().encode(text)))).toBe('unreadable');
  });

  test.each([0.2, 0.5, 0.9])('cut at %f: an error or no text, never a partial text', async (at) => {
    const bytes = pdfFixture('fr.pdf');
    const cut = bytes.subarray(0, Math.floor(bytes.length * at));
    const whole = (await read(bytes)).reading?.text;
    const outcome = await read(cut).catch((error: Error) => error);
    if (outcome instanceof ExtractError) expect(outcome.problem).toBe('unreadable');
    else if (outcome instanceof Error) throw outcome;
    else if (outcome.reading === null) expect(outcome.problem).toBe('no_text_layer');
    else
      expect({ text: outcome.reading.text, drawn: outcome.reading.drawn }).toEqual({
        text: whole,
        drawn: null,
      });
  });

  test('no text on any page', async () => {
    const { reading, problem } = await readInvoice({ 4: stream('0 0 100 100 re f') });
    expect({ reading, problem }).toEqual({ reading: null, problem: 'no_text_layer' });
  });

  test('a font whose character map is not in the file', async () => {
    const { reading, problem } = await readInvoice({
      6: '<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /90ms-RKSJ-H /DescendantFonts [13 0 R] >>',
      13: '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /FontDescriptor 14 0 R >>',
      14: '<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 9 9] /Ascent 8 >>',
    });
    expect({ reading, problem }).toEqual({ reading: null, problem: 'no_text_layer' });
  });

  test('more pages than the limit, and a declared count of 10^8', async () => {
    expect(await problemOf(readInvoice({}, { maxPdfPages: 0 }))).toBe('over_limit');
    const declared = invoice()[2]?.replace('/Count 1', '/Count 100000000') ?? '';
    const outcome = await readInvoice({ 2: declared }).catch((error: unknown) => error);
    // PDF.js may count the pages itself; it must then find the one there is.
    if (outcome instanceof ExtractError) expect(outcome.problem).toBe('over_limit');
    else expect((outcome as { reading: { drawn: null } }).reading.drawn).toBeNull();
  });

  test('a page tree in a circle', async () => {
    const circle = { 2: '<< /Type /Pages /Kids [2 0 R] /Count 1 >>' };
    expect(await problemOf(readInvoice(circle))).toBe('unreadable');
  });

  test('a broken second page, which PDF.js fetches ahead and forgets', async () => {
    // Vitest fails the run on any unhandled rejection.
    const before = process.listenerCount('unhandledRejection');
    const broken = { 2: '<< /Type /Pages /Kids [3 0 R 13 0 R 14 0 R] /Count 3 >>', 13: '<< ) >>' };
    const outcome = await readInvoice({ ...broken, 14: '<< ) >>' }).catch(
      (error: unknown) => error,
    );
    expect(outcome).toBeInstanceOf(ExtractError);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(process.listenerCount('unhandledRejection')).toBe(before);
  });

  test('more text than the limit', async () => {
    expect(await problemOf(readInvoice({}, { maxTextLength: 10 }))).toBe('over_limit');
  });

  test('a bomb: 60 kB of contents that decode to 60 MB', async () => {
    const data = deflateSync(new Uint8Array(60_000_000).fill(0x20)).toString('latin1');
    const bomb = { 4: stream(data, '/Filter /FlateDecode') };
    expect(await problemOf(readInvoice(bomb))).toBe('over_limit');
    const form = stream(data, '/Subtype /Form /BBox [0 0 9 9] /Filter /FlateDecode');
    expect(await problemOf(readInvoice({ 7: form }))).toBe('over_limit');
  });

  test('a page that names one stream thousands of times', async () => {
    const page = `<< /Type /Page /Parent 2 0 R /Contents [${'4 0 R '.repeat(2000)}] >>`;
    const many = { 3: page, 4: stream(INVOICE.repeat(1000)) };
    expect(await problemOf(readInvoice(many))).toBe('over_limit');
  });

  test('an image that decodes to more than the limit costs the digest, not the text', async () => {
    const data = deflateSync(new Uint8Array(3_000_000)).toString('latin1');
    const image = '/Type /XObject /Subtype /Image /Filter /FlateDecode';
    const { reading } = await readInvoice({ 7: stream(data, image) });
    expect(reading?.drawn).toBeNull();
    expect(reading?.text.pages[0]).toHaveLength(1);
  });

  test('a text layer of one letter', async () => {
    const content = `BT /F1 2 Tf 10 10 Td (${'a'.repeat(300)}) Tj ET`;
    const { reading, problem } = await readInvoice({ 4: stream(content) });
    expect({ reading, problem }).toEqual({ reading: null, problem: 'no_text_layer' });
  });
});

describe('dominant letter', () => {
  test.each([
    ['short texts are not judged', 'a'.repeat(200), null],
    ['one letter', 'a'.repeat(201), 'a'],
    ['30 % is not more than 30 %', 'a'.repeat(90) + 'bcd'.repeat(70), null],
    ['just above', 'a'.repeat(91) + 'bcd'.repeat(70), 'a'],
    ['digits do not count', '0'.repeat(1000) + 'abcd'.repeat(60), null],
    ['one of no ASCII among others', 'é'.repeat(91) + 'bcd'.repeat(70), 'é'],
    ['both cases are two letters', 'aA'.repeat(60) + 'bcd'.repeat(60), null],
    ['signs beyond ASCII do not count', '€'.repeat(1000) + 'abcd'.repeat(60), null],
    ['another script', 'リ'.repeat(100) + '平成年月日'.repeat(40), 'リ'],
  ])('%s', (_, text, expected) => {
    expect(dominantLetter([text])).toBe(expected);
  });
});
