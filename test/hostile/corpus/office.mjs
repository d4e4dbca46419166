/** Office packages: XML bombs, repeats that cost nothing to write, and packages in packages. */
import { readFileSync } from 'node:fs';
import { deflatedBlank, hostile, latin1, utf8, zip } from './tools.mjs';

const MiB = 1 << 20;
export const READ = 'absent too_short no_text_layer over_limit unreadable';
const REFUSED = 'unreadable over_limit';

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
export const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
export const TYPES =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>';

/** A zip of these members; stored, because whatever compresses well is refused for that before it is parsed. */
export function pack(members) {
  const bytes = (data) => (typeof data === 'string' ? utf8(data) : data);
  const entries = Object.entries(members);
  return zip(entries.map(([name, data]) => ({ name, data: bytes(data), method: 0 })));
}

export const links = (list) =>
  `<Relationships xmlns="${PACKAGE}">${list
    .map(
      ([id, kind, target]) => `<Relationship Id="${id}" Type="${REL}/${kind}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`;

function pptx(slides, listed) {
  const A = 'http://schemas.openxmlformats.org/drawingml/2006/main';
  const P = 'http://schemas.openxmlformats.org/presentationml/2006/main';
  return pack({
    '[Content_Types].xml': TYPES,
    '_rels/.rels': links([['a', 'officeDocument', 'ppt/presentation.xml']]),
    'ppt/_rels/presentation.xml.rels': links([['s', 'slide', 'slides/slide1.xml']]),
    'ppt/presentation.xml': `<p:presentation xmlns:p="${P}" xmlns:r="${REL}"><p:sldIdLst>${'<p:sldId id="1" r:id="s"/>'.repeat(listed)}</p:sldIdLst></p:presentation>`,
    'ppt/slides/slide1.xml': `<p:sld xmlns:p="${P}" xmlns:a="${A}"><p:cSld><p:spTree><p:sp><p:txBody>${slides}</p:txBody></p:sp></p:spTree></p:cSld></p:sld>`,
  });
}

/** A docx whose document part is this. */
function rawDocx(document, more = {}) {
  return pack({
    '[Content_Types].xml': TYPES,
    '_rels/.rels': links([['a', 'officeDocument', 'word/document.xml']]),
    'word/document.xml': document,
    ...more,
  });
}

