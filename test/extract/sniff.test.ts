import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { sniff } from '../../src/extract/sniff.ts';

const latin1 = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);
const typeOf = (bytes: Uint8Array, name: string | null = null) => sniff(bytes, name).type;

/** A compound file (MS-CFB, version 3) with one directory sector. */
function compound(...names: string[]): Uint8Array {
  const bytes = new Uint8Array(512 * 3);
  const view = new DataView(bytes.buffer);
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  view.setUint16(30, 9, true);
  view.setUint32(48, 1, true);
  view.setUint32(76, 0, true);
  view.setUint32(512, 0xfffffffd, true);
  view.setUint32(516, 0xfffffffe, true);
  for (const [i, name] of names.entries()) {
    const at = 1024 + i * 128;
    for (const [j, c] of [...name].entries()) view.setUint16(at + j * 2, c.charCodeAt(0), true);
    view.setUint16(at + 64, (name.length + 1) * 2, true);
  }
  return bytes;
}

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
    ['text that speaks of mail', utf8('Bonjour.\nFrom: a\nMessage-ID: b\n'), 'text/plain'],
  ])('tells %s', (_, bytes, type) => {
    const found = sniff(bytes);
    expect(found.type).toBe(type);
    expect(found.problem).toBeUndefined();
  });

  it.each<[string, Uint8Array, string, string]>([
    ['Word 97', compound('Root Entry', 'WordDocument'), 'application/msword', 'unreadable'],
    ['Excel 97', compound('Root Entry', 'Workbook'), 'application/vnd.ms-excel', 'unreadable'],
    [
      'Outlook message',
      compound('Root Entry', '__properties_version1.0'),
      'application/vnd.ms-outlook',
      'unreadable',
    ],
    [
      'docx with a password',
      compound('Root Entry', 'EncryptedPackage', 'EncryptionInfo'),
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

  it('follows a looping compound directory to an end', () => {
    const bytes = compound('Root Entry');
    new DataView(bytes.buffer).setUint32(516, 1, true);
    expect(typeOf(bytes)).toBe('application/x-ole-storage');
  });
});
