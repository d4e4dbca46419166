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
    ['<p style="text-indent:-9999px">a</p>', ['clipped_text']],
    ['<p style="text-indent:-2em">a</p>', []],
    ['<p style="position:absolute; left: -999em">a</p>', ['clipped_text']],
    ['<p style="margin-left:-15px">a</p>', []],
    ['<p style="height:0;overflow:hidden">a</p>', ['clipped_text']],
    ['<p style="height:0">a</p>', []],
    ['<p style="line-height:0;overflow:hidden">a</p>', []],
    ['<p style="overflow:hidden;max-width:100%">a</p>', []],
    ['<p style="overflow:hidden;width:1px">a</p>', ['clipped_text']],
    ['<p style="overflow:hidden;width:12px;height:0.9em">a</p>', []],
    ['<p style="clip:rect(0 0 0 0)">a</p>', ['clipped_text']],
    ['<p style="clip:rect(1px, 1px, 1px, 1px)">a</p>', ['clipped_text']],
    ['<p style="clip:rect(0 90px 20px 0)">a</p>', []],
    ['<p style="clip-path:inset(50%)">a</p>', ['clipped_text']],
    ['<p style="clip-path:inset(5%)">a</p>', []],
    ['<p style="transform:scale(0)">a</p>', ['clipped_text']],
    ['<p style="transform:scale(0.5)">a</p>', []],
    ['<style>.sr{position:absolute;left:-10000px}</style><p class=sr>a</p>', ['clipped_text']],
    ['<style>.sr{position:absolute;left:-10000px}</style><p>a</p>', []],
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
  const CLIPPED = ['clipped_text'];
  const row = (properties: string, text = 'a'): string =>
    `<w:tbl><w:tr><w:trPr>${properties}</w:trPr><w:tc>${p(run('', text))}</w:tc></w:tr></w:tbl>`;
  const spaced = (properties: string, text = 'a'): string =>
    p(`<w:pPr>${properties}</w:pPr>${run('', text)}`);
  const boxed = `<w:txbxContent>${p(run(''))}</w:txbxContent>`;
  const textBox = (extent: string, body = '', offset = '0'): string =>
    p(
      `<w:r><w:drawing><wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><wp:positionH><wp:posOffset>${offset}</wp:posOffset></wp:positionH><wps:wsp><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext ${extent}/></a:xfrm></wps:spPr><wps:txbx>${boxed}</wps:txbx><wps:bodyPr>${body}</wps:bodyPr></wps:wsp></wp:anchor></w:drawing></w:r>`,
    );
  const vmlBox = (style: string, fit = ''): string =>
    p(
      `<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape style="${style}"><v:textbox style="${fit}">${boxed}</v:textbox></v:shape></w:pict></w:r>`,
    );
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
    ['in a row of half a point', row('<w:trHeight w:hRule="exact" w:val="10"/>'), CLIPPED],
    ['in a row of at least half a point', row('<w:trHeight w:val="10"/>'), []],
    ['in a row of 12 points', row('<w:trHeight w:hRule="exact" w:val="240"/>'), []],
    ['in the row after', `${row('<w:trHeight w:hRule="exact" w:val="10"/>', '')}${row('')}`, []],
    ['on a line of a point', spaced('<w:spacing w:lineRule="exact" w:line="20"/>'), CLIPPED],
    ['on a line of 12 points', spaced('<w:spacing w:lineRule="exact" w:line="240"/>'), []],
    ['after it', `${spaced('<w:spacing w:lineRule="exact" w:line="20"/>', '')}${p(run(''))}`, []],
    ['in a frame of a point', spaced('<w:framePr w:hRule="exact" w:h="20"/>'), CLIPPED],
    ['in a frame', spaced('<w:framePr w:w="4000" w:hRule="exact" w:h="2000"/>'), []],
    ['left of every page', spaced('<w:ind w:left="-32000"/>'), CLIPPED],
    ['left of the margin', spaced('<w:ind w:left="-400"/>'), []],
    ['in a box without height', textBox('cx="900000" cy="0"'), CLIPPED],
    ['in a box that grows', textBox('cx="900000" cy="0"', '<a:spAutoFit/>'), []],
    ['in a box', textBox('cx="900000" cy="900000"'), []],
    ['in a box beyond every page', textBox('cx="900000" cy="900000"', '', '-30000000'), CLIPPED],
    ['in a VML box without width', vmlBox('width:0;height:20pt'), CLIPPED],
    ['in a VML box', vmlBox('margin-left:0;width:80pt;height:20pt'), []],
    ['in a VML box that grows', vmlBox('width:80pt;height:0', 'mso-fit-shape-to-text:t'), []],
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

describe('marks of rows and lines of an odt', () => {
  const style = (family: string, properties: string): string =>
    `<style:style style:name="Zz" style:family="${family}"><style:${family}-properties ${properties}/></style:style>`;
  const inRow = (text: string): string =>
    `<table:table><table:table-row table:style-name="Zz"><table:table-cell><text:p>${text}</text:p></table:table-cell></table:table-row></table:table>`;
  const inLine = (text: string): string => `<text:p text:style-name="Zz">${text}</text:p>`;
  it.each([
    [style('table-row', 'style:row-height="0.01cm"'), inRow('a'), ['clipped_text']],
    [style('table-row', 'style:row-height="0.5cm"'), inRow('a'), []],
    [style('table-row', 'style:min-row-height="0.01cm"'), inRow('a'), []],
    [style('table-row', 'style:row-height="0.01cm"'), inRow(' '), []],
    [style('paragraph', 'fo:line-height="1pt"'), inLine('a'), ['clipped_text']],
    [style('paragraph', 'fo:line-height="1%"'), inLine('a'), []],
    [style('paragraph', 'fo:line-height="14pt"'), inLine('a'), []],
    [style('paragraph', 'fo:line-height="1pt"'), inLine(''), []],
    [style('paragraph', 'fo:margin-left="-600cm"'), inLine('a'), ['clipped_text']],
    [style('paragraph', 'fo:margin-left="-1cm"'), inLine('a'), []],
  ])('%s %s', async (styles, body, marks) => {
    const bytes = repack(fixture('lettre.odt'), {
      'content.xml': (xml) =>
        xml
          .replace('</office:automatic-styles>', `${styles}</office:automatic-styles>`)
          .replace('</office:text>', `${body}</office:text>`),
    });
    expect((await readOdf(bytes, testContext())).reading?.marks).toEqual(marks);
  });
});

describe('marks of rows and columns of an ods', () => {
  it.each([
    ['table-row', 'style:row-height="0cm"', ['clipped_text']],
    ['table-row', 'style:row-height="0.45cm"', []],
    ['table-column', 'style:column-width="0cm"', ['clipped_text']],
    ['table-column', 'style:column-width="2cm"', []],
  ])('%s %s', async (family, properties, marks) => {
    const style = `<style:style style:name="Zz" style:family="${family}"><style:${family}-properties ${properties}/></style:style>`;
    const bytes = repack(fixture('budget.ods'), {
      'content.xml': (xml) =>
        xml
          .replace('</office:automatic-styles>', `${style}</office:automatic-styles>`)
          .replace(
            new RegExp(`<table:${family}(?: table:style-name="[^"]*")?`),
            `<table:${family} table:style-name="Zz"`,
          ),
    });
    const found = (await readOdf(bytes, testContext())).reading?.marks ?? [];
    expect(found.filter((mark) => mark !== 'hidden_sheet')).toEqual(marks);
  });
});