const paragraph = (text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
const body = (inner) => `<w:document xmlns:w="${W}"><w:body>${inner}</w:body></w:document>`;
const docx = (inner) => rawDocx(body(inner));

function laughs(count, wide) {
  const entities = Array.from({ length: count }, (_, n) =>
    n === 0 ? '<!ENTITY l0 "lol">' : `<!ENTITY l${n} "${`&l${n - 1};`.repeat(wide)}">`,
  );
  return `<?xml version="1.0"?><!DOCTYPE a [${entities.join('')}]>${body(paragraph(`&l${count - 1};`))}`;
}

/** Footnotes that are long, each named by many references. */
function notes(length, references) {
  const reference = '<w:r><w:footnoteReference w:id="2"/></w:r>';
  return rawDocx(body(`<w:p>${reference.repeat(references)}</w:p>`), {
    'word/_rels/document.xml.rels': links([['f', 'footnotes', 'footnotes.xml']]),
    'word/footnotes.xml': `<w:footnotes xmlns:w="${W}"><w:footnote w:id="2">${paragraph('note '.repeat(length))}</w:footnote></w:footnotes>`,
  });
}

function nested(depth) {
  let inner = rawDocx(body(paragraph('a')));
  for (let n = 0; n < depth; n++) {
    inner = rawDocx(body(paragraph('a')), { 'word/embeddings/a.docx': inner });
  }
  return inner;
}

const raw = deflatedBlank(600);

export const office = [
  hostile('docx-600-mb.docx', 'over_limit', () =>
    zip([
      { name: '[Content_Types].xml', data: utf8(TYPES) },
      { name: '_rels/.rels', data: utf8(links([['a', 'officeDocument', 'word/document.xml']])) },
      { name: 'word/document.xml', raw, size: 600 * MiB },
    ]),
  ),
  hostile('docx-600-mb-lying.docx', REFUSED, () =>
    zip([
      { name: '[Content_Types].xml', data: utf8(TYPES) },
      { name: '_rels/.rels', data: utf8(links([['a', 'officeDocument', 'word/document.xml']])) },
      { name: 'word/document.xml', raw, size: 3000 },
    ]),
  ),
  hostile('docx-20-mb-text.docx', READ, () =>
    docx(paragraph('un deux trois '.repeat(40_000)).repeat(36)),
  ),
  hostile('docx-paragraphs.docx', READ, () => docx(paragraph('un').repeat(600_000))),
  hostile('docx-laughs.docx', REFUSED, () => rawDocx(laughs(10, 10))),
  hostile('docx-quadratic.docx', REFUSED, () =>
    rawDocx(
      `<!DOCTYPE a [<!ENTITY a "${'a'.repeat(100_000)}">]>${body(paragraph('&a;'.repeat(50_000)))}`,
    ),
  ),
  hostile('docx-external-entity.docx', REFUSED, () =>
    rawDocx(`<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>${body(paragraph('&a;'))}`),
  ),
  hostile('docx-300000-tags.docx', 'over_limit unreadable', () => docx('<w:p>'.repeat(300_000))),
  hostile('docx-nested-tables.docx', 'over_limit', () =>
    docx(`${'<w:tbl><w:tr><w:tc>'.repeat(20_000)}${'</w:tc></w:tr></w:tbl>'.repeat(20_000)}`),
  ),
  hostile('docx-attribute.docx', READ, () =>
    docx(`<w:p w:a="${'a'.repeat(20 * MiB)}"/>${paragraph('a')}`),
  ),
  hostile('docx-attributes.docx', READ, () =>
    docx(
      `<w:p ${Array.from({ length: 200_000 }, (_, n) => `w:a${n}=""`).join(' ')}/>${paragraph('a')}`,
    ),
  ),
  hostile('docx-same-attributes.docx', REFUSED, () => docx(`<w:p ${'w:a="" '.repeat(200_000)}/>`)),
  hostile('docx-namespaces.docx', READ, () =>
    docx(
      Array.from({ length: 400 }, (_, n) => `<w:p xmlns:a${n}="b" xmlns:b${n}="c">`).join('') +
        '<w:r w:a=""/>'.repeat(200_000) +
        '</w:p>'.repeat(400),
    ),
  ),
  hostile('docx-prototype.docx', READ, () =>
    docx(`<__proto__ __proto__="a" constructor="b"><toString/></__proto__>${paragraph('a')}`),
  ),
  hostile('docx-references.docx', READ, () => docx(paragraph('&#65;&amp;'.repeat(500_000)))),
  hostile('docx-instructions.docx', READ, () =>
    docx(`${'<?a b?><!--c-->'.repeat(300_000)}${paragraph('a')}`),
  ),
  hostile('docx-utf-16.docx', READ, () =>
    rawDocx(Buffer.from(`\ufeff${body(paragraph('a'))}`, 'utf16le')),
  ),
  hostile('docx-utf-7.docx', REFUSED, () =>
    rawDocx(`<?xml version="1.0" encoding="utf-7"?>${body(paragraph('+AGE-'))}`),
  ),
  hostile('docx-notes.docx', READ, () => notes(20_000, 50_000)),
  hostile('docx-note-in-itself.docx', READ, () =>
    rawDocx(body('<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'), {
      'word/_rels/document.xml.rels': links([['f', 'footnotes', 'footnotes.xml']]),
      'word/footnotes.xml': `<w:footnotes xmlns:w="${W}"><w:footnote w:id="2"><w:p><w:r><w:footnoteReference w:id="2"/><w:t>a</w:t></w:r></w:p></w:footnote></w:footnotes>`,
    }),
  ),
  hostile('docx-relationships.docx', READ, () =>
    rawDocx(body(paragraph('a')), {
      'word/_rels/document.xml.rels': links(
        Array.from({ length: 100_000 }, (_, n) => [`r${n}`, 'header', 'header1.xml']),
      ),
      'word/header1.xml': `<w:hdr xmlns:w="${W}">${paragraph('un deux '.repeat(5000))}</w:hdr>`,
    }),
  ),
  hostile('docx-circle.docx', READ, () =>
    rawDocx(body(paragraph('a')), {
      'word/_rels/document.xml.rels': links([
        ['h', 'header', 'document.xml'],
        ['x', 'footnotes', 'document.xml'],
      ]),
    }),
  ),
  hostile('docx-no-document.docx', READ, () =>
    pack({
      '[Content_Types].xml': TYPES,
      '_rels/.rels': links([['a', 'officeDocument', '../../etc/passwd']]),
    }),
  ),
  hostile('docx-runs.docx', READ, () =>
    docx(`<w:p>${'<w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r>'.repeat(200_000)}</w:p>`),
  ),
  hostile('docx-nested-30.docx', 'over_limit too_short', () => nested(30)),
  hostile('docx-pictures.docx', 'over_limit', () =>
    rawDocx(
      body(paragraph('a')),
      Object.fromEntries(
        Array.from({ length: 3000 }, (_, n) => [`word/media/${n}.png`, `\x89PNG${n}`]),
      ),
    ),
  ),
  hostile('pptx-same-slide.pptx', READ, () =>
    pptx(`<a:p><a:r><a:t>${'montant '.repeat(20_000)}</a:t></a:r></a:p>`, 50_000),
  ),
  hostile('pptx-paragraphs.pptx', READ, () =>
    pptx('<a:p><a:r><a:t>un</a:t></a:r></a:p>'.repeat(300_000), 1),
  ),
  hostile('pptx-nested.pptx', 'over_limit', () =>
    pptx('<a:p>'.repeat(30_000) + '</a:p>'.repeat(30_000), 1),
  ),
  hostile('docx-made-of-text.docx', REFUSED, () => latin1('PK\x03\x04 but not a package')),
  hostile('docx-lettre-and-more.docx', REFUSED, () => {
    const genuine = readFileSync(new URL('../../fixtures/office/lettre.docx', import.meta.url));
    return Buffer.concat([genuine, genuine]);
  }),
];
