import { describe, expect, it } from 'vitest';
import { readDocx } from '../../src/extract/docx.ts';
import { htmlReading } from '../../src/extract/html.ts';
import { readOdf } from '../../src/extract/odf.ts';
import { readXlsx } from '../../src/extract/xlsx.ts';
import { expectProblem, fixture, testContext } from './helpers.ts';
import { docx, repack } from './package.ts';

const MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"';
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const RELATED = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const run = (text: string): string => `<w:r><w:t>${text}</w:t></w:r>`;
const relationships = (...kinds: string[]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${kinds
    .map((kind, i) => `<Relationship Id="r${i}" Type="${RELATED}/${kind}" Target="${kind}.xml"/>`)
    .join('')}</Relationships>`;
const besideOf = async (bytes: Uint8Array) =>
  (await readDocx(bytes, testContext())).reading?.beside;

describe('a docx', () => {
  it('tells its comments in the order of their places, deleted words aside', async () => {
    const comment = (id: number, author: string, inner: string): string =>
      `<w:comment w:id="${id}" w:author="${author}"><w:p>${inner}</w:p></w:comment>`;
    const bytes = docx(
      `<w:p>${run('un')}<w:r><w:commentReference w:id="7"/></w:r>${run('deux')}<w:r><w:commentReference w:id="3"/></w:r></w:p>`,
      {
        'word/_rels/document.xml.rels': relationships('comments'),
        'word/comments.xml': `<w:comments ${W}>${comment(3, 'Hugo', run('Refus'))}${comment(7, 'Claire', `${run('45 000 €')}<w:del>${run('non')}</w:del>`)}${comment(9, 'Nul', run('nulle part'))}</w:comments>`,
      },
    );
    expect((await besideOf(bytes))?.comments).toEqual(['Claire:  45 000 €', 'Hugo:  Refus']);
  });

  const t = (text: string): string => `<m:r><m:t>${text}</m:t></m:r>`;
  it.each([
    [`<m:f><m:num>${t('45')}</m:num><m:den>${t('2')}</m:den></m:f>`, '(45)/(2)'],
    [t('452'), '452'],
    [`<m:sSup><m:e>${t('10')}</m:e><m:sup>${t('2')}</m:sup></m:sSup>`, '10^(2)'],
    [`<m:sSub><m:e>${t('x')}</m:e><m:sub>${t('i')}</m:sub></m:sSub>`, 'x_(i)'],
    [`<m:rad><m:deg/><m:e>${t('2')}</m:e></m:rad>`, '√(2)'],
    [`<m:rad><m:deg>${t('3')}</m:deg><m:e>${t('2')}</m:e></m:rad>`, '√(3)(2)'],
    [
      `<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="["/></m:dPr><m:e>${t('0')}</m:e><m:e>${t('1')}</m:e></m:d>`,
      '[0|1[',
    ],
    [
      `<m:m><m:mr><m:e>${t('1')}</m:e><m:e>${t('2')}</m:e></m:mr><m:mr><m:e>${t('3')}</m:e><m:e>${t('4')}</m:e></m:mr></m:m>`,
      '[1,2;3,4]',
    ],
    [
      `<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>${t('i')}</m:sub><m:sup>${t('n')}</m:sup><m:e>${t('a')}</m:e></m:nary>`,
      '∑_(i)^(n)a',
    ],
    [t(' a − 1 '), 'a-1'],
    [t('𝑥²'), 'x²'],
  ])('writes %s as %s, and not into the body', async (xml, line) => {
    const { reading } = await readDocx(
      docx(`<w:p>${run('Soit ')}<m:oMath ${MATH}>${xml}</m:oMath></w:p>`),
      testContext(),
    );
    expect(reading?.beside?.equations).toEqual([line]);
    expect(reading?.text.pages[0]?.map((one) => one.text)).toEqual(['Soit']);
  });

  const level = (at: number, start: number, format: string, text: string): string =>
    `<w:lvl w:ilvl="${at}"><w:start w:val="${start}"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`;
  const NUMBERING = `<w:numbering ${W}><w:abstractNum w:abstractNumId="0">${level(0, 1, 'decimal', 'Article %1.')}${level(1, 1, 'lowerLetter', '%1.%2)')}</w:abstractNum><w:abstractNum w:abstractNumId="1">${level(0, 4, 'upperRoman', '%1.')}${level(1, 1, 'bullet', '•')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num></w:numbering>`;
  const item = (num: number, at: number): string =>
    `<w:p><w:pPr><w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${num}"/></w:numPr></w:pPr>${run('x')}</w:p>`;
  const numbered = (body: string, numbering = NUMBERING): Uint8Array =>
    docx(body, {
      'word/_rels/document.xml.rels': relationships('numbering', 'styles'),
      'word/numbering.xml': numbering,
      'word/styles.xml': `<w:styles ${W}><w:style w:type="paragraph" w:styleId="H"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H"/></w:style></w:styles>`,
    });

  it('counts what Word prints before list items, bullets aside', async () => {
    const items = [item(1, 0), item(1, 1), item(1, 1), item(1, 0), item(1, 1), item(2, 0)];
    const more = [item(2, 1), item(2, 0), item(3, 0), item(3, 0)];
    expect((await besideOf(numbered([...items, ...more].join(''))))?.numbering).toEqual([
      'Article 1.',
      '1.a)',
      '1.b)',
      'Article 2.',
      '2.a)',
      'IV.',
      'V.',
      'Article 9.',
      'Article 10.',
    ]);
  });

  it('finds the numbers of headings through their styles', async () => {
    const heading = `<w:p><w:pPr><w:pStyle w:val="H2"/></w:pPr>${run('Titre')}</w:p>`;
    expect((await besideOf(numbered(heading + heading)))?.numbering).toEqual(['IV.', 'V.']);
    const off = heading.replace('</w:pPr>', '<w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>');
    expect((await besideOf(numbered(off)))?.numbering).toEqual([]);
  });

  it('refuses numbering that would fill the memory', async () => {
    const long = NUMBERING.replace('Article', 'A'.repeat(1000));
    await expectProblem(
      () => readDocx(numbered(item(1, 0).repeat(20), long), testContext({ maxTextLength: 10_000 })),
      'over_limit',
    );
    const huge = NUMBERING.replace('<w:start w:val="4"/>', '<w:start w:val="2000000000"/>');
    expect((await besideOf(numbered(item(2, 0), huge)))?.numbering).toEqual(['2000000000.']);
  });

  it('tells titles, names and values of a chart', async () => {
    const points = (role: string, ...values: string[]): string =>
      `<c:${role}><c:numRef><c:numCache>${values.map((v, i) => `<c:pt idx="${i}"><c:v>${v}</c:v></c:pt>`).join('')}</c:numCache></c:numRef></c:${role}>`;
    const bytes = docx(`<w:p>${run('voir')}</w:p>`, {
      'word/_rels/document.xml.rels': relationships('chart'),
      'word/chart.xml': `<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Dons </a:t></a:r><a:r><a:t>reçus</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser>${points('tx', 'Mars')}${points('cat', 'Lyon', 'Nice')}${points('val', '45000', '0.10000000000000001')}</c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>`,
    });
    expect((await besideOf(bytes))?.charts).toEqual([
      'Dons reçus',
      'name 0=Mars',
      'at 0=Lyon 1=Nice',
      'value 0=45000 1=0.1',
    ]);
  });

  it('tells which boxes are ticked and what is chosen', async () => {
    const form =
      '<w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData><w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="oui"/><w:listEntry w:val="non"/></w:ddList></w:ffData>';
    expect((await besideOf(docx(`<w:p>${run('vote')}${form}</w:p>`)))?.form).toEqual([
      'checked',
      'unchecked',
      'non',
    ]);
  });
});

