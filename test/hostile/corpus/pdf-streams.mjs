/** PDF: contents, filters, fonts and pictures that unpack to far more than they are. */
import { deflateSync } from 'node:zlib';
import { buildPdf, invoice, stream } from '../../extract/pdf-build.ts';
import { READ } from './pdf-objects.mjs';
import { deflatedBlank, hostile, noise } from './tools.mjs';

const MiB = 1 << 20;
const latin = (bytes) => Buffer.from(bytes).toString('latin1');
const flate = (text, entries = '') =>
  stream(
    latin(deflateSync(Buffer.from(text, 'latin1'), { level: 9 })),
    `/Filter /FlateDecode ${entries}`,
  );
const zlib = (raw) => latin(Buffer.concat([Buffer.from([0x78, 0x9c]), raw, Buffer.alloc(4)]));
/** As it stands, because what compresses well is refused for that before it is parsed. */
const contents = (text) => buildPdf(invoice({ 4: stream(text) }));
const line = 'BT /F1 12 Tf 72 700 Td (Montant : un deux trois) Tj ET\n';

/** Pages that all show one content stream. */
function sharing(pages, text) {
  const objects = invoice({
    2: `<< /Type /Pages /Kids [${Array.from({ length: pages }, (_, n) => `${20 + n} 0 R`).join(' ')}] /Count ${pages} /MediaBox [0 0 595 842] /Resources 5 0 R >>`,
    4: stream(text),
  });
  for (let n = 0; n < pages; n++)
    objects[20 + n] = '<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>';
  return buildPdf(objects);
}

/** Forms that each draw the next ten times. */
function forms(levels, times) {
  const objects = invoice({
    4: flate('/X0 Do\n'.repeat(times)),
    5: '<< /Font << /F1 6 0 R >> /XObject << /X0 20 0 R >> >>',
  });
  for (let n = 0; n < levels; n++) {
    const last = n === levels - 1;
    objects[20 + n] = flate(
      last ? line : `/X${n + 1} Do\n`.repeat(times),
      `/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 6 0 R >> /XObject << ${last ? '' : `/X${n + 1} ${21 + n} 0 R`} >> >>`,
    );
  }
  return buildPdf(objects);
}

const font = (more, objects = {}) =>
  buildPdf(invoice({ 6: `<< /Type /Font /BaseFont /A ${more} >>`, ...objects }));
const descriptor = (file) =>
  `<< /Type /FontDescriptor /FontName /A /Flags 4 /FontBBox [0 0 9 9] /Ascent 9 /Descent 0 /CapHeight 9 /StemV 1 /ItalicAngle 0 /${file} 21 0 R >>`;
const picture = (entries, data) =>
  buildPdf(
    invoice({
      4: stream('q 9 0 0 9 0 0 cm /Im1 Do Q'),
      7: stream(data, `/Type /XObject /Subtype /Image ${entries}`),
    }),
  );
const predictor = (parms) => buildPdf(invoice({ 4: flate(line, `/DecodeParms << ${parms} >>`) }));

const cmap = (body) =>
  flate(
    `/CIDInit /ProcSet findresource begin begincmap /CMapName /A def 1 begincodespacerange <0000> <ffff> endcodespacerange ${body} endcmap end`,
  );

