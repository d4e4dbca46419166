import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { extract } from '../../src/extract/index.ts';
import { LOCAL_LIMITS, WORKER_LIMITS } from '../../src/extract/limits.ts';
import { ExtractError, type Reader } from '../../src/extract/reader.ts';
import type { Document } from '../../src/fingerprint/document.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const PDF = utf8('%PDF-1.7\n');

function everyPart(document: Document): Document[] {
  return [document, ...document.parts.flatMap(everyPart)];
}

describe('extract', () => {
  it('reads a text and keeps its bytes and name', async () => {
    const bytes = utf8('Bonjour');
    const found = await extract(bytes, { name: 'a.txt' });
    expect(found).toMatchObject({ name: 'a.txt', type: 'text/plain', mail: null, problem: null });
    expect(found.bytes).toBe(bytes);
    expect(found.reading?.text.pages).toEqual([[{ text: 'Bonjour' }]]);
  });

  it('gives an image no text and no problem', async () => {
    const found = await extract(Uint8Array.from('GIF89a\x01', (c) => c.charCodeAt(0)));
    expect(found).toMatchObject({ type: 'image/gif', reading: null, problem: null });
  });

  it.each<[string, Uint8Array]>([
    ['blank text', utf8(' \n\t\n')],
    ['nothing', new Uint8Array(0)],
    ['unknown bytes', Uint8Array.of(0, 1, 2, 3)],
  ])('has a reason for %s', async (_, bytes) => {
    const found = await extract(bytes);
    expect(found.problem).not.toBeNull();
    expect(found.reading).toBeNull();
    expect(found.detail).toMatch(/\.$/);
  });

  it('says that a PDF is not read where no reader is given', async () => {
    expect(await extract(PDF)).toMatchObject({
      type: 'application/pdf',
      problem: 'unreadable',
      detail: 'PDF is not read here.',
    });
    const mail = 'From: a@b\r\nMIME-Version: 1.0\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7';
    const found = await extract(utf8(mail));
    expect(found.problem).toBeNull();
    expect(found.parts).toMatchObject([{ problem: 'unreadable', detail: 'PDF is not read here.' }]);
  });

  it('loads the PDF reader only for a PDF', async () => {
    let loads = 0;
    const pdf = async (): Promise<Reader> => {
      loads++;
      return async () => ({ reading: null, mail: null, parts: [] });
    };
    await extract(utf8('texte'), { pdf });
    expect(loads).toBe(0);
    expect((await extract(PDF, { pdf })).problem).toBeNull();
    expect(loads).toBe(1);
  });

  it.each<[string, unknown, string]>([
    ['a known reason', new ExtractError('encrypted', 'Locked.'), 'encrypted'],
    ['a stack overflow', new RangeError('Maximum call stack size exceeded'), 'unreadable'],
    ['a fault of a library', new TypeError('x is undefined'), 'unreadable'],
    ['whatever is thrown', null, 'unreadable'],
  ])('turns %s of a reader into a problem', async (_, thrown, problem) => {
    const pdf = async (): Promise<Reader> => async () => {
      throw thrown;
    };
    const found = await extract(PDF, { pdf });
    expect(found.problem).toBe(problem);
    expect(found.bytes).toBe(PDF);
  });

  it('does not take the blank text of a reader for content', async () => {
    const text = { pages: [[{ text: ' ' }], []] };
    const reading = { extractor: 'x/1', text, drawn: null, marks: [] };
    const pdf = async (): Promise<Reader> => async () => ({ reading, mail: null, parts: [] });
    expect((await extract(PDF, { pdf })).problem).toBe('no_text_layer');
  });

  it('turns a reader that cannot be loaded into a problem', async () => {
    const pdf = () => Promise.reject(new Error('offline'));
    expect((await extract(PDF, { pdf })).problem).toBe('unreadable');
  });

  it('does not read what is over the input limit', async () => {
    const limits = { ...WORKER_LIMITS, maxInputBytes: 4 };
    expect((await extract(utf8('12345'), { limits })).problem).toBe('over_limit');
    expect((await extract(utf8('1234'), { limits })).problem).toBeNull();
  });

  it('stops files that embed files for ever', async () => {
    let reads = 0;
    const pdf = async (): Promise<Reader> => async (bytes, context) => {
      reads++;
      return { reading: null, mail: null, parts: [await context.nested(bytes, null, 'embedded')] };
    };
    const all = everyPart(await extract(PDF, { pdf }));
    expect(all.at(-1)?.problem).toBe('over_limit');
    expect(reads).toBe(LOCAL_LIMITS.maxArchiveDepth + LOCAL_LIMITS.maxMailDepth + 1);
  });

  it('never throws, whatever the bytes', async () => {
    const magic = fc.constantFrom(
      '',
      '%PDF-1.7\n',
      'PK\x03\x04',
      '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
      '{\\rtf1',
      '<!doctype html>',
      'From: a@b\nMIME-Version: 1.0\n',
      '\x89PNG\r\n\x1a\n',
      '\x1f\x8b\x08\0\0\0\0\0\0\x03',
      `a.txt${'\0'.repeat(252)}ustar\x0000`,
      'From a Mon May  4 10:00:00 2026\nFrom: a@b\nMIME-Version: 1.0\n\n\nFrom a 10:00\nTo: b\n',
      '\xff\xfe',
      '\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07',
    );
    await fc.assert(
      fc.asyncProperty(magic, fc.uint8Array({ maxLength: 2000 }), async (head, tail) => {
        const bytes = new Uint8Array([...Array.from(head, (c) => c.charCodeAt(0)), ...tail]);
        const found = await extract(bytes);
        expect(found.bytes).toBe(bytes);
        expect(
          found.problem !== null ||
            found.reading !== null ||
            found.mail !== null ||
            found.parts.length > 0 ||
            found.type.startsWith('image/'),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws on a package with any one byte changed', async () => {
    const whole = zipSync({
      '[Content_Types].xml': utf8('<Types/>'),
      'word/document.xml': utf8('<w:document xmlns:w="x"><w:body/></w:document>'),
      'a.eml': utf8('From: a@b\nMIME-Version: 1.0\n\ntexte'),
    });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, value) => {
        const bytes = whole.slice();
        bytes[at] = value;
        expect((await extract(bytes)).bytes).toBe(bytes);
      }),
      { numRuns: 500 },
    );
  });
});
