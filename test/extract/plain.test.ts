import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainReading, readPlain } from '../../src/extract/plain.ts';
import { ExtractError } from '../../src/extract/reader.ts';
import { expectProblem, linesOf, testContext } from './helpers.ts';

const raw = (...codes: (number | string)[]): Uint8Array =>
  Uint8Array.from(
    codes.flatMap((one) =>
      typeof one === 'number' ? [one] : [...one].map((c) => c.charCodeAt(0)),
    ),
  );
const read = async (bytes: Uint8Array) => linesOf(await readPlain(bytes, testContext()));

describe('readPlain', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode('coût : 5 €')],
    ['UTF-8 with a mark', raw(0xef, 0xbb, 0xbf, ...new TextEncoder().encode('coût : 5 €'))],
    [
      'UTF-16LE',
      raw(
        0xff,
        0xfe,
        ...[...'coût : 5 €'].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]),
      ),
    ],
    [
      'UTF-16BE',
      raw(
        0xfe,
        0xff,
        ...[...'coût : 5 €'].flatMap((c) => [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 255]),
      ),
    ],
    ['windows-1252', raw('co\xfbt : 5 \x80')],
    ['ISO 8859-15', raw('co\xfbt : 5 \xa4')],
  ])('reads %s', async (_, bytes) => {
    expect(await read(bytes)).toEqual(['coût : 5 €']);
  });

  it.each([
    ['c\xbdur', 'cœur'],
    ['\xbcuvre', 'Œuvre'],
    ['1\xbd h', '1½ h'],
    ['l\xb4eau', 'l´eau'],
    ['\x93mot\x94 \xbcx', '“mot” ¼x'],
  ])('tells the two Latin charsets apart: %s', async (given, expected) => {
    expect(await read(raw(given))).toEqual([expected]);
  });

  it.each([
    ['a control character', raw('a\0b')],
    ['a byte of no charset', raw('caf\x8f')],
    ['UTF-16 cut in a surrogate', raw(0xff, 0xfe, 0x3d, 0xd8)],
  ])('refuses %s', async (_, bytes) => {
    await expectProblem(() => read(bytes), 'unreadable');
  });

  it.each([
    ['1 \x02driver\x04', 'few control characters'],
    ['h\x1cufig', 'one in a short text'],
    ['a cut-o\x1b, o\x1b-line (a tari\x1b). A trade-o\x1b', 'what TeX calls ff'],
    // Formulas whose signs have no names in the fonts.
    ['I\x012\x01 and O\x011\x01, A\x1b and \x1bO\x01', 'one in sixty'],
  ])('reads %j, which has %s', async (text) => {
    const prose = 'mot '.repeat(100);
    expect((await read(raw(prose, text))).join('|')).toBe(`${prose}${text}`);
  });

  it('parts pages at form feeds, the last one ended by one or not', () => {
    const pagesOf = (text: string) =>
      plainReading(text).text.pages.map((page) => page.map((line) => line.text));
    expect(pagesOf('a\nb\fc\r\n\fd')).toEqual([['a', 'b'], ['c'], ['d']]);
    expect(pagesOf('a\fb\n\f')).toEqual([['a'], ['b']]);
    expect(pagesOf('a\f\fb')).toEqual([['a'], [], ['b']]);
    expect(plainReading('a\fb\f').drawn).toBe(plainReading('a\nb').drawn);
  });

  it.each([
    ['a text that is one tenth controls', 'mot mot \x05 '.repeat(9)],
    ['Japanese in ISO-2022-JP', '\x1b$B%F%9%H\x1b(B'],
    ['Korean in ISO-2022-KR', 'mot \x1b$)C mot'],
    ['Latin letters of ISO 2022', 'mot \x1b-A mot'],
    ['UTF-8 of ISO 2022', 'mot \x1b%G mot'],
    ['colours of a terminal', 'rouge \x1b[31mtexte'],
    ['an overstruck word', 'N\bNO\bOM\bM'],
  ])('refuses %s', async (_, text) => {
    await expectProblem(() => read(raw(text)), 'unreadable');
  });

  it('keeps a control character in the text and in what is drawn', async () => {
    const [with_, without] = ['montant 45\x01000 EUR', 'montant 45000 EUR'].map((t) => raw(t));
    expect(await read(with_ as Uint8Array)).not.toEqual(await read(without as Uint8Array));
    expect(plainReading('45\x01000').drawn).not.toBe(plainReading('45000').drawn);
  });

  it('says no_text_layer for white space, and over_limit for too long a text', async () => {
    expect((await readPlain(raw(' \n'), testContext())).problem).toBe('no_text_layer');
    await expectProblem(
      () => readPlain(raw('abcd'), testContext({ maxTextLength: 3 })),
      'over_limit',
    );
  });

  it('draws the same with other line ends, blanks before them, and another encoding', async () => {
    const drawn = async (bytes: Uint8Array) =>
      (await readPlain(bytes, testContext())).reading?.drawn;
    const before = await drawn(raw('a\xe9\n\nb'));
    expect(await drawn(new TextEncoder().encode('\ufeffaé \t\r\n\r\nb\r\n\r\n'))).toBe(before);
    expect(await drawn(raw('a\xe9\rb'))).not.toBe(before);
    // A terminal writes the second line over the first.
    expect(plainReading('100 €\r900 €\n').drawn).toBeNull();
    expect(plainReading('100 €\r900 €\r').drawn).toBe(plainReading('100 €\n900 €\n').drawn);
    expect(plainReading('a  b').drawn).not.toBe(plainReading('a b').drawn);
  });

  it('decodes every byte above 0x7F to a character of its own', async () => {
    const seen = new Set<string>();
    for (let byte = 0x80; byte < 0x100; byte++) {
      if ([0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)) continue;
      seen.add((await read(raw('\x85', byte, 'x')))[0] ?? '');
    }
    expect(seen.size).toBe(128 - 5);
  });

  it('throws coded errors only, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (bytes) => {
        await read(bytes).catch((error) => expect(error).toBeInstanceOf(ExtractError));
      }),
      { numRuns: 1000 },
    );
  });
});
