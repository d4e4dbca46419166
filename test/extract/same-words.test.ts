import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/client/analyse.ts';
import { compare } from '../../src/registry/compare.ts';
import { fixture } from './helpers.ts';
import { docx, repack } from './package.ts';

/**
 * Pairs of files whose words follow each other alike and do not say the same: never
 * `same_content` or `same_text` (law 1); and pairs that say the same and must be.
 */
const PROSE =
  'Le présent document expose les conditions du contrat de location passé entre les deux parties ' +
  'pour la durée de la campagne, avec les montants convenus, les dates de versement et les ' +
  'personnes qui le signent, sans autre engagement de leur part que ceux qui sont écrits ici. ';

const html = (body: string): string => `<!DOCTYPE html><p>${PROSE}</p>${body}`;
const mark = (type: string): string => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
const field = (code: string): string =>
  `<w:p>${mark('begin')}<w:r><w:instrText>${code}</w:instrText></w:r>${mark('end')}</w:p>`;
const inHead = (markup: string): string =>
  `<!DOCTYPE html><head>${markup}</head><p>${PROSE}</p><p>fin`;
const p = (text: string): string => `<w:p><w:r>${text}</w:r></w:p>`;
const t = (text: string): string => `<w:t xml:space="preserve">${text}</w:t>`;
const word = (body: string): Uint8Array => docx(p(t(PROSE)) + body);
const rtf = (body: string): string =>
  `{\\rtf1\\ansi ${PROSE.replaceAll('é', "\\'e9")}\\par ${body}}`;
const txt = (body: string): string => `${PROSE}\n${body}\n`;
const mail = (own: string, quoted = 'non'): string =>
  `From: a@b.example\nTo: c@d.example\nSubject: Bail\nMessage-ID: <1@b.example>\nDate: Mon, 2 Mar 2026 10:00:00 +0100\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${PROSE}\n${own}\n\n> ${quoted}\n`;
const cell = (text: string, properties = ''): string =>
  `<w:tc>${properties}${p(text === '' ? '' : t(text))}</w:tc>`;
const row = (...cells: string[]): string => `<w:tr>${cells.join('')}</w:tr>`;
const up = (text: string): string => `<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>${t(text)}`;

const book = (member = 'xl/sharedStrings.xml', change = (xml: string) => `${xml} `): Uint8Array =>
  repack(
    repack(fixture('budget.xlsx'), {
      'xl/sharedStrings.xml': (xml) => xml.replace('Poste', PROSE),
    }),
    { [member]: change },
  );

type File = string | Uint8Array;
const bytesOf = (file: File): Uint8Array =>
  typeof file === 'string' ? new TextEncoder().encode(file) : file;

async function relation(suspect: File, genuine: File) {
  const [s, g] = await Promise.all(
    [suspect, genuine].map((file) => analyse(bytesOf(file), { name: null })),
  );
  if (!s || !g) throw new Error('not read');
  expect(g.fingerprint.content?.words).toBeGreaterThan(40);
  return compare(s.fingerprint, g.fingerprint).relation;
}

