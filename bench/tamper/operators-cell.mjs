/** Operators on cells, columns and raised figures. */
import { inMember, pickMatch } from './members.mjs';
import { member, open, put, rezip } from './opened.mjs';

/** Numbers stored in cells, formulas left alone. */
const cellChanged = inMember('xl/worksheets/sheet1.xml', (xml, random) =>
  pickMatch(
    xml,
    /(<c (?![^>]*t=")[^>]*>|<c [^>]*t="n"[^>]*>)<v>(\d[\d.]*)<\/v>/g,
    random,
    (m) =>
      `${m[1]}<v>${m[2].replace(/\d/, (d) => String((Number(d) + 1 + random.int(8)) % 10 || 1))}</v>`,
  ),
);

function sheetRowAdded({ bytes }) {
  const name = 'xl/worksheets/sheet1.xml';
  const xml = member(bytes, name);
  const rows = xml ? [...xml.matchAll(/<row [^>]*r="(\d+)"/g)] : [];
  if (rows.length === 0) return null;
  const next = Number(rows.at(-1)[1]) + 1;
  const row = `<row r="${next}"><c r="A${next}" t="inlineStr"><is><t>Honoraires divers</t></is></c><c r="B${next}"><v>43500</v></c></row>`;
  return { bytes: rezip(bytes, { [name]: xml.replace('</sheetData>', `${row}</sheetData>`) }) };
}

/** A figure moves to another column of its table: the words stay, what they say does not. */
const CELLS = {
  html: [/<td>(?=[\d.,]+<\/td>)/g, (cell) => `<td></td>${cell}`],
  docx: [
    /<w:tc>(?=(?:(?!<\/w:tc>).)*<w:t[^>]*>[\d.,]+<\/w:t>)/gs,
    (cell) => `<w:tc><w:p/></w:tc>${cell}`,
  ],
  odt: [
    /<table:table-cell [^>]*>(?=<text:p[^>]*>[\d.,]+<\/text:p>)/g,
    (cell) => `<table:table-cell/>${cell}`,
  ],
};

function cellMoved(base, random) {
  if (base.kind === 'xlsx') return sheetCellMoved(base, random);
  const opened = open(base);
  const [pattern, shift] = CELLS[base.kind];
  const cells = opened ? [...opened.source.matchAll(pattern)] : [];
  if (cells.length < 2) return null;
  const cell = random.pick(cells);
  const at = { start: cell.index, end: cell.index + cell[0].length };
  return { bytes: opened.save(put(opened.source, at, shift(cell[0]))) };
}

/** The last cell of a row, one column on; of numbers, since a string may be empty. */
const sheetCellMoved = inMember('xl/worksheets/sheet1.xml', (xml, random) =>
  pickMatch(
    xml,
    /<c r="([A-Y])(\d+)"(?![^>]* t="s")(?=(?:(?!<c ).)*<v>\d(?:(?!<c ).)*<\/row>)/gs,
    random,
    (m) => {
      const next = String.fromCharCode(m[1].charCodeAt(0) + 1);
      return `<c r="${next}${m[2]}"`;
    },
  ),
);

/** Ten squared becomes one hundred and two. */
function superscriptFlattened(base) {
  const flat = {
    html: (text) => text.replace(/<sup>(\d)<\/sup>/g, '$1'),
    docx: (text) => text.replaceAll('<w:vertAlign w:val="superscript"/>', ''),
    odt: (text) =>
      text.replace(/10<text:span text:style-name="[^"]*">([23])<\/text:span>/g, '10$1'),
  }[base.kind];
  const opened = open(base);
  const after = opened ? flat(opened.source) : null;
  return after && after !== opened.source ? { bytes: opened.save(after) } : null;
}

export const cellOperators = [
  {
    name: 'xlsx_cell_changed',
    group: 'single edit',
    truth: 'altered',
    kinds: ['xlsx'],
    make: cellChanged,
  },
  {
    name: 'xlsx_row_added',
    group: 'single edit',
    truth: 'altered',
    kinds: ['xlsx'],
    make: sheetRowAdded,
  },
  {
    name: 'cell_moved',
    group: 'single edit',
    truth: 'altered',
    kinds: ['docx', 'odt', 'html', 'xlsx'],
    make: cellMoved,
    composed: true,
  },
  {
    name: 'superscript_flattened',
    group: 'single edit',
    truth: 'altered',
    kinds: ['docx', 'odt', 'html'],
    make: superscriptFlattened,
    composed: true,
  },
];
