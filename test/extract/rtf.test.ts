import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExtractError } from '../../src/extract/reader.ts';
import { readRtf } from '../../src/extract/rtf.ts';
import { expectProblem, fixture, linesOf, testContext, toWords, wordsOf } from './helpers.ts';

const letter = fixture('lettre.rtf');
const rtf = (body: string): Uint8Array =>
  Uint8Array.from(`{\\rtf1\\ansi ${body}}`, (c) => c.charCodeAt(0));
const read = (bytes: Uint8Array) => readRtf(bytes, testContext());
const lines = async (body: string) => linesOf(await read(rtf(body)));

describe('readRtf', () => {
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
    expect(extracted.reading?.text.pages[0]?.filter((line) => line.cell)).toHaveLength(6);
    expect(extracted.reading?.drawn).toBeNull();
  });

  it.each([
    ["caf\\'e9 \\'80", 'café €'],
    ["\\ansicpg1251 \\'cf", 'П'],
    ["\\ansicpg1250 \\'b3", 'ł'],
    ["{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}}\\f1 \\'cf\\f0 \\'e9", 'Пé'],
    ["{\\fonttbl{\\f3\\fcharset2 S;}}\\f3 \\'a8", '\uf0a8'],
    ["\\ansicpg932 \\'93\\'fa", '日'],
    ['\\u8364?', '€'],
    ['\\uc2\\u233 xx1', 'é1'],
    ['\\uc0\\u233 1', 'é1'],
    ['\\u-10179?\\u-8704?', '😀'],
    ["\\u8364\\'80 5", '€ 5'],
    ['45\\~000', '45\u00a0000'],
    ['a\\{b\\}\\\\', 'a{b}\\'],
    ['a\\bin5 \\}{}}b', 'ab'],
    ['{\\*\\inconnu x}a{\\info{\\title t}}{\\pict 00ff}b', 'ab'],
    ['{\\field{\\*\\fldinst PAGE}{\\fldrslt 7}}', '7'],
    ['un\r\ndeux', 'undeux'],
  ])('reads %s', async (body, expected) => {
    expect(await lines(body)).toEqual([expected]);
  });

  it('stops at the end of the outermost group', async () => {
    const after = Uint8Array.from('{\\rtf1 vrai}faux}', (c) => c.charCodeAt(0));
    expect(linesOf(await read(after))).toEqual(['vrai']);
  });

  it('keeps and marks hidden text, leaves out and marks deleted text and comments', async () => {
    const extracted = await read(rtf('vu{\\v  caché}{\\deleted  ôté}{\\*\\annotation note}'));
    expect(linesOf(extracted)).toEqual(['vu caché']);
    expect(extracted.reading?.marks).toEqual(['comments', 'hidden_text', 'tracked_changes']);
  });

  it.each([
    ['no RTF', Uint8Array.from([1, 2, 3]), 'unreadable'],
    ['cut off', letter.subarray(0, letter.length - 10), 'unreadable'],
    ['300,000 groups', rtf('{'.repeat(300_000)), 'over_limit'],
    ['a binary run past the end', rtf('\\bin999999999 x'), 'unreadable'],
    ['a code page that cannot be read', rtf("\\ansicpg850 \\'82"), 'unreadable'],
    ['a word without end', rtf(`\\${'a'.repeat(1000)}`), 'unreadable'],
  ])('refuses: %s', async (_, bytes, problem) => {
    await expectProblem(() => read(bytes), problem);
  });

  it('says no_text_layer for pictures only', async () => {
    expect((await read(rtf('{\\pict 00}'))).problem).toBe('no_text_layer');
  });

  it('reads a long run of bytes', async () => {
    const long = `${"\\'e9".repeat(300_000)}`;
    expect((await lines(long))[0]).toHaveLength(300_000);
    expect((await lines('a'.repeat(300_000)))[0]).toHaveLength(300_000);
  });

  it('throws coded errors only, whatever the bytes', async () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '\\',
      '\\par ',
      '\\u',
      '-1',
      '?',
      '\\uc9',
      "\\'",
      'e9',
      '\\*',
      '\\footnote',
      '\\fonttbl',
      '\\f1',
      '\\fcharset204',
      '\\cell',
      '\\bin',
      '3',
      'x',
      '\0',
      '\\header',
      '\\ansicpg99999',
    );
    const flips = fc.array(fc.tuple(fc.nat(letter.length - 1), fc.nat(255)), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.array(piece), flips), async (input) => {
        let bytes: Uint8Array = letter.slice();
        if (typeof input[0] === 'string') bytes = rtf(input.join(''));
        else for (const [at, value] of input as [number, number][]) bytes[at] = value;
        await read(bytes).catch((error) => expect(error).toBeInstanceOf(ExtractError));
      }),
      { numRuns: 600 },
    );
  });
});
