/** Attachments of a dump: files that readers take for what they are, all different. */
import { crc32, deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';

/** Lines of at most 90 characters. */
function linesOf(paragraphs) {
  return paragraphs.flatMap((one) => [...(one.match(/.{1,90}(?: |$)/g) ?? []), '']);
}

/** Text of a PDF string in WinAnsiEncoding, which holds French. */
const pdfString = (text) => Buffer.from(text.replace(/[\\()]/g, '\\$&'), 'latin1');

/** Bytes that do not compress, as those of a photograph. */
function noise(draw, length) {
  const bytes = Buffer.alloc(length);
  let state = draw.int(2 ** 31) | 1;
  for (let i = 0; i < length; i++) {
    state = Math.imul(state, 1103515245) + 12345;
    bytes[i] = state >>> 16;
  }
  return bytes;
}

/** PDF 1.7: pages of text in Helvetica, deflated, half of them with a picture of 70 to 600 kB. */
export function pdf(paragraphs, draw) {
  const lines = linesOf(paragraphs);
  const objects = [];
  const pages = [];
  const add = (body) => objects.push(body);
  const stream = (entries, data) =>
    Buffer.concat([
      Buffer.from(`<< ${entries} /Length ${data.length} >>\nstream\n`),
      data,
      Buffer.from('\nendstream'),
    ]);
  add('<< /Type /Catalog /Pages 2 0 R >>');
  add('');
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>');
  const side = 150 + draw.int(300);
  const picture =
    draw.int(2) === 0
      ? add(
          stream(
            `/Type /XObject /Subtype /Image /Width ${side} /Height ${side} /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /FlateDecode`,
            deflateSync(noise(draw, side * side * 3), { level: 1 }),
          ),
        )
      : 0;
  for (let at = 0; at < lines.length; at += 50) {
    const shown = lines.slice(at, at + 50);
    const content = Buffer.concat([
      Buffer.from('BT /F1 10 Tf 13 TL 60 780 Td\n'),
      ...shown.flatMap((line) => [Buffer.from('('), pdfString(line), Buffer.from(") '\n")]),
      Buffer.from(`ET\n${picture && at === 0 ? 'q 100 0 0 100 450 700 cm /Im1 Do Q\n' : ''}`),
    ]);
    const number = add(stream('/Filter /FlateDecode', deflateSync(content)));
    const images = picture ? `/XObject << /Im1 ${picture} 0 R >>` : '';
    pages.push(
      add(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${number} 0 R /Resources << /Font << /F1 3 0 R >> ${images} >> >>`,
      ),
    );
  }
  objects[1] = `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((n) => `${n} 0 R`).join(' ')}] >>`;
  const pieces = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  let length = pieces[0].length;
  const offsets = [];
  const write = (bytes) => {
    pieces.push(bytes);
    length += bytes.length;
  };
  for (const [i, body] of objects.entries()) {
    offsets.push(length);
    write(
      Buffer.concat([
        Buffer.from(`${i + 1} 0 obj\n`),
        Buffer.from(body),
        Buffer.from('\nendobj\n'),
      ]),
    );
  }
  const start = length;
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  write(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(pieces);
}

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const RELATION =
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument';

/** WordprocessingML of paragraphs, some with a picture of 100 kB to 1 MB. */
export function docx(paragraphs, draw) {
  const xml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const body = paragraphs
    .map((one) => `<w:p><w:r><w:t xml:space="preserve">${xml(one)}</w:t></w:r></w:p>`)
    .join('');
  const files = {
    '[Content_Types].xml': strToU8(
      `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="${TYPE}"/></Types>`,
    ),
    '_rels/.rels': strToU8(
      `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATION}" Target="word/document.xml"/></Relationships>`,
    ),
    'word/document.xml': strToU8(
      `<?xml version="1.0"?><w:document xmlns:w="${W}"><w:body>${body}</w:body></w:document>`,
    ),
  };
  if (draw.int(3) === 0) files['word/media/image1.png'] = png(draw);
  return Buffer.from(zipSync(files, { mtime: new Date('2027-03-02T10:00:00Z') }));
}

/** A picture of 100 kB to 1 MB. */
export function png(draw) {
  const side = 180 + draw.int(400);
  const rows = Buffer.alloc(side * (side * 3 + 1));
  noise(draw, rows.length).copy(rows);
  for (let y = 0; y < side; y++) rows[y * (side * 3 + 1)] = 0;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
