import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExtractError } from '../../src/extract/reader.ts';
import { holdsHtml, htmlOfRtf } from '../../src/extract/rtf-html.ts';
import { expectProblem } from './helpers.ts';

const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const html = (rtf: string) => htmlOfRtf(latin1(rtf), 10_000);

const HEAD =
  '{\\rtf1\\ansi\\ansicpg1251\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fmodern Courier New;}{\\f1\\fswiss\\fcharset204 Arial;}{\\f2\\fcharset0 Arial;}}{\\colortbl\\red0\\green0\\blue0;}\\uc1\\pard\\plain\\deftab360 \\f0\\fs24 ';

describe('htmlOfRtf', () => {
  it('gives back the HTML that was put in', () => {
    // As in the example of MS-OXRTFEX, section 3.
    const rtf =
      '{\\*\\htmltag18 <HTML>}{\\*\\htmltag241 \\par }{\\*\\htmltag50 <BODY>}{\\*\\htmltag64 <P>}' +
      "\\htmlrtf {\\htmlrtf0 {\\*\\htmltag148 <B>}\\htmlrtf {\\b \\htmlrtf0 Total :{\\*\\htmltag84 &nbsp;}\\htmlrtf \\'a0\\htmlrtf0 3 210{\\*\\htmltag156 </B>}\\htmlrtf }\\htmlrtf0 " +
      '{\\*\\mhtmltag72 <P><DIV>}{\\*\\htmltag72 </P>}\\htmlrtf\\par}\\htmlrtf0\\par {\\*\\htmltag58 </BODY>}{\\*\\htmltag27 </HTML>}}';
    expect(html(HEAD + rtf)).toBe(
      '<HTML>\r\n<BODY><P><B>Total :&nbsp;3 210</B></P>\r\n</BODY></HTML>',
    );
  });

  it.each([
    ["\\f1 \\'e0\\'e1", 'аб'],
    ["\\f2 \\'e9t\\'e9", 'été'],
    ["{\\f2 \\'e9}\\'e0", 'éа'],
    ["{\\*\\htmltag64 \\'e0\\{\\}\\\\}", 'а{}\\'],
    ['\\u8364?\\u-10179?\\u-8704? x', '€😀 x'],
    ["\\uc2\\u233\\'65\\'65 a", 'é a'],
    ['a\\tab b\\line c\\~d\\_e', 'a\tb\r\nc&nbsp;d&shy;e'],
    [
      '\\lquote a\\rquote \\ldblquote b\\rdblquote \\bullet \\endash \\emdash',
      '&lsquo;a&rsquo;&ldquo;b&rdquo;&bull;&ndash;&mdash;',
    ],
    ['{\\*\\inconnu caché}{\\pntext a}{\\stylesheet{\\s0 Normal;}}b', 'b'],
    ['\\htmlrtf a{b}\\htmlrtf0 c', 'c'],
    ['{\\htmlrtf a}b', 'b'],
  ])('reads %s', (rtf, expected) => {
    expect(html(`${HEAD}${rtf}}`)).toBe(expected);
  });

  it('is only for RTF that says so', () => {
    expect(holdsHtml(latin1(HEAD))).toBe(true);
    expect(holdsHtml(latin1('{\\rtf1\\ansi\\fromtext \\fromhtml10}'))).toBe(false);
  });

  it('refuses what is cut off, too long, or in an unknown code page', async () => {
    await expectProblem(() => html(HEAD), 'unreadable');
    await expectProblem(() => htmlOfRtf(latin1(`${HEAD}abcd}`), 3), 'over_limit');
    await expectProblem(() => html("{\\rtf1\\ansicpg850\\fromhtml1 \\'82}"), 'unreadable');
  });

  it('throws coded errors only, however the pieces stand', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '\\*',
      '\\htmltag64 ',
      '\\htmlrtf ',
      '\\htmlrtf0 ',
      "\\'e9",
      "\\'",
      '\\u-1 ',
      '\\uc9 ',
      '\\f1 ',
      '\\bin3 ',
      'x',
      '\\fonttbl',
      '\\fcharset128 ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          html(HEAD + pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(ExtractError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
