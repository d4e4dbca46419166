/** Operators that leave the stored words and change what is drawn, and what hides in packages. */
import { inMember, pickMatch } from './members.mjs';
import { open, put } from './opened.mjs';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const docx = (change) => inMember('word/document.xml', change);
/** Adds a property to a run that has text. */
const runProperty = (property) =>
  docx((xml, random) =>
    pickMatch(xml, /<w:r(?: [^>]*)?>(<w:rPr>)?(?=(?:(?!<\/w:r>).)*<w:t[ >])/gs, random, (m) =>
      m[1] ? `${m[0]}${property}` : `${m[0]}<w:rPr>${property}</w:rPr>`,
    ),
  );

/** A line of an exact height of one point. */
const CLIPPED = '<w:spacing w:line="20" w:lineRule="exact"/>';

const DRAWN = {
  docx_hidden_run: { kinds: ['docx'], make: runProperty('<w:vanish/>') },
  docx_struck_run: { kinds: ['docx'], make: runProperty('<w:strike/>') },
  docx_white_run: { kinds: ['docx'], make: runProperty('<w:color w:val="FFFFFF"/>') },
  docx_line_clipped: {
    kinds: ['docx'],
    make: docx((xml, random) =>
      pickMatch(
        xml,
        /(<w:p(?: [^>]*)?>)(<w:pPr>(?:<w:pStyle [^>]*\/>)?)?(?=(?:(?!<\/w:p>).)*<w:t[ >])/gs,
        random,
        (m) => `${m[1]}${m[2] ? `${m[2]}${CLIPPED}` : `<w:pPr>${CLIPPED}</w:pPr>`}`,
      ),
    ),
  },
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
  html_off_screen: { kinds: ['html'], make: htmlWrap('position:absolute;left:-9999px') },
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
    name: 'docx_running_header_digit',
    group: 'single edit',
    truth: 'altered',
    kinds: ['docx'],
    make: headerDigit,
    only: ({ headed }) => headed,
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
