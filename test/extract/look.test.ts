import { describe, expect, it } from 'vitest';
import { readDocx } from '../../src/extract/docx.ts';
import { htmlReading } from '../../src/extract/html.ts';
import { readOdf } from '../../src/extract/odf.ts';
import { fixture, testContext } from './helpers.ts';
import { docx, repack } from './package.ts';

describe('marks of a page', () => {
  it.each([
    ['<p style="display:none">a</p>', ['hidden_text']],
    ['<p style="color:#fff; background-color: WHITE">a</p>', ['hidden_text']],
    ['<p style="color:#fff; background:#123">a</p>', []],
    ['<style>p{font-size:0}</style><p>a</p>', ['hidden_text']],
    ['<style>p{font-size:0.9em}</style><p>a</p>', []],
    ['<style>@media screen{div .x{display:none}}</style><p class="y x">a</p>', ['hidden_text']],
    ['<style>.x{display:none}</style><p>a</p>', []],
    ['<style>p:hover{display:none}</style><p>a</p>', []],
    ['<style>td::after{content:"9"}</style><table><td>a</table>', ['generated_text']],
    ['<style>li::before{content:"– "}</style><li>a', []],
    ['<style>.gone{text-decoration: line-through}</style><p class=gone>a</p>', ['struck_text']],
    ['<p>a <s>b</s></p>', ['struck_text']],
    ['<p>a</p><script>document.write(1)</script>', ['macros']],
    ['<p onclick="x()">a</p>', ['macros']],
    ['<p>a</p>', []],
  ])('%s', (html, marks) => {
    expect(htmlReading(html).marks).toEqual(marks);
  });

  it('are found in linear time', () => {
    const css = 'a{content:"x'.repeat(50_000) + 'text-decoration:'.repeat(50_000);
    expect(htmlReading(`<style>${css}</style><p>a</p>`).marks).toEqual([]);
  });
});

describe('marks of a docx', () => {
  const run = (properties: string, text = 'a'): string =>
    `<w:r><w:rPr>${properties}</w:rPr><w:t>${text}</w:t></w:r>`;
  const p = (inner: string): string => `<w:p>${inner}</w:p>`;
  const white = '<w:color w:val="FFFFFF"/>';
  it.each([
    ['white', p(run(white)), ['hidden_text']],
    ['white on black', p(run(`${white}<w:shd w:val="clear" w:fill="000000"/>`)), []],
    ['white, highlighted', p(run(`<w:highlight w:val="blue"/>${white}`)), []],
    ['white in a cell', `<w:tbl><w:tr><w:tc>${p(run(white))}</w:tc></w:tr></w:tbl>`, []],
    ['white blanks', p(`${run(white, ' ')}<w:r><w:t>a</w:t></w:r>`), []],
    ['one point high', p(run('<w:sz w:val="2"/>')), ['hidden_text']],
    ['ten points high', p(run('<w:sz w:val="20"/>')), []],
    ['struck', p(run('<w:strike/>')), ['struck_text']],
    ['not struck', p(run('<w:strike w:val="false"/>')), []],
    ['struck twice', p(run('<w:dstrike w:val="1"/>')), ['struck_text']],
    ['vanished', p(run('<w:vanish/>')), ['hidden_text']],
  ])('%s', async (_, body, marks) => {
    expect((await readDocx(docx(body), testContext())).reading?.marks).toEqual(marks);
  });
});

describe('marks of an odt', () => {
  it.each([
    ['fo:color="#ffffff"', ['hidden_text']],
    ['fo:color="#ffffff" fo:background-color="#000000"', []],
    ['fo:color="#123456"', []],
    ['fo:font-size="1pt"', ['hidden_text']],
    ['style:text-line-through-style="solid"', ['struck_text']],
    ['style:text-line-through-style="none"', []],
    ['text:display="none"', ['hidden_text']],
  ])('%s', async (property, marks) => {
    const style = `<style:style style:name="Zz" style:family="text"><style:text-properties ${property}/></style:style>`;
    const bytes = repack(fixture('lettre.odt'), {
      'content.xml': (xml) =>
        xml
          .replace('</office:automatic-styles>', `${style}</office:automatic-styles>`)
          .replace(
            '</office:text>',
            '<text:p><text:span text:style-name="Zz">a</text:span></text:p></office:text>',
          ),
    });
    expect((await readOdf(bytes, testContext())).reading?.marks).toEqual(marks);
  });
});
