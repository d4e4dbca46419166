/** Operators on pdf files themselves: pages, overlays, stamps, digits in content streams. */
import { MIN_WORDS } from '../../src/registry/thresholds.ts';
import { pdfText, words } from './plain.mjs';
import { tool } from './tools.mjs';

const made = (bytes, note) => (bytes && bytes.length > 0 ? { bytes, note } : null);
const latin = (bytes) => Buffer.from(bytes).toString('latin1');
const toBytes = (text) => new Uint8Array(Buffer.from(text, 'latin1'));

export function pagesOf(bytes) {
  const out = tool('sh', ['-c', 'qpdf --show-npages "$1" > "$2"', '-', '{0}', '{out}'], [bytes]);
  return out ? Number(latin(out)) : 0;
}

/** Pages by ranges of several files, as qpdf's --pages takes them. */
function assembled(files, ranges, note) {
  const args = ranges.flatMap(([file, range]) => [`{${file}}`, range]);
  return made(tool('qpdf', ['--empty', '--pages', ...args, '--', '{out}'], files, 'pdf'), note);
}

function pageRemoved({ bytes }, random) {
  const count = pagesOf(bytes);
  if (count < 3) return null;
  const page = 1 + random.int(count);
  const kept = [page > 1 ? `1-${page - 1}` : '', page < count ? `${page + 1}-z` : '']
    .filter(Boolean)
    .join(',');
  return assembled([bytes], [[0, kept]], `page ${page} of ${count}`);
}

function pageInserted({ bytes }, random, { heldPdf }) {
  const count = pagesOf(bytes);
  const other = heldPdf(random);
  if (!other || count < 2) return null;
  const at = 1 + random.int(count - 1);
  const page = String(1 + random.int(pagesOf(other.bytes)));
  return assembled(
    [bytes, other.bytes],
    [
      [0, `1-${at}`],
      [1, page],
      [0, `${at + 1}-z`],
    ],
    `after page ${at} of ${count}`,
  );
}

function excerpt({ bytes }, random) {
  const count = pagesOf(bytes);
  if (count < 5) return null;
  const first = 1 + random.int(count - 1);
  return assembled(
    [bytes],
    [[0, `${first}-${first + 1}`]],
    `pages ${first} and ${first + 1} of ${count}`,
  );
}

/** A title page of so few words that no part of a text is told by them is none to ask for. */
function firstPageKept({ bytes }, random, { heldPdf }) {
  const count = pagesOf(bytes);
  const other = heldPdf(random);
  if (!other || count < 2) return null;
  if (words(pdfText({ bytes }, { last: 1 }) ?? '') < MIN_WORDS) return null;
  return assembled(
    [bytes, other.bytes],
    [
      [0, '1'],
      [1, `1-${Math.min(pagesOf(other.bytes), Math.max(1, count - 1))}`],
    ],
    'first page true',
  );
}

/** A one-page pdf of drawing operators, to lie over another. */
function sheet(operators, width, height) {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>`,
    `<</Length ${operators.length}>>\nstream\n${operators}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const xref = text.length;
  text += `xref\n0 6\n0000000000 65535 f \n${offsets.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('')}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n${xref}\n%%EOF\n`;
  return toBytes(text);
}

/** A number of the page with its place, by pdftotext. */
function numberOn(bytes, random) {
  const box = tool('pdftotext', ['-bbox', '-f', '1', '-l', '3', '{0}', '{out}'], [bytes], 'html');
  if (!box) return null;
  const found = [];
  let page = 0;
  let size = [0, 0];
  for (const line of Buffer.from(box).toString().split('\n')) {
    const start = /<page width="([\d.]+)" height="([\d.]+)"/.exec(line);
    if (start) {
      page++;
      size = [Number(start[1]), Number(start[2])];
    }
    const word =
      /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</.exec(
        line,
      );
    if (word && /\d/.test(word[5])) {
      const [x0, y0, x1, y1] = word.slice(1, 5).map(Number);
      if (x1 > x0 && y1 > y0 && x1 - x0 < 200)
        found.push({ page, size, x: x0, y: size[1] - y1, w: x1 - x0, h: y1 - y0, text: word[5] });
    }
  }
  return found.length > 0 ? random.pick(found) : null;
}

/** @param draw operators over a number, in points from the lower left */
function patched(draw) {
  return ({ bytes }, random) => {
    const at = numberOn(bytes, random);
    if (!at) return null;
    const cover = `1 g ${at.x} ${at.y} ${at.w} ${at.h} re f 0 g `;
    const over = sheet(cover + draw(at, random), ...at.size);
    const out = tool(
      'qpdf',
      ['{0}', '--overlay', '{1}', `--to=${at.page}`, '--', '{out}'],
      [bytes, over],
      'pdf',
    );
    return made(out, `over "${at.text}" on page ${at.page}`);
  };
}

/** Everything is drawn as it was, but for the number: a clip with a hole around it. */
function clipped({ bytes }, random) {
  const at = numberOn(bytes, random);
  const open = at && qdf(bytes);
  if (!open) return null;
  const text = latin(open);
  const streams = [...text.matchAll(/%% Contents for page (\d+)\n[\s\S]*?\nstream\n/g)].filter(
    (m) => Number(m[1]) === at.page,
  );
  if (streams.length === 0) return null;
  const start = streams[0].index + streams[0][0].length;
  const last = streams.at(-1);
  const end = text.indexOf('\nendstream', last.index + last[0].length);
  const frame = `q 0 0 ${at.size[0]} ${at.size[1]} re ${at.x} ${at.y} ${at.w} ${at.h} re W* n\n`;
  const edited = `${text.slice(0, start)}${frame}${text.slice(start, end)}\nQ${text.slice(end)}`;
  return made(fixed(edited), `around "${at.text}" on page ${at.page}`);
}

