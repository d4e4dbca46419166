/** Operators that change nothing a reader sees: renamed, packed again, converted, redelivered. */
import { member, rezip } from './opened.mjs';
import { convert, tool } from './tools.mjs';

const zips = ['docx', 'odt', 'xlsx'];
const encoder = new TextEncoder();

function metadata(base, random) {
  const author = random.pick(['Guest-7', 'Рошка Георгий', 'user']);
  if (base.kind === 'pdf') return pdfInfo(base, author);
  if (base.kind === 'html') {
    const text = new TextDecoder().decode(base.bytes);
    const at = text.search(/<\/head>/i);
    return at < 0
      ? null
      : {
          bytes: encoder.encode(
            `${text.slice(0, at)}<meta name="author" content="${author}">${text.slice(at)}`,
          ),
        };
  }
  return propertiesOf(base.kind, base.bytes, author);
}

export function propertiesOf(kind, bytes, author) {
  const name = kind === 'odt' ? 'meta.xml' : 'docProps/core.xml';
  const xml = member(bytes, name);
  if (!xml) return null;
  const [open, close] =
    kind === 'odt' ? ['<office:meta>', '</office:meta>'] : ['', '</cp:coreProperties>'];
  const tag = /<dc:creator>[^<]*<\/dc:creator>/;
  const creator = `<dc:creator>${author}</dc:creator>`;
  const declared = /xmlns:dc=/.test(xml);
  const edited = tag.test(xml)
    ? xml.replace(tag, creator)
    : declared && (open === '' || xml.includes(open))
      ? xml.replace(close, creator + close)
      : null;
  const dated = edited?.replace(
    /(<(?:dcterms:modified|dc:date)[^>]*>)[^<]*/,
    '$12017-03-27T18:34:00Z',
  );
  return dated ? { bytes: rezip(bytes, { [name]: dated }) } : null;
}

/** Author in Info, by qpdf's JSON. */
function pdfInfo({ bytes }, author) {
  const json = tool(
    'sh',
    ['-c', 'qpdf --json --json-key=qpdf "$1" > "$2"', '-', '{0}', '{out}'],
    [bytes],
    'json',
  );
  if (!json) return null;
  const [head, objects] = JSON.parse(Buffer.from(json).toString()).qpdf;
  const info = objects.trailer?.value?.['/Info'];
  if (!info) return null;
  const value = {
    ...(objects[`obj:${info}`]?.value ?? {}),
    '/Author': `u:${author}`,
    '/ModDate': 'u:D:20170327183400Z',
  };
  const update = JSON.stringify({ qpdf: [head, { [`obj:${info}`]: { value } }] });
  const out = tool(
    'qpdf',
    ['{0}', '--update-from-json={1}', '{out}'],
    [bytes, encoder.encode(update)],
    'pdf',
  );
  return out && { bytes: out };
}

const made = (bytes, kind) => (bytes && bytes.length > 0 ? { bytes, kind } : null);
/** Null for a text that holds no word: the program could not read the file, and made no copy. */
const withWords = (bytes) =>
  bytes && /\p{L}/u.test(new TextDecoder().decode(bytes)) ? bytes : null;
const resave = async (base) => made(await convert(base.bytes, base.kind, base.kind));

async function folderResaved(base, random) {
  const bytes = await convert(base.bytes, base.kind, base.kind);
  return bytes && propertiesOf(base.kind, bytes, random.pick(['Рошка Георгий', 'Guest-7']));
}

function rewrapped({ bytes }) {
  const text = new TextDecoder().decode(bytes);
  const out = text.replace(/([^\n]{50,})\n(?=\p{L})/gu, '$1 ');
  return out === text ? null : { bytes: encoder.encode(out) };
}

function crlf({ bytes }) {
  const text = new TextDecoder().decode(bytes);
  return text.includes('\r') ? null : { bytes: encoder.encode(text.replaceAll('\n', '\r\n')) };
}

export const copyOperators = [
  {
    name: 'renamed',
    group: 'exact',
    truth: 'identical',
    kinds: ['pdf', 'docx', 'odt', 'xlsx', 'html', 'txt', 'eml'],
    make: ({ bytes }) => ({ bytes }),
  },
  {
    name: 'metadata_edited',
    group: 'same content',
    truth: 'same_content',
    kinds: ['docx', 'odt', 'xlsx', 'pdf', 'html'],
    make: metadata,
  },
  {
    name: 'rezipped',
    group: 'same content',
    truth: 'same_content',
    kinds: zips,
    make: ({ bytes }, random) => ({
      bytes: rezip(
        bytes,
        {},
        { level: random.pick([1, 9]), order: (names) => random.shuffle(names) },
      ),
    }),
  },
  {
    name: 'linearised',
    group: 'same content',
    truth: 'same_content',
    kinds: ['pdf'],
    make: ({ bytes }) => made(tool('qpdf', ['--linearize', '{0}', '{out}'], [bytes], 'pdf')),
  },
  {
    name: 'pdf_object_streams',
    group: 'same content',
    truth: 'same_content',
    kinds: ['pdf'],
    make: ({ bytes }) =>
      made(
        tool(
          'qpdf',
          [
            '--object-streams=generate',
            '--recompress-flate',
            '--compression-level=9',
            '{0}',
            '{out}',
          ],
          [bytes],
          'pdf',
        ),
      ),
  },
  {
    name: 'line_ends_crlf',
    group: 'same content',
    truth: 'same_content',
    kinds: ['txt', 'html'],
    make: crlf,
  },
  {
    name: 'lines_rewrapped',
    group: 'other text form',
    truth: 'same_text',
    kinds: ['txt'],
    make: rewrapped,
  },
  {
    name: 'lo_resaved',
    group: 'resave',
    truth: 'same_text',
    kinds: zips,
    make: resave,
    batch: true,
  },
  {
    name: 'lo_resaved_other_author',
    group: 'resave',
    truth: 'same_text',
    kinds: zips,
    make: folderResaved,
    batch: true,
  },
  {
    name: 'docx_odt_swapped',
    group: 'resave',
    truth: 'same_text',
    kinds: ['docx', 'odt'],
    make: async (base) =>
      made(await convert(base.bytes, base.kind, base.kind === 'docx' ? 'odt' : 'docx')),
    batch: true,
  },
  {
    name: 'office_to_pdf',
    group: 'to pdf',
    truth: 'same_text',
    kinds: ['docx', 'odt'],
    // LibreOffice prints what is tracked as deleted, struck out: words that the document has not.
    only: ({ tracked }) => !tracked,
    make: async (base) => made(await convert(base.bytes, base.kind, 'pdf'), 'pdf'),
    batch: true,
  },
  {
    name: 'ghostscript',
    group: 'ghostscript',
    truth: 'same_text',
    kinds: ['pdf'],
    make: ({ bytes }) =>
      made(
        tool(
          'gs',
          [
            '-q',
            '-dNOPAUSE',
            '-dBATCH',
            '-dSAFER',
            '-sDEVICE=pdfwrite',
            '-sOutputFile={out}',
            '{0}',
          ],
          [bytes],
          'pdf',
        ),
      ),
  },
  {
    name: 'pdf_to_txt',
    group: 'pdf to txt',
    truth: 'same_text',
    kinds: ['pdf'],
    make: ({ bytes }) =>
      made(withWords(tool('pdftotext', ['-enc', 'UTF-8', '{0}', '{out}'], [bytes], 'txt')), 'txt'),
  },
];
