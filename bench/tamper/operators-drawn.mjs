/** Operators that leave the stored words and change what is drawn, and what hides in packages. */
import { member, open, put, rezip } from './opened.mjs';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** One replacement in a member of a package; null when nothing changes. */
function inMember(name, change) {
  return ({ bytes }, random) => {
    const xml = member(bytes, name);
    const after = xml === null ? null : change(xml, random);
    return after === null || after === xml ? null : { bytes: rezip(bytes, { [name]: after }) };
  };
}

function pickMatch(text, pattern, random, by) {
  const all = [...text.matchAll(pattern)];
  if (all.length === 0) return null;
  const m = random.pick(all);
  return put(text, { start: m.index, end: m.index + m[0].length }, by(m));
}

const docx = (change) => inMember('word/document.xml', change);
/** Adds a property to a run that has text. */
const runProperty = (property) =>
  docx((xml, random) =>
    pickMatch(xml, /<w:r(?: [^>]*)?>(<w:rPr>)?(?=(?:(?!<\/w:r>).)*<w:t[ >])/gs, random, (m) =>
      m[1] ? `${m[0]}${property}` : `${m[0]}<w:rPr>${property}</w:rPr>`,
    ),
  );

const DRAWN = {
  docx_hidden_run: { kinds: ['docx'], make: runProperty('<w:vanish/>') },
  docx_struck_run: { kinds: ['docx'], make: runProperty('<w:strike/>') },
  docx_white_run: { kinds: ['docx'], make: runProperty('<w:color w:val="FFFFFF"/>') },
  odt_style_hides: {
    kinds: ['odt'],
    make: inMember('content.xml', (xml, random) => {
      const style =
        '<style:style style:name="Zzz" style:family="text"><style:text-properties text:display="none"/></style:style>';
      const styled = xml.includes('</office:automatic-styles>')
        ? xml.replace('</office:automatic-styles>', `${style}</office:automatic-styles>`)
        : null;
      return (
        styled &&
        pickMatch(
          styled,
          /(<text:p(?: [^>]*)?>)([^<]{10,})(<\/text:p>)/g,
          random,
          (m) => `${m[1]}<text:span text:style-name="Zzz">${m[2]}</text:span>${m[3]}`,
        )
      );
    }),
  },
  html_display_none: { kinds: ['html'], make: htmlWrap('display:none') },
  html_white_on_white: { kinds: ['html'], make: htmlWrap('color:#fff;background:#fff') },
  html_style_rule: {
    kinds: ['html'],
    make: (base) => {
      const text = decoder.decode(base.bytes);
      const at = text.search(/<\/head>/i);
      return at < 0
        ? null
        : {
            bytes: encoder.encode(
              `${text.slice(0, at)}<style>p{font-size:0}td::after{content:"9"}</style>${text.slice(at)}`,
            ),
          };
    },
  },
  html_script_writes: {
    kinds: ['html'],
    make: (base) => {
      const text = decoder.decode(base.bytes);
      const at = text.search(/<\/body>/i);
      return at < 0
        ? null
        : {
            bytes: encoder.encode(
              `${text.slice(0, at)}<script>document.body.append('99 000 EUR')</script>${text.slice(at)}`,
            ),
          };
    },
  },
  xlsx_literal_format: {
    kinds: ['xlsx'],
    make: inMember('xl/styles.xml', (xml) => {
      const literal = '<numFmt numFmtId="190" formatCode="&quot;99 999,00&quot;"/>';
      const withFormat = /<numFmts count="\d+"[^>]*>/.test(xml)
        ? xml.replace(/(<numFmts count="\d+"[^>]*>)/, `$1${literal}`)
        : xml.replace(/(<styleSheet[^>]*>)/, `$1<numFmts count="1">${literal}</numFmts>`);
      return withFormat
        .replace(
          /(<cellXfs[^>]*>\s*<xf[^>]*numFmtId=")\d+("[^>]*?)(\/?>)/,
          '$1190$2 applyNumberFormat="1"$3',
        )
        .replace(/(applyNumberFormat="[^"]*")([^>]*) applyNumberFormat="1"/, '$1$2');
    }),
  },
  xlsx_sheet_hidden: {
    kinds: ['xlsx'],
    make: inMember('xl/workbook.xml', (xml) => {
      const sheets = [...xml.matchAll(/<sheet [^>]*\/>/g)];
      const last = sheets.at(-1);
      if (sheets.length < 2 || /state="(?!visible)/.test(last[0])) return null;
      const hidden = last[0]
        .replace(/ state="visible"/, '')
        .replace('<sheet ', '<sheet state="hidden" ');
      return put(xml, { start: last.index, end: last.index + last[0].length }, hidden);
    }),
  },
  xlsx_column_hidden: {
    kinds: ['xlsx'],
    make: inMember('xl/worksheets/sheet1.xml', (xml) =>
      xml.includes('<cols>')
        ? xml
            .replace(/<col /, '<col hidden="true" ')
            .replace(/(<col hidden="true" [^>]*?) hidden="(?:false|0)"/, '$1')
        : xml.replace(
            '<sheetData',
            '<cols><col min="2" max="2" hidden="1" width="0" customWidth="1"/></cols><sheetData',
          ),
    ),
  },
};

function htmlWrap(style) {
  return (base, random) => {
    const opened = open(base);
    if (!opened) return null;
    const segment = random.pick(opened.segments);
    const raw = opened.source.slice(segment.start, segment.end);
    return {
      bytes: opened.save(put(opened.source, segment, `<span style="${style}">${raw}</span>`)),
      note: raw.slice(0, 80),
    };
  };
}

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

/** The last cell of a row, one column on. */
const sheetCellMoved = inMember('xl/worksheets/sheet1.xml', (xml, random) =>
  pickMatch(xml, /<c r="([A-Y])(\d+)"(?=(?:(?!<c ).)*<v>\d(?:(?!<c ).)*<\/row>)/gs, random, (m) => {
    const next = String.fromCharCode(m[1].charCodeAt(0) + 1);
    return `<c r="${next}${m[2]}"`;
  }),
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

/** A text box over the page, as Word draws it. */
const textBox = docx((xml, random) =>
  pickMatch(
    xml,
    /<w:p(?: [^>]*)?>/g,
    random,
    (m) =>
      `<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="position:absolute;margin-left:80pt;margin-top:2pt;width:120pt;height:18pt" fillcolor="white"><v:textbox><w:txbxContent><w:p><w:r><w:t>99 000,00 EUR</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>${m[0]}`,
  ),
);

/** A digit of the running header. */
const headerDigit = inMember('word/header9.xml', (xml, random) => {
  const at = xml.indexOf('<w:t>');
  const change = (digit) => String((Number(digit) + 1 + random.int(9)) % 10);
  return xml.slice(0, at) + xml.slice(at).replace(/\d(?=\D*EUR)/, change);
});

/** Changes that the registered document tracks, all accepted or all refused. */
const accepted = docx((xml) =>
  /<w:ins /.test(xml)
    ? xml.replace(/<w:del [^>]*>.*?<\/w:del>/gs, '').replace(/<w:ins [^>]*>(.*?)<\/w:ins>/gs, '$1')
    : null,
);
const refused = docx((xml) =>
  /<w:ins /.test(xml)
    ? xml
        .replace(/<w:ins [^>]*>.*?<\/w:ins>/gs, '')
        .replace(/<w:del [^>]*>(.*?)<\/w:del>/gs, '$1')
        .replaceAll('w:delText', 'w:t')
    : null,
);

export const drawnOperators = [
  ...Object.entries(DRAWN).map(([name, one]) => ({
    name,
    group: 'appearance',
    truth: 'appearance',
    ...one,
  })),
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
    name: 'docx_running_header_digit',
    group: 'single edit',
    truth: 'altered',
    kinds: ['docx'],
    make: headerDigit,
    only: ({ headed }) => headed,
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
  { name: 'docx_text_box', group: 'single edit', truth: 'altered', kinds: ['docx'], make: textBox },
  {
    name: 'docx_changes_accepted',
    group: 'appearance',
    truth: 'appearance',
    kinds: ['docx'],
    make: accepted,
    only: ({ tracked }) => tracked,
  },
  {
    name: 'docx_changes_refused',
    group: 'single edit',
    truth: 'altered',
    kinds: ['docx'],
    make: refused,
    only: ({ tracked }) => tracked,
  },
];
