import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlReading, readHtml } from '../../src/extract/html.ts';
import { ExtractError } from '../../src/extract/reader.ts';
import { expectProblem, fixture, linesOf, testContext, toWords, wordsOf } from './helpers.ts';

const bytes = (html: string): Uint8Array => new TextEncoder().encode(html);
const latin = (html: string): Uint8Array => Uint8Array.from(html, (c) => c.charCodeAt(0));
const lines = (html: string): string[] =>
  (htmlReading(html).text.pages[0] ?? []).map((line) => line.text.replace(/\s+/g, ' ').trim());

describe('readHtml', () => {
  it('gives the words that LibreOffice exports as text, and the page furniture it writes', async () => {
    const expected = toWords(new TextDecoder().decode(fixture('lettre.txt'))).filter(
      (word) => !/^[1-3]\.$/.test(word),
    );
    expect(wordsOf(await readHtml(fixture('lettre.html'), testContext()))).toEqual([
      ...toWords('Campagne municipale — document interne'),
      ...expected,
      ...toWords('1Chiffres provisoires, arrêtés au 30 avril 2026. Page 1'),
    ]);
  });

  it('breaks lines at blocks, not at inline elements', () => {
    expect(lines('<p>un<b>deux</b></p>trois<br>quatre<div>cinq<p>six</div>')).toEqual([
      'undeux',
      'trois',
      'quatre',
      'cinq',
      'six',
    ]);
    expect(lines('<pre>a\nb</pre><p>c\nd</p>')).toEqual(['a', 'b', 'c d']);
  });

  it('marks cells', () => {
    const { text } = htmlReading('<table><tr><td>1. a<td>b<p>c</table>d');
    expect(text.pages[0]).toEqual([
      { text: '1. a', cell: true, at: { row: 1, column: 0 } },
      { text: 'b', cell: true, at: { row: 1, column: 1 } },
      { text: 'c', cell: true, at: { row: 1, column: 1 } },
      { text: 'd' },
    ]);
  });

  it('leaves out what is no text of the page', () => {
    expect(
      lines(
        '<head><title>t</title></head><style>p{}</style><script>s</script><template>x</template><img alt="a"><!-- c --><p>p</p>',
      ),
    ).toEqual(['p']);
  });

  it.each([
    '<p hidden>x</p>',
    '<p style="display:none">x</p>',
    '<p style="color:red;DISPLAY : NONE">x</p>',
    '<p style="display:/**/none">x</p>',
    '<p style="visibility:hidden">x</p>',
    '<p style="font-size:0">x</p>',
    '<p style="font-size:0px">x</p>',
  ])('keeps hidden text and marks it: %s', (html) => {
    expect(lines(html)).toEqual(['x']);
    expect(htmlReading(html).marks).toEqual(['hidden_text']);
  });

  it('does not mark what is only small', () => {
    expect(htmlReading('<p style="font-size:0.9em">x</p>').marks).toEqual([]);
  });

  it('decodes by mark, declaration, then by what the bytes are', async () => {
    const read = async (input: Uint8Array) => linesOf(await readHtml(input, testContext()));
    expect(await read(bytes('\ufeff<meta charset="windows-1252"><p>é€'))).toEqual(['é€']);
    expect(await read(latin('<meta charset="iso-8859-15"><p>\xa4'))).toEqual(['€']);
    expect(
      await read(
        latin('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>\xcf'),
      ),
    ).toEqual(['П']);
    expect(await read(latin('<p>\x80\xe9'))).toEqual(['€é']);
    expect(await read(bytes('<p>é€'))).toEqual(['é€']);
    await expectProblem(
      () => readHtml(latin('<meta charset=x-rien><p>a'), testContext()),
      'unreadable',
    );
  });

  it('gives no digest of what is drawn when two character sets are declared', async () => {
    const one = await readHtml(bytes('<meta charset=utf-8><p>a'), testContext());
    const two = await readHtml(
      bytes('<meta charset=utf-8><meta charset=koi8-r><p>a'),
      testContext(),
    );
    expect(one.reading?.drawn).toMatch(/^[0-9a-f]{64}$/);
    expect(two.reading?.drawn).toBeNull();
  });

  it.each([
    ['ASCII, whatever browsers guess', 'fin', true],
    ['other letters', 'fin d’été', false],
    ['escapes of ISO-2022-JP', '\x1b$B', false],
  ])('digests what is drawn behind a late declaration: %s', async (_, text, expected) => {
    const comment = `<!--${'x'.repeat(1024)}-->`;
    const page = await readHtml(bytes(`${comment}<meta charset=utf-8><p>${text}`), testContext());
    expect(page.reading?.drawn != null).toBe(expected);
  });

  it.each([
    ['the title', '<title>#</title>'],
    ['a script', "<script>document.write('#')</script>"],
    ['a script that goes on past its end', '<script><!--<script></script>"#"</script>'],
    ['text that ends the head', '<xmp>#</xmp>'],
    ['a text field', '<textarea>#</textarea>'],
    ['an attribute', "<link title='#'>"],
    ['a quote that is none', "<link x=a' y='#>"],
    ['a comment that some end early', '<!--># -->'],
    ['a comment without end', '<!-- #'],
  ])('counts what looks like a declaration in %s', (_, around) => {
    const drawn = (name: string) =>
      htmlReading(
        `<!DOCTYPE html><head>${around.replace('#', `<meta name="author" content="${name}">`)}</head><p>p`,
      ).drawn;
    expect(drawn('500')).not.toBe(drawn('900'));
  });

  it('draws the same in another encoding, with other line ends and another generator', async () => {
    const drawn = async (input: Uint8Array) =>
      (await readHtml(input, testContext())).reading?.drawn;
    const page = (charset: string, generator: string) =>
      `<html><head><meta charset="${charset}">\n<meta name="generator" content="${generator}">\n</head><body><p>\xe9t\xe9</p></body></html>`;
    const before = await drawn(bytes(page('utf-8', 'A 1')));
    expect(await drawn(latin(page('windows-1252', 'B 2').replaceAll('\n', '\r\n')))).toBe(before);
  });

  it.each([
    ['a style', '<p style="display:none">45</p>'],
    ['a comment that some parsers end early', '<!-->54<!-- --><p>45</p>'],
    ['a conditional comment', '<!--[if mso]>54<![endif]--><p>45</p>'],
    ['a style sheet', '<style>p{display:none}</style><p>45</p>'],
    ['an image', '<img src="cid:a"><p>45</p>'],
  ])('draws otherwise with %s', (_, html) => {
    expect(htmlReading(html).drawn).not.toBe(htmlReading('<p>45</p>').drawn);
  });

  it('refuses nesting beyond the limit, and a page without text', async () => {
    await expectProblem(() => readHtml(bytes('<b>'.repeat(300_000)), testContext()), 'over_limit');
    expect((await readHtml(bytes('<p> </p><img>'), testContext())).problem).toBe('no_text_layer');
  });

  it('throws coded errors only, whatever the bytes', async () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '<!--',
      '-->',
      '<td',
      '</table>',
      '<p',
      ' style="',
      '"',
      '&',
      '&#x0;',
      '<meta charset=',
      'utf-16',
      '\0',
      '<script>',
      '</',
      '<![CDATA[',
      '<svg>',
      'é',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array(),
          fc.array(piece).map((all) => bytes(all.join(''))),
        ),
        async (input) => {
          await readHtml(input, testContext()).catch((error) =>
            expect(error).toBeInstanceOf(ExtractError),
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
