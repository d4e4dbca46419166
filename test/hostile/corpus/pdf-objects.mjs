/** PDF: trees, chains and tables that go in circles, lie or never end. */
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { buildPdf, invoice, stream } from '../../extract/pdf-build.ts';
import { hostile, latin1, noise } from './tools.mjs';

export const READ = 'absent too_short no_text_layer over_limit unreadable';

const fixture = (name) => readFileSync(new URL(`../../fixtures/pdf/${name}`, import.meta.url));
const latin = (bytes) => Buffer.from(bytes).toString('latin1');
const replaced = (bytes, from, to) => latin1(latin(bytes).replace(from, to));

const deep = (open, close, depth) => open.repeat(depth) + close.repeat(depth);

/** A file with a cross-reference stream, whose dictionary may hold lies. */
function streamed(entries, data, objects = '') {
  const head = `%PDF-1.7\n${objects}`;
  const raw = deflateSync(data).toString('latin1');
  return latin1(
    `${head}9 0 obj\n${stream(raw, `/Type /XRef /Filter /FlateDecode /Root 1 0 R ${entries}`)}\nendobj\nstartxref\n${head.length}\n%%EOF\n`,
  );
}

/** Page tree nodes that each name the next twice: 2^40 pages on 40 objects. */
function doubling(levels) {
  const objects = invoice();
  objects[2] = '<< /Type /Pages /Kids [20 0 R 20 0 R] /Count 2 /MediaBox [0 0 595 842] >>';
  for (let n = 0; n < levels; n++) {
    const next = n === levels - 1 ? '3 0 R 3 0 R' : `${21 + n} 0 R ${21 + n} 0 R`;
    objects[20 + n] = `<< /Type /Pages /Parent 2 0 R /Kids [${next}] /Count 2 >>`;
  }
  return buildPdf(objects);
}

const names = (inner) => ({
  1: `<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles ${inner} >> >>`,
});