export const pdfStreams = [
  hostile('pdf-text-40-mb.pdf', 'over_limit', () =>
    buildPdf(invoice({ 4: flate(line.repeat(750_000)) })),
  ),
  hostile('pdf-text-5-mb.pdf', READ, () => contents(line.repeat(90_000))),
  hostile('pdf-blank-400-mb.pdf', 'over_limit', () =>
    buildPdf(invoice({ 4: stream(zlib(deflatedBlank(400)), '/Filter /FlateDecode') })),
  ),
  hostile('pdf-flate-twice.pdf', READ, () => {
    const once = Buffer.from(zlib(deflatedBlank(2000)), 'latin1');
    return buildPdf(
      invoice({ 4: stream(latin(deflateSync(once)), '/Filter [/FlateDecode /FlateDecode]') }),
    );
  }),
  hostile('pdf-filters-1000.pdf', READ, () =>
    buildPdf(invoice({ 4: stream('a>', `/Filter [${'/ASCIIHexDecode '.repeat(1000)}]`) })),
  ),
  hostile('pdf-contents-many.pdf', 'over_limit', () =>
    buildPdf(
      invoice({
        3: `<< /Type /Page /Parent 2 0 R /Contents [${'4 0 R '.repeat(5000)}] >>`,
        4: flate(line.repeat(2000)),
      }),
    ),
  ),
  hostile('pdf-predictor-columns.pdf', READ, () => predictor('/Predictor 15 /Columns 2147483647')),
  hostile('pdf-predictor-colours.pdf', READ, () =>
    predictor('/Predictor 2 /Columns 1000000 /Colors 2147483647 /BitsPerComponent 32'),
  ),
  hostile('pdf-predictor-zero.pdf', READ, () => predictor('/Predictor 12 /Columns 0 /Colors 0')),
  hostile('pdf-predictor-negative.pdf', READ, () => predictor('/Predictor 12 /Columns -5')),
  hostile('pdf-run-length.pdf', READ, () =>
    buildPdf(invoice({ 4: stream('\x81 '.repeat(1_000_000), '/Filter /RunLengthDecode') })),
  ),
  hostile('pdf-ascii-85.pdf', READ, () =>
    buildPdf(invoice({ 4: stream(`${'z'.repeat(10_000_000)}~>`, '/Filter /ASCII85Decode') })),
  ),
  hostile('pdf-lzw.pdf', READ, () =>
    buildPdf(invoice({ 4: stream(latin(noise(2_000_000)), '/Filter /LZWDecode') })),
  ),
  hostile('pdf-flate-noise.pdf', READ, () =>
    buildPdf(invoice({ 4: stream(`\x78\x9c${latin(noise(2_000_000))}`, '/Filter /FlateDecode') })),
  ),
  hostile('pdf-shared-contents.pdf', READ, () => sharing(450, line.repeat(30_000))),
  hostile('pdf-form-in-itself.pdf', READ, () =>
    buildPdf(
      invoice({
        4: stream('/Im1 Do'),
        7: stream(
          '/Im1 Do /Im1 Do',
          '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources 5 0 R',
        ),
      }),
    ),
  ),
  hostile('pdf-forms-exponential.pdf', READ, () => forms(12, 10)),
  hostile('pdf-form-repeated.pdf', READ, () => forms(1, 200_000)),
  hostile('pdf-states.pdf', READ, () => contents('q '.repeat(2_000_000))),
  hostile('pdf-text-objects.pdf', READ, () => contents('BT '.repeat(1_000_000))),
  hostile('pdf-strings-open.pdf', READ, () => contents('('.repeat(5_000_000))),
  hostile('pdf-arrays-open.pdf', READ, () => contents('['.repeat(1_000_000))),
  hostile('pdf-dictionaries-open.pdf', READ, () => contents('<<'.repeat(1_000_000))),
  hostile('pdf-operands.pdf', READ, () => contents('1 '.repeat(3_000_000))),
  hostile('pdf-names.pdf', READ, () =>
    contents(Array.from({ length: 300_000 }, (_, n) => `/N${n} gs`).join('\n')),
  ),
  hostile('pdf-marked.pdf', READ, () => contents('/P <</MCID 0>> BDC '.repeat(200_000))),
  hostile('pdf-inline-images.pdf', READ, () => contents('BI /W 1 /H 1 ID '.repeat(100_000))),
  hostile('pdf-inline-ends.pdf', READ, () => contents(`BI /W 9 /H 9 ID ${'EI'.repeat(1_000_000)}`)),
  hostile('pdf-long-array.pdf', READ, () =>
    contents(`BT /F1 12 Tf [${'(a) -300 '.repeat(500_000)}] TJ ET`),
  ),
  hostile('pdf-tiny-moves.pdf', READ, () =>
    contents(`BT /F1 1 Tf ${'1 0 Td (a) Tj '.repeat(300_000)} ET`),
  ),
  hostile('pdf-picture-size.pdf', READ, () =>
    picture('/Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceRGB', 'a'),
  ),
  hostile('pdf-picture-flate.pdf', READ, () =>
    picture(
      '/Width 20000 /Height 20000 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode',
      zlib(deflatedBlank(400)),
    ),
  ),
  ...['JPXDecode', 'DCTDecode', 'JBIG2Decode', 'CCITTFaxDecode'].map((filter) =>
    hostile(`pdf-picture-${filter}.pdf`, READ, () =>
      picture(
        `/Width 65000 /Height 65000 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /${filter}`,
        latin(noise(300_000)),
      ),
    ),
  ),
  hostile('pdf-colour-circle.pdf', READ, () =>
    buildPdf(
      invoice({
        4: stream(`/C cs 1 scn ${line}`),
        5: '<< /Font << /F1 6 0 R >> /ColorSpace << /C 20 0 R >> /Pattern << /P 21 0 R >> >>',
        20: '[/Indexed 20 0 R 255 20 0 R]',
        21: stream(
          '/P scn',
          '/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 0 /YStep 0 /Resources 5 0 R',
        ),
      }),
    ),
  ),
  hostile('pdf-mask-circle.pdf', READ, () =>
    picture(
      '/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /SMask 7 0 R /Mask 7 0 R',
      'a',
    ),
  ),
  hostile('pdf-function.pdf', READ, () =>
    buildPdf(
      invoice({
        4: stream(`/C cs 1 scn ${line}`),
        5: '<< /Font << /F1 6 0 R >> /ColorSpace << /C [/Separation /A /DeviceRGB 20 0 R] >> >>',
        20: stream(
          `${'{ '.repeat(100_000)}${'} '.repeat(100_000)}`,
          '/FunctionType 4 /Domain [0 1] /Range [0 1 0 1 0 1]',
        ),
      }),
    ),
  ),
  hostile('pdf-font-circle.pdf', READ, () =>
    font('/Subtype /Type0 /Encoding /Identity-H /DescendantFonts [6 0 R]'),
  ),
  hostile('pdf-font-type-3.pdf', READ, () =>
    font(
      '/Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /CharProcs << /M 20 0 R >> /Encoding << /Differences [0 /M /M /M] >> /FirstChar 0 /LastChar 255 /Widths [1] /Resources 5 0 R',
      {
        20: stream(`9 0 d0 ${line}`),
      },
    ),
  ),
  hostile('pdf-font-map-wide.pdf', READ, () =>
    font('/Subtype /TrueType /ToUnicode 20 0 R', {
      20: cmap('1 beginbfrange <00000000> <ffffffff> <0041> endbfrange'),
    }),
  ),
  hostile('pdf-font-map-long.pdf', READ, () =>
    font('/Subtype /TrueType /ToUnicode 20 0 R', {
      20: cmap(`1 beginbfchar <4d> <${'0041'.repeat(1_000_000)}> endbfchar`),
    }),
  ),
  hostile('pdf-font-map-many.pdf', READ, () =>
    font('/Subtype /TrueType /ToUnicode 20 0 R', {
      20: cmap('1 beginbfrange <0000> <ffff> <0041> endbfrange '.repeat(20_000)),
    }),
  ),
  hostile('pdf-font-map-circle.pdf', READ, () =>
    font('/Subtype /Type0 /Encoding 20 0 R /DescendantFonts [22 0 R]', {
      20: stream('/A usecmap begincmap endcmap', '/Type /CMap /CMapName /A /UseCMap 20 0 R'),
      22: '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /W [0 [1] 1 2000000000 9] >>',
    }),
  ),
  hostile('pdf-font-widths.pdf', READ, () =>
    font(`/Subtype /Type0 /Encoding /Identity-H /DescendantFonts [22 0 R]`, {
      22: '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /W [0 2000000000 9] /W2 [0 2000000000 9 9 9] >>',
    }),
  ),
  hostile('pdf-font-codes.pdf', READ, () =>
    font('/Subtype /TrueType /FirstChar -2000000000 /LastChar 2000000000 /Widths [1]'),
  ),
  ...['FontFile', 'FontFile2', 'FontFile3'].map((file) =>
    hostile(`pdf-font-noise-${file}.pdf`, READ, () =>
      font(`/Subtype /${file === 'FontFile2' ? 'TrueType' : 'Type1'} /FontDescriptor 20 0 R`, {
        20: descriptor(file),
        21: flate(
          `${file === 'FontFile2' ? '\0\x01\0\0\xff\xff' : '%!PS-AdobeFont-1.0: A\n'}${latin(noise(MiB))}`,
          '/Length1 999999 /Length2 999999 /Subtype /Type1C',
        ),
      }),
    ),
  ),
  hostile('pdf-font-type-1-loop.pdf', READ, () =>
    font('/Subtype /Type1 /FontDescriptor 20 0 R', {
      20: descriptor('FontFile'),
      21: flate(
        `%!PS-AdobeFont-1.0: A\n/Encoding 999999999 array ${'dup 0 /a put '.repeat(100_000)}currentfile eexec\n${'/Subrs 999999999 array '.repeat(50_000)}`,
        '/Length1 2000000 /Length2 2000000',
      ),
    }),
  ),
];