describe('an odt', () => {
  const letter = fixture('lettre.odt');
  const within = async (xml: string) => {
    const bytes = repack(letter, {
      'content.xml': (old) => old.replace('</office:text>', `${xml}</office:text>`),
    });
    const plain = await readOdf(letter, testContext());
    const { reading } = await readOdf(bytes, testContext());
    const added = (stream: 'comments' | 'numbering' | 'form' | 'equations') =>
      reading?.beside?.[stream]?.slice(plain.reading?.beside?.[stream]?.length ?? 0);
    const lines = reading?.text.pages[0]?.map((line) => line.text) ?? [];
    return { added, lines };
  };

  it('tells its comments, their authors and nothing of them in the body', async () => {
    const { added, lines } = await within(
      '<text:p>Fin<office:annotation><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Claire</dc:creator><dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2026-04-30T09:15:00</dc:date><text:p>45 000 €</text:p></office:annotation>ale</text:p>',
    );
    expect(added('comments')).toEqual(['Claire: 45 000 €']);
    expect(lines).toContain('Finale');
    expect(lines.join(' ')).not.toMatch(/Claire|09:15/);
  });

  it('counts list items from their list, continued ones too', async () => {
    const style =
      '<text:list-style style:name="Z"><text:list-level-style-number text:level="1" style:num-format="1" style:num-prefix="Article " style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")" text:display-levels="2"/></text:list-style>';
    const item = (inner: string, more = ''): string =>
      `<text:list-item${more}><text:p>x</text:p>${inner}</text:list-item>`;
    const { added } = await within(
      `${style}<text:list text:style-name="Z">${item(`<text:list>${item('')}${item('')}</text:list>`)}${item('')}</text:list><text:p>y</text:p><text:list text:style-name="Z" text:continue-numbering="true">${item('')}${item('', ' text:start-value="7"')}</text:list>`,
    );
    expect(added('numbering')).toEqual([
      'Article 1.',
      '1.a)',
      '1.b)',
      'Article 2.',
      'Article 3.',
      'Article 7.',
    ]);
  });

  it('tells what its form controls hold', async () => {
    const { added } = await within(
      '<office:forms xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0"><form:form><form:text form:current-value="45 000"/><form:checkbox form:label="Accord" form:current-state="checked"/></form:form></office:forms>',
    );
    expect(added('form')).toEqual(['= 45 000', '= Accord checked']);
  });
});