/** A pdf with plain streams, to be edited by hand. */
function qdf(bytes) {
  return tool('qpdf', ['--qdf', '--object-streams=disable', '{0}', '{out}'], [bytes], 'pdf');
}

/** A pdf of what was edited by hand. */
function fixed(text) {
  return tool(
    'sh',
    ['-c', 'fix-qdf < "$1" > "$2.q" && qpdf "$2.q" "$2"', '-', '{0}', '{out}'],
    [toBytes(text)],
    'pdf',
  );
}

const typed = (at, random) =>
  `BT /F ${Math.max(4, at.h * 0.8).toFixed(1)} Tf ${at.x} ${(at.y + at.h * 0.2).toFixed(1)} Td (${at.text.replace(/[^\x20-\x7e]|[()\\]/g, '').replace(/\d/, () => String(random.int(10)))}9) Tj ET`;
/** A figure one drawn as a bar: seen, and no text. */
const drawn = (at) => `${at.x + at.w * 0.4} ${at.y} ${Math.max(0.8, at.w * 0.08)} ${at.h} re f`;

function stamped({ bytes }) {
  const over = sheet(
    'q 0.8 0.2 0.2 rg BT /F 54 Tf 0.7 0.7 -0.7 0.7 140 240 Tm (CONFIDENTIAL) Tj ET Q',
    595,
    842,
  );
  return made(
    tool(
      'qpdf',
      ['{0}', '--overlay', '{1}', '--to=1-z', '--from=', '--repeat=1', '--', '{out}'],
      [bytes, over],
      'pdf',
    ),
  );
}

/** A sentence at the head of every page, where running headers stand. */
function headed({ bytes }, random) {
  if (pagesOf(bytes) < 3) return null;
  const line = `Paiement de ${random.int(90) + 10} 000 EUR en especes approuve`;
  const under = sheet(`BT /F 10 Tf 60 825 Td (${line}) Tj ET`, 595, 842);
  const out = tool(
    'qpdf',
    ['{0}', '--underlay', '{1}', '--to=1-z', '--from=', '--repeat=1', '--', '{out}'],
    [bytes, under],
    'pdf',
  );
  return made(out, line);
}

/** Digits in the strings of content streams, where fonts are encoded as ASCII. */
function digitInStream(change) {
  return ({ bytes }, random) => {
    const open = qdf(bytes);
    if (!open) return null;
    const text = latin(open);
    const strings = [
      ...text.matchAll(
        /\(((?:[^()\\]|\\.)*)\)(?=[^()[\]<>]{0,12}[\])]?[^()]{0,40}T[jJ]|[-\d. ]*\()/g,
      ),
    ].filter((m) => /(?:\d.*){2}/.test(m[1]) && /^[\x20-\x5b\x5d-\x7e]{1,400}$/.test(m[1]));
    for (const m of random.shuffle(strings).slice(0, 30)) {
      const after = change(m[1], random);
      if (after === null || after === m[1]) continue;
      const out = fixed(text.slice(0, m.index + 1) + after + text.slice(m.index + 1 + m[1].length));
      if (out) return { bytes: out, note: `(${m[1]}) → (${after})` };
    }
    return null;
  };
}

const kinds = ['pdf'];
const native = ({ origin }) => origin === 'native';

export const pdfOperators = [
  {
    name: 'pdf_digit_in_stream',
    group: 'single edit',
    truth: 'altered',
    kinds,
    only: native,
    make: digitInStream((s, r) => s.replace(/\d/, (d) => String((Number(d) + 1 + r.int(9)) % 10))),
  },
  {
    name: 'pdf_digits_swapped_in_stream',
    group: 'single edit',
    truth: 'altered',
    kinds,
    only: native,
    make: digitInStream((s) => s.replace(/(\d)(?!\1)(\d)/, '$2$1')),
  },
  { name: 'pdf_page_removed', group: 'replaced', truth: 'altered', kinds, make: pageRemoved },
  { name: 'pdf_page_inserted', group: 'replaced', truth: 'altered', kinds, make: pageInserted },
  {
    name: 'pdf_amount_patched',
    group: 'single edit',
    truth: 'altered',
    kinds,
    make: patched(typed),
  },
  {
    name: 'pdf_amount_drawn_over',
    group: 'appearance',
    truth: 'appearance',
    kinds,
    make: patched(drawn),
  },
  {
    name: 'pdf_amount_covered',
    group: 'appearance',
    truth: 'appearance',
    kinds,
    make: patched(() => ''),
  },
  {
    name: 'pdf_amount_clipped',
    group: 'appearance',
    truth: 'appearance',
    kinds,
    make: clipped,
  },
  { name: 'pdf_watermark', group: 'appearance', truth: 'appearance', kinds, make: stamped },
  {
    name: 'pdf_sentence_on_every_page',
    group: 'single edit',
    truth: 'altered',
    kinds,
    make: headed,
  },
  { name: 'pdf_two_pages', group: 'excerpt', truth: 'part_of', kinds, make: excerpt },
  { name: 'pdf_first_page_true', group: 'excerpt', truth: 'excerpt', kinds, make: firstPageKept },
];