export const pdfObjects = [
  hostile('pdf-locked.pdf', 'encrypted', () => fixture('fr-locked.pdf')),
  hostile('pdf-page-circle.pdf', READ, () =>
    buildPdf(invoice({ 2: '<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>' })),
  ),
  hostile('pdf-page-doubling.pdf', READ, () => doubling(40)),
  hostile('pdf-count.pdf', READ, () =>
    buildPdf(invoice({ 2: '<< /Type /Pages /Kids [3 0 R] /Count 100000000 >>' })),
  ),
  hostile('pdf-count-negative.pdf', READ, () =>
    buildPdf(invoice({ 2: '<< /Type /Pages /Kids [3 0 R] /Count -5 >>' })),
  ),
  hostile('pdf-pages-5000.pdf', 'over_limit', () =>
    buildPdf(
      invoice({
        2: `<< /Type /Pages /Kids [${'3 0 R '.repeat(5000)}] /Count 5000 /MediaBox [0 0 9 9] >>`,
      }),
    ),
  ),
  hostile('pdf-kids-missing.pdf', READ, () =>
    buildPdf(invoice({ 2: `<< /Type /Pages /Kids [${'999 0 R '.repeat(400)}] /Count 400 >>` })),
  ),
  hostile('pdf-parent-circle.pdf', READ, () =>
    buildPdf(invoice({ 3: '<< /Type /Page /Parent 3 0 R /Contents 4 0 R >>' })),
  ),
  hostile('pdf-outline-circle.pdf', READ, () =>
    buildPdf(invoice({ 10: '<< /Title (a) /Parent 9 0 R /Next 10 0 R /First 9 0 R >>' })),
  ),
  hostile('pdf-name-tree-circle.pdf', READ, () =>
    buildPdf(invoice({ ...names('20 0 R'), 20: '<< /Kids [20 0 R 20 0 R] >>' })),
  ),
  hostile('pdf-files-3000.pdf', READ, () =>
    buildPdf(
      invoice({
        ...names(
          `<< /Names [${Array.from({ length: 3000 }, (_, n) => `(${n}) 20 0 R`).join(' ')}] >>`,
        ),
        20: '<< /Type /Filespec /F (a.txt) /EF << /F 21 0 R >> >>',
        21: stream('Texte joint '.repeat(1000), '/Type /EmbeddedFile'),
      }),
    ),
  ),
  hostile('pdf-in-itself.pdf', READ, () => {
    let inner = buildPdf(invoice());
    for (let n = 0; n < 30; n++) {
      inner = buildPdf(
        invoice({
          ...names('<< /Names [(a) 20 0 R] >>'),
          20: '<< /Type /Filespec /F (a.pdf) /EF << /F 21 0 R >> >>',
          21: stream(latin(inner), '/Type /EmbeddedFile'),
        }),
      );
    }
    return inner;
  }),
  hostile('pdf-prev-circle.pdf', READ, () => {
    const text = latin(buildPdf(invoice()));
    const at = /startxref\n(\d+)/.exec(text)[1];
    return latin1(text.replace('trailer\n<<', `trailer\n<< /Prev ${at}`));
  }),
  hostile('pdf-prev-chain.pdf', READ, () => {
    let text = latin(buildPdf(invoice()));
    let previous = Number(/startxref\n(\d+)/.exec(text)[1]);
    const pieces = [text];
    let length = text.length;
    for (let n = 0; n < 20_000; n++) {
      text = `xref\n0 0\ntrailer\n<< /Root 1 0 R /Size 13 /Prev ${previous} >>\nstartxref\n${length}\n%%EOF\n`;
      previous = length;
      pieces.push(text);
      length += text.length;
    }
    return latin1(pieces.join(''));
  }),
  hostile('pdf-object-stream-circle.pdf', READ, () => {
    const rows = Buffer.alloc(10 * 4);
    // Every object stands in stream 8, which itself stands in stream 8.
    for (let n = 0; n < 10; n++) rows.set([2, 0, 8, n], n * 4);
    return streamed('/Size 10 /W [1 2 1]', rows);
  }),
  hostile('pdf-object-stream-extends.pdf', READ, () =>
    replaced(fixture('fr-object-streams.pdf'), /\/Type ?\/ObjStm/g, '$& /Extends 1 0 R'),
  ),
  hostile('pdf-xref-size.pdf', READ, () =>
    streamed('/Size 2147483647 /W [1 2 1]', Buffer.alloc(40)),
  ),
  hostile('pdf-xref-widths-0.pdf', READ, () =>
    streamed('/Size 2147483647 /W [0 0 0] /Index [0 2147483647]', Buffer.alloc(40)),
  ),
  hostile('pdf-xref-widths.pdf', READ, () =>
    streamed('/Size 10 /W [2147483647 2147483647 2147483647]', Buffer.alloc(400)),
  ),
  hostile('pdf-xref-index.pdf', READ, () =>
    streamed(`/Size 10 /W [1 2 1] /Index [${'0 1 '.repeat(200_000)}]`, Buffer.alloc(400)),
  ),
  hostile('pdf-xref-table.pdf', READ, () =>
    replaced(buildPdf(invoice()), /xref\n0 \d+/, 'xref\n0 4294967295'),
  ),
  hostile('pdf-startxref.pdf', READ, () =>
    replaced(buildPdf(invoice()), /startxref\n\d+/, `startxref\n${'9'.repeat(5000)}`),
  ),
  hostile('pdf-objects-1000000.pdf', READ, () => {
    const head = latin(buildPdf(invoice())).split('xref\n', 1)[0];
    const pieces = [head];
    for (let n = 100; n < 1_000_100; n++) pieces.push(`${n} 0 obj\nnull\nendobj\n`);
    pieces.push('trailer\n<< /Root 1 0 R >>\n%%EOF\n');
    return latin1(pieces.join(''));
  }),
  hostile('pdf-obj-words.pdf', READ, () => latin1(`%PDF-1.7\n${'1 0 obj '.repeat(500_000)}`)),
  hostile('pdf-trailers.pdf', READ, () =>
    latin1(`%PDF-1.7\n${'trailer\n<< /Root 1 0 R /Size 9 >>\n'.repeat(100_000)}`),
  ),
  hostile('pdf-digits.pdf', READ, () => latin1(`%PDF-1.7\n${'1'.repeat(5_000_000)}`)),
  hostile('pdf-deep-array.pdf', READ, () =>
    buildPdf(invoice({ 5: deep('[', ']', 300_000), 20: deep('[', ']', 300_000) })),
  ),
  hostile('pdf-deep-dictionary.pdf', READ, () =>
    buildPdf(invoice({ 5: `${'<< /A '.repeat(100_000)}1${' >>'.repeat(100_000)}` })),
  ),
  hostile('pdf-deep-string.pdf', READ, () =>
    buildPdf(invoice({ 10: `<< /Title ${deep('(', ')', 1_000_000)} /Parent 9 0 R >>` })),
  ),
  hostile('pdf-length-circle.pdf', READ, () =>
    buildPdf(invoice({ 4: '<< /Length 4 0 R >>\nstream\nBT ET\nendstream' })),
  ),
  hostile('pdf-length-lies.pdf', READ, () =>
    buildPdf(invoice({ 4: '<< /Length 999999999 >>\nstream\nBT ET\nendstream' })),
  ),
  hostile('pdf-actions.pdf', READ, () =>
    buildPdf(
      invoice({
        1: '<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (for\\(;;\\){}) >> /AA << /WC << /S /Launch /F (a.exe) >> >> >>',
        8: '<< /Type /Annot /Subtype /Widget /FT /Tx /Rect [0 0 9 9] /A << /S /SubmitForm /F (http://a.example/) >> /Parent 8 0 R >>',
      }),
    ),
  ),
  hostile('pdf-annotations.pdf', READ, () =>
    buildPdf(
      invoice({
        3: `<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [${'8 0 R '.repeat(100_000)}] >>`,
      }),
    ),
  ),
  hostile('pdf-form-fields.pdf', READ, () =>
    buildPdf(
      invoice({
        1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [8 0 R] /XFA 8 0 R >> >>',
        8: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [0 0 9 9] /Kids [8 0 R 8 0 R] /Parent 8 0 R >>',
      }),
    ),
  ),
  hostile('pdf-layers.pdf', READ, () =>
    buildPdf(
      invoice({
        1: `<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [20 0 R] /D << /Order ${deep('[', ']', 50_000)} >> >> >>`,
        20: '<< /Type /OCG /Name (a) >>',
      }),
    ),
  ),
  hostile('pdf-structure.pdf', READ, () =>
    buildPdf(
      invoice({
        1: '<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 20 0 R >>',
        20: '<< /Type /StructTreeRoot /K 20 0 R /ParentTree 20 0 R /Kids [20 0 R] /RoleMap << /A /A >> >>',
      }),
    ),
  ),
  hostile('pdf-noise.pdf', READ, () => Buffer.concat([latin1('%PDF-1.7\n'), noise(3_000_000)])),
];