describe('two files that do not say the same', () => {
  const pairs: [name: string, a: File, b: File][] = [
    [
      'an amount in another column of an HTML table',
      html('<table><tr><td>Dons<td>45000<td></table>'),
      html('<table><tr><td>Dons<td><td>45000</table>'),
    ],
    [
      'an amount under another head by a wider cell before it',
      html('<table><tr><td>Dons<td>45000<td></table>'),
      html('<table><tr><td colspan=2>Dons<td>45000</table>'),
    ],
    [
      'an amount pushed on by a higher cell above',
      html('<table><tr><td>A<td>B<tr><td>45000</table>'),
      html('<table><tr><td rowspan=2>A<td>B<tr><td>45000</table>'),
    ],
    [
      'two cells that become one amount',
      html('<table><tr><td>12<td>500</table>'),
      html('<table><tr><td>12 500<td></table>'),
    ],
    [
      'cells that become a line of text',
      html('<table><tr><td>12<td>500</table>'),
      html('<p>12 500</p>'),
    ],
    [
      'two lines that become one amount',
      html('<p>12<br>500 300</p>'),
      html('<p>12 500<br>300</p>'),
    ],
    ['a currency that changes its line', html('12 €<br>500'), html('12<br>€ 500')],
    ['figures parted by blanks', html('12&nbsp;&nbsp;500 300'), html('12 500&nbsp;&nbsp;300')],
    [
      'figures parted in preformatted text',
      html('<pre>5 000   2</pre>'),
      html('<pre>5   000 2</pre>'),
    ],
    ['an exponent', html('10<sup>2</sup> litres'), html('102 litres')],
    ['an exponent by style', html('10<b style="vertical-align:super">2</b>'), html('102')],
    ['a base', html('10<sub>2</sub> litres'), html('102 litres')],
    ['a power', html('2<sup>n</sup> litres'), html('2n litres')],
    [
      'a note that runs into a figure',
      html('en 2018<sup><a href=#n>1</a></sup>'),
      html('en 20181'),
    ],
    ['a hyphen', html('ils ont re-signé'), html('ils ont resigné')],
    ['a sentence in the head, which ends it', html('<p>fin'), inHead('<p>Loyer : 500 €</p>')],
    ['words in the head', html('<p>fin'), inHead('Loyer : 500 €')],
    ['a second head', html('<p>fin'), html('<p>fin<head>Loyer : 500 €</head>')],
    [
      'a shadow tree in place of the words',
      html('<div>Loyer</div>'),
      html('<div><template shadowrootmode="open">Loyer 500 €</template>Loyer</div>'),
    ],
    [
      'words behind the empty title of a drawing',
      html('<svg></svg>'),
      html('<svg><title/><text>Loyer 500 €</text></svg>'),
    ],
    ['a document in a frame', html('<p>fin'), html('<p>fin<iframe srcdoc="Loyer 500 €"></iframe>')],
    ['labels', html('<p>1. Payer</p><p>2. Livrer</p>'), html('<p>Payer</p><p>Livrer</p>')],
    [
      'an amount in another column of a docx table',
      word(`<w:tbl>${row(cell('Dons'), cell('45000'), cell(''))}</w:tbl>`),
      word(`<w:tbl>${row(cell('Dons'), cell(''), cell('45000'))}</w:tbl>`),
    ],
    [
      'an amount moved by a merged cell of a docx table',
      word(`<w:tbl>${row(cell('Dons'), cell('45000'))}</w:tbl>`),
      word(
        `<w:tbl>${row(cell('Dons', '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'), cell('45000'))}</w:tbl>`,
      ),
    ],
    [
      'an amount moved by a row that begins later',
      word(`<w:tbl>${row(cell('45000'))}</w:tbl>`),
      word(`<w:tbl>${row('<w:trPr><w:gridBefore w:val="1"/></w:trPr>', cell('45000'))}</w:tbl>`),
    ],
    [
      'rows of a docx table parted elsewhere',
      word(`<w:tbl>${row(cell('A'), cell('1'))}${row(cell('B'))}</w:tbl>`),
      word(`<w:tbl>${row(cell('A'))}${row(cell('1'), cell('B'))}</w:tbl>`),
    ],
    [
      'an amount after another tab of a docx line',
      word(p(`${t('Dons')}<w:tab/>${t('45000')}`)),
      word(p(`${t('Dons')}<w:tab/><w:tab/>${t('45000')}`)),
    ],
    [
      'an exponent of a docx',
      word(`<w:p><w:r>${t('10')}</w:r><w:r>${up('2')}</w:r></w:p>`),
      word(p(t('102'))),
    ],
    [
      'words that a shape of a docx draws',
      word(p(t('fin'))),
      word(
        p(
          `${t('fin')}<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="Loyer 500"/></v:shape></w:pict>`,
        ),
      ),
    ],
    [
      'words in a drawing of a docx',
      word(p(t('fin'))),
      word(
        p(
          `${t('fin')}<w:drawing><a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:r><a:t>Loyer 500</a:t></a:r></a:p></w:drawing>`,
        ),
      ),
    ],
    ['a field of a docx that draws a sign', word(field(' SYMBOL 53 ')), word(field(' SYMBOL 57 '))],
    ['a hyphen of a docx', word(p(t('ils ont re-signé'))), word(p(t('ils ont resigné')))],
    [
      'an amount in another column of an RTF table',
      rtf('\\trowd\\intbl Dons\\cell 45000\\cell\\cell\\row\\pard fin\\par'),
      rtf('\\trowd\\intbl Dons\\cell\\cell 45000\\cell\\row\\pard fin\\par'),
    ],
    [
      'an amount after another tab of an RTF line',
      rtf('Dons\\tab 45000\\par'),
      rtf('Dons\\tab\\tab 45000\\par'),
    ],
    ['an exponent of an RTF', rtf('10{\\super 2} litres\\par'), rtf('102 litres\\par')],
    [
      'an amount in another column of a sheet',
      book(),
      book('xl/worksheets/sheet1.xml', (xml) => xml.replace('r="D2"', 'r="E2"')),
    ],
    [
      'another currency of a sheet',
      book(),
      book('xl/styles.xml', (xml) => xml.replace('&quot; €&quot;', '&quot; $&quot;')),
    ],
    [
      'a share that is no percentage',
      book(),
      book('xl/styles.xml', (xml) => xml.replace('0.00\\ %', '0.00')),
    ],
    ['an amount after another tab', txt('Dons\t45000\t'), txt('Dons\t\t45000')],
    [
      'an amount after another tab of a mail that quotes',
      mail('Dons\t45000'),
      mail('Dons\t\t45000'),
    ],
    [
      'an amount after another tab of what a mail quotes',
      mail('A', 'Dons\t45'),
      mail('A', 'Dons\t\t45'),
    ],
    ['figures grouped by blanks', txt('Reçu 5 000   200'), txt('Reçu 5   000 200')],
    ['figures grouped by lines', txt('12\n500 300'), txt('12 500\n300')],
    ['a dash at a line end', txt('le terme a -\nb vaut zéro'), txt('le terme ab vaut zéro')],
    [
      'digits in another order on the screen',
      txt('soit 1234 euros'),
      txt('soit \u202e4321\u202c euros'),
    ],
    ['a mark between digits', txt('soit 12 000 euros'), txt('soit 12\u200b000 euros')],
    ['a soft hyphen between digits', txt('soit 12 000 euros'), txt('soit 12\u00ad000 euros')],
    ['a fraction', txt('soit 1½ part'), txt('soit 11/2 part')],
    ['a Roman numeral', txt('au rang Ⅳ du plan'), txt('au rang VI du plan')],
    ['a stroke through a sign', txt('si a = b alors'), txt('si a =\u0338 b alors')],
    ['a minus and a dash', txt('soit −5 euros'), txt('soit –5 euros')],
    ['digits of another script', txt('soit 5 euros'), txt('soit ٥ euros')],
  ];
  it.each(pairs)('%s', async (_, a, b) => {
    for (const [suspect, genuine] of [
      [a, b],
      [b, a],
    ] as const) {
      expect(['none', 'altered']).toContain(await relation(suspect, genuine));
    }
  });

  it('across formats: an amount in another column', async () => {
    const genuine = word(`<w:tbl>${row(cell('Dons'), cell('45000'), cell(''))}</w:tbl>`);
    const copy = html('<table><tr><td>Dons<td>45000<td></table>');
    const forged = html('<table><tr><td>Dons<td><td>45000</table>');
    expect(await relation(copy, genuine)).toBe('same_text');
    expect(await relation(forged, genuine)).toBe('altered');
  });

  it('across formats: an exponent', async () => {
    const genuine = word(`<w:p><w:r>${t('10')}</w:r><w:r>${up('2')}</w:r></w:p>`);
    expect(await relation(html('10<sup>2</sup>'), genuine)).toBe('same_text');
    expect(await relation(txt('10²'), genuine)).toBe('same_text');
    expect(await relation(txt('102'), genuine)).toBe('none');
  });
});

describe('two files that say the same', () => {
  const pairs: [name: string, a: File, b: File][] = [
    [
      'lines of prose wrapped anew',
      txt('le terme est\néchu lundi'),
      txt('le terme\nest échu lundi'),
    ],
    ['a word parted at a line end', txt('le ter-\nme est échu'), txt('le terme est échu')],
    ['indented source of HTML', html('<p>12\n   500</p>'), html('<p>12 500</p>')],
    ['blanks across elements', html('<p>12 <b> 500</b></p>'), html('<p>12 <b>500</b></p>')],
    [
      'empty rows and cells at the end',
      html('<table><tr><td>A<td>5<td><tr><td></table>'),
      html('<table><tr><td>A<td>5</table>'),
    ],
    ['an ordinal', html('le 1<sup>er</sup> mai'), html('le 1er mai')],
    ['a note', html('selon lui<sup><a href=#n>1</a></sup>'), html('selon lui1')],
  ];
  it.each(pairs)('%s', async (_, a, b) => {
    expect(await relation(a, b)).toBe('same_text');
  });
});
