/** Spreadsheets and OpenDocument: repeats that are counted, not written. */
import { links, pack, READ, REL, TYPES } from './office.mjs';
import { hostile } from './tools.mjs';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

function xlsx(sheetData, { strings = '', styles = '', sheets = 1 } = {}) {
  return pack({
    '[Content_Types].xml': TYPES,
    '_rels/.rels': links([['a', 'officeDocument', 'xl/workbook.xml']]),
    'xl/_rels/workbook.xml.rels': links([
      ['s', 'worksheet', 'sheet.xml'],
      ['t', 'styles', 'styles.xml'],
      ['u', 'sharedStrings', 'strings.xml'],
    ]),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${REL}"><sheets>${'<sheet name="F" r:id="s"/>'.repeat(sheets)}</sheets></workbook>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}">${styles}</styleSheet>`,
    'xl/strings.xml': `<sst xmlns="${MAIN}">${strings}</sst>`,
    'xl/sheet.xml': `<worksheet xmlns="${MAIN}"><sheetData>${sheetData}</sheetData></worksheet>`,
  });
}

const ODF_NAMES = ['office', 'text', 'table', 'style', 'presentation']
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .join(' ');

function odf(body, kind, styles = '') {
  return pack({
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    'content.xml': `<office:document-content ${ODF_NAMES}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
  });
}

const cell =
  '<table:table-cell office:value-type="string"><text:p>montant</text:p></table:table-cell>';
const repeated = (rows, columns) =>
  `<table:table table:name="a"><table:table-row table:number-rows-repeated="${rows}">${cell.replace('<table:table-cell', `<table:table-cell table:number-columns-repeated="${columns}"`)}</table:table-row></table:table>`;

export const sheets = [
  hostile('xlsx-shared-string.xlsx', READ, () =>
    xlsx(`<row r="1">${'<c t="s"><v>0</v></c>'.repeat(200_000)}</row>`, {
      strings: `<si><t>${'montant '.repeat(50_000)}</t></si>`,
    }),
  ),
  hostile('xlsx-strings.xlsx', READ, () =>
    xlsx('<row r="1"><c t="s"><v>1999999</v></c></row>', {
      strings: '<si><t>a</t></si>'.repeat(1_000_000),
    }),
  ),
  hostile('xlsx-cells.xlsx', READ, () =>
    xlsx(`<row r="1">${'<c><v>1</v></c>'.repeat(600_000)}</row>`),
  ),
  hostile('xlsx-places.xlsx', READ, () =>
    xlsx(
      '<row r="99999999999"><c r="ZZZZZZZ999999999999"><v>1</v></c><c r="A-1"><v>1e308</v></c><c r=""><v>-1e-320</v></c></row>',
    ),
  ),
  hostile('xlsx-format.xlsx', READ, () =>
    xlsx('<row><c s="1"><v>1</v></c></row>'.repeat(2000), {
      styles: `<numFmts><numFmt numFmtId="200" formatCode="${'[&lt;1]0_)\\a#,##'.repeat(20_000)}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs>`,
    }),
  ),
  hostile('xlsx-format-decimals.xlsx', READ, () =>
    xlsx('<row><c s="1"><v>1.5</v></c></row>', {
      styles: `<numFmts><numFmt numFmtId="200" formatCode="0.${'0'.repeat(500_000)}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs>`,
    }),
  ),
  hostile('xlsx-styles.xlsx', READ, () =>
    xlsx('<row><c s="299999"><v>1</v></c></row>', {
      styles: `<cellXfs>${'<xf numFmtId="14"/>'.repeat(300_000)}</cellXfs>`,
    }),
  ),
  hostile('xlsx-dates.xlsx', READ, () =>
    xlsx(
      ['1e300', '-1e300', 'NaN', 'Infinity', '9'.repeat(100_000)]
        .map((v) => `<row><c s="1"><v>${v}</v></c></row>`)
        .join(''),
      {
        styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
      },
    ),
  ),
  hostile('xlsx-same-sheet.xlsx', READ, () =>
    xlsx(`<row><c t="inlineStr"><is><t>${'montant '.repeat(20_000)}</t></is></c></row>`, {
      sheets: 20_000,
    }),
  ),
  hostile('ods-columns.ods', READ, () => odf(repeated(1, 1_000_000_000), 'spreadsheet')),
  hostile('ods-rows.ods', READ, () => odf(repeated(1_048_576, 16_384), 'spreadsheet')),
  hostile('ods-infinite.ods', READ, () => odf(repeated('9'.repeat(400), '-1'), 'spreadsheet')),
  hostile('ods-empty-rows.ods', READ, () =>
    odf(
      `<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>`,
      'spreadsheet',
    ),
  ),
  hostile('ods-nested-tables.ods', 'over_limit', () =>
    odf(
      `${'<table:table><table:table-row><table:table-cell>'.repeat(5000)}${'</table:table-cell></table:table-row></table:table>'.repeat(5000)}`,
      'spreadsheet',
    ),
  ),
  hostile('odt-spaces.odt', READ, () =>
    odf('<text:p>a<text:s text:c="1000000000"/>b</text:p>', 'text'),
  ),
  hostile('odt-spaces-many.odt', READ, () =>
    odf(`<text:p>a${'<text:s text:c="65535"/>'.repeat(20_000)}b</text:p>`, 'text'),
  ),
  hostile('odt-style-circle.odt', READ, () =>
    odf(
      '<text:p text:style-name="a">un</text:p>',
      'text',
      '<style:style style:name="a" style:family="paragraph" style:parent-style-name="b"/><style:style style:name="b" style:family="paragraph" style:parent-style-name="a"/>',
    ),
  ),
  hostile('odt-style-chain.odt', READ, () =>
    odf(
      '<text:p text:style-name="s49999">un</text:p>'.repeat(20_000),
      'text',
      Array.from(
        { length: 50_000 },
        (_, n) =>
          `<style:style style:name="s${n}" style:family="paragraph" style:parent-style-name="s${n - 1}"/>`,
      ).join(''),
    ),
  ),
  hostile('odt-lists.odt', 'over_limit absent too_short', () =>
    odf(
      `${'<text:list><text:list-item>'.repeat(250)}<text:p>a</text:p>${'</text:list-item></text:list>'.repeat(250)}`,
      'text',
    ),
  ),
];