describe('a page', () => {
  it.each([
    ['<ol><li>a<li>b</ol>', ['1.', '2.']],
    ['<ol start=7><li>a<ol type=a><li>c</ol><li>b</ol>', ['7.', 'a.', '8.']],
    ['<ol type=I><li>a<li value=9>b<li>c</ol>', ['I.', 'IX.', 'X.']],
    ['<ol reversed start=3><li>a<li>b</ol>', ['3.', '2.']],
    ['<ul><li>a</ul>', []],
  ])('numbers %s', (html, labels) => {
    expect(htmlReading(html).beside?.numbering).toEqual(labels);
  });

  it('tells what its form shows', () => {
    const html =
      '<input value="45 000"><input type=hidden value=h><input type=checkbox checked><input type=password value=p><select><option>un<option selected>deux</select>';
    expect(htmlReading(html).beside?.form).toEqual(['= 45 000', 'checked', 'selected 1']);
  });

  it('writes a fraction otherwise than a product', () => {
    const of = (inner: string) => htmlReading(`<p>x <math>${inner}</math></p>`).beside?.equations;
    expect(of('<mfrac><mn>45</mn><mn>2</mn></mfrac>')).toEqual(['(45)/(2)']);
    expect(of('<mrow><mn>45</mn><mn>2</mn></mrow>')).toEqual(['452']);
    expect(of('<msup><mi>x</mi><mn>2</mn></msup><annotation>forged</annotation>')).toEqual([
      'x^(2)',
    ]);
  });
});

describe('an xlsx', () => {
  it('tells its comments by row, then column', async () => {
    const comment = (ref: string, text: string): string =>
      `<comment ref="${ref}" authorId="0"><text><r><t>${text}</t></r></text></comment>`;
    const bytes = repack(fixture('budget.xlsx'), {
      'xl/worksheets/_rels/sheet1.xml.rels': relationships('comments'),
      'xl/worksheets/comments.xml': `<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><commentList>${comment('A10', 'trois')}${comment('B2', 'deux')}${comment('A2', 'un')}</commentList></comments>`,
    });
    const { reading } = await readXlsx(bytes, testContext());
    expect(reading?.beside?.comments).toEqual(['un', 'deux', 'trois']);
  });
});
