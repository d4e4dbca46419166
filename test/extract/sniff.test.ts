import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { sniff } from '../../src/extract/sniff.ts';
import { compound as compoundFile } from './compound.ts';

const latin1 = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);
const typeOf = (bytes: Uint8Array, name: string | null = null) => sniff(bytes, name).type;

/** A compound file with such streams in its root, each of 16 zeros. */
const compound = (...names: string[]) =>
  compoundFile(Object.fromEntries(names.map((name) => [name, new Uint8Array(16)])));

const zip = (...names: string[]) =>
  zipSync(Object.fromEntries(names.map((name) => [name, utf8('x')])));
const odt = zipSync({
  mimetype: [utf8('application/vnd.oasis.opendocument.text'), { level: 0 }],
  'content.xml': utf8('<x/>'),
});
const OOXML = 'application/vnd.openxmlformats-officedocument';

describe('sniff', () => {
  it.each<[string, Uint8Array, string]>([
    ['PDF', latin1('%PDF-1.7\n'), 'application/pdf'],
    [
      'PDF after other bytes',
      latin1(`\x01junk\n%PDF-1.4\n1 0 obj\nstartxref\n0\n%%EOF\n`),
      'application/pdf',
    ],
    ['text about PDF', utf8('Le format %PDF-1.4 est ancien.'), 'text/plain'],
    ['docx', zip('[Content_Types].xml', 'word/document.xml'), `${OOXML}.wordprocessingml.document`],
    ['xlsx', zip('[Content_Types].xml', 'xl/workbook.xml'), `${OOXML}.spreadsheetml.sheet`],
    [
      'pptx',
      zip('[Content_Types].xml', 'ppt/presentation.xml'),
      `${OOXML}.presentationml.presentation`,
    ],
    ['odt', odt, 'application/vnd.oasis.opendocument.text'],
    ['zip', zip('a.txt', 'word/a.txt'), 'application/zip'],
    ['empty zip', latin1(`PK\x05\x06${'\0'.repeat(18)}`), 'application/zip'],
    ['RTF', latin1('{\\rtf1 x}'), 'application/rtf'],
    ['PNG', latin1('\x89PNG\r\n\x1a\n\0'), 'image/png'],
    ['JPEG', latin1('\xff\xd8\xff\xe0'), 'image/jpeg'],
    ['GIF', latin1('GIF89a\x01'), 'image/gif'],
    ['WebP', latin1('RIFF\x01\x02\x03\x04WEBPVP8 '), 'image/webp'],
    ['TIFF', latin1('II*\0\x08'), 'image/tiff'],
    ['BMP', latin1('BM\x01\x02\x03\x04\0\0\0\0\x36'), 'image/bmp'],
    ['SVG', utf8('<?xml version="1.0"?>\n<!-- a --><svg xmlns="x"/>'), 'image/svg+xml'],
    ['HTML', utf8('\ufeff <!-- a -->\n<!DOCTYPE html><p>'), 'text/html'],
    ['XHTML', utf8('<?xml version="1.0"?><html xmlns="x">'), 'text/html'],
    ['UTF-16', latin1('\xff\xfea\0b\0'), 'text/plain'],
    ['windows-1252', latin1('\x80 3 210,50 \xe9t\xe9'), 'text/plain'],
    ['text with few control characters', utf8(`\x02${'é '.repeat(100)}`), 'text/plain'],
    ['text of DOS', utf8('fin\x1a'), 'text/plain'],
    ['XML', utf8('<?xml version="1.0"?><facture/>'), 'text/plain'],
    ['text that begins with BM', utf8('BM est une abréviation'), 'text/plain'],
    ['mail', utf8('Subject: a\r\nMessage-ID: <a>\r\n\r\n'), 'message/rfc822'],
    ['mail with LF, relayed', utf8('Received: a\n\tb\nFrom: a@b\n\nx'), 'message/rfc822'],
    [
      'mail by its date',
      utf8('From: a@b\nDate: Mon, 4 May 2026 10:00:00 +0200\n\nx'),
      'message/rfc822',
    ],
    [
      'one mail of a mailbox',
      utf8('From a Mon May  4 2026\nFrom: a@b\nMIME-Version: 1.0\n\nFrom here on\n'),
      'message/rfc822',
    ],
    [
      'mail that only its parts tell',
      utf8('From: a@b\nTo: c@d\nSubject: e\nContent-Type: multipart/mixed; boundary="f"\n\n--f\n'),
      'message/rfc822',
    ],
    [
      'header of an HTTP answer',
      utf8('Date: Mon, 4 May 2026 10:00:00 +0200\nContent-Type: text/html\n\nx'),
      'text/plain',
    ],
    ['form that asks for a type', utf8('From: a\nTo: b\nContent-Type: letter\n\nx'), 'text/plain'],
    // A note with a heading: no mail program ever wrote such a date.
    ['note', utf8('From: Marie\nDate: 4 mai 2026\nMontant: 300\n\nx'), 'text/plain'],
    [
      'mailbox',
      utf8(
        'From a Mon May  4 10:00:00 2026\nFrom: a@b\nMIME-Version: 1.0\n\nx\n\n' +
          'From b Mon May  4 11:00:00 2026\nFrom: c@d\n\ny',
      ),
      'application/mbox',
    ],
    [
      'one mail of a mailbox that MH marked',
      utf8('Replied: Mon, 4 May 2026\nFrom a Mon May  4 2026\nFrom: a@b\nMIME-Version: 1.0\n\n'),
      'message/rfc822',
    ],
    ['gzip', latin1('\x1f\x8b\x08\0'), 'application/gzip'],
    [
      'tar without a sound checksum',
      latin1(`a.txt${'\0'.repeat(252)}ustar${'\0'.repeat(300)}`),
      'application/x-tar',
    ],
    ['Outlook message', compound('__properties_version1.0'), 'application/vnd.ms-outlook'],
    ['text that speaks of mail', utf8('Bonjour.\nFrom: a\nMessage-ID: b\n'), 'text/plain'],
  ])('tells %s', (_, bytes, type) => {
    const found = sniff(bytes);
    expect(found.type).toBe(type);
    expect(found.problem).toBeUndefined();
  });

  it.each<[string, Uint8Array, string, string]>([
    ['Word 97', compound('WordDocument'), 'application/msword', 'unreadable'],
    ['Excel 97', compound('Workbook'), 'application/vnd.ms-excel', 'unreadable'],
    ['Excel 5', compound('Book'), 'application/vnd.ms-excel', 'unreadable'],
    ['PowerPoint', compound('PowerPoint Document'), 'application/vnd.ms-powerpoint', 'unreadable'],
    [
      'a Word text with a password',
      compoundFile({ WordDocument: new Uint8Array(16).fill(1, 11, 12) }),
      'application/msword',
      'encrypted',
    ],
    [
      'a workbook with a password',
      // BOF, then FILEPASS (MS-XLS 2.4.21, 2.4.117).
      compoundFile({ Workbook: Uint8Array.of(9, 8, 2, 0, 0, 6, 0x2f, 0, 2, 0, 0, 0) }),
      'application/vnd.ms-excel',
      'encrypted',
    ],
    [
      'a presentation with a password',
      compoundFile({
        'PowerPoint Document': new Uint8Array(16),
        'Current User': Uint8Array.of(
          0,
          0,
          0xf6,
          0xf,
          16,
          0,
          0,
          0,
          20,
          0,
          0,
          0,
          0xdf,
          0xc4,
          0xd1,
          0xf3,
        ),
      }),
      'application/vnd.ms-powerpoint',
      'encrypted',
    ],
    [
      'Excel with a text embedded in it',
      compoundFile({ MBD0: { WordDocument: new Uint8Array(9) }, Workbook: new Uint8Array(9) }),
      'application/vnd.ms-excel',
      'unreadable',
    ],
    ['an unknown compound file', compound('Contents'), 'application/x-ole-storage', 'unreadable'],
    [
      'docx with a password',
      compound('EncryptedPackage', 'EncryptionInfo'),
      'application/x-ole-storage',
      'encrypted',
    ],
    [
      'compound file cut off',
      compound('WordDocument').subarray(0, 600),
      'application/x-ole-storage',
      'unreadable',
    ],
    ['7z', latin1('7z\xbc\xaf\x27\x1c\0'), 'application/x-7z-compressed', 'unreadable'],
    ['damaged zip', latin1('PK\x03\x04\0\0'), 'application/zip', 'unreadable'],
    ['nothing', new Uint8Array(0), 'application/x-empty', 'unreadable'],
    ['binary', latin1('\0\x01\x02\x03'), 'application/octet-stream', 'unreadable'],
    [
      'bytes of no UTF-8 with a control',
      latin1(`\x02${'\xe9 '.repeat(100)}`),
      'application/octet-stream',
      'unreadable',
    ],
    [
      'a tenth of controls',
      latin1('\x02 a mot mot'.repeat(20)),
      'application/octet-stream',
      'unreadable',
    ],
  ])('names %s, which is not read', (_, bytes, type, problem) => {
    expect(sniff(bytes)).toMatchObject({ type, problem, detail: expect.stringMatching(/\.$/) });
  });

  it('lets the name decide only between types of text', () => {
    expect(typeOf(utf8('a;b'), 'a.CSV')).toBe('text/csv');
    expect(typeOf(utf8('a;b'), 'a.pdf')).toBe('text/plain');
    expect(typeOf(utf8('<p>a'), 'a.htm')).toBe('text/html');
    expect(typeOf(utf8('<p>a'), null)).toBe('text/plain');
    expect(typeOf(latin1('%PDF-1.7'), 'a.txt')).toBe('application/pdf');
  });
});
