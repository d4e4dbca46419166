/**
 * Opens a document for editing in its own format.
 *
 * An opened document has `source` (its XML, HTML or text), `segments` (runs of text in it),
 * `paragraphs` (whole ones, to take out), and `save(source)`, which makes a file again.
 */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { escapeXml, htmlOf } from './compose.mjs';
import { pdfOf } from './corpus.mjs';
import { render } from './mails.mjs';

const XML = { escape: escapeXml, unescape: unescapeXml };
const RAW = { escape: (text) => text, unescape: (text) => text };

function unescapeXml(text) {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

/** Members in their order; a text put in place of one of them. */
export function rezip(bytes, changes = {}, { level = 6, order = (names) => names } = {}) {
  const members = unzipSync(bytes);
  for (const [name, content] of Object.entries(changes)) {
    members[name] = typeof content === 'string' ? strToU8(content) : content;
  }
  const [first, ...rest] = Object.keys(members);
  const out = {};
  for (const name of [first, ...order(rest)]) {
    out[name] = [members[name], { level: name === 'mimetype' ? 0 : level }];
  }
  return zipSync(out, { mtime: '2027-04-19T12:00:00Z' });
}

export const member = (bytes, name) => {
  const found = unzipSync(bytes, { filter: (file) => file.name === name })[name];
  return found ? strFromU8(found) : null;
};

/** Ranges of a pattern's first group within the source, outside of the ranges left out. */
function ranges(source, pattern, without = []) {
  const holes = without.flatMap((hole) =>
    [...source.matchAll(hole)].map((m) => [m.index, m.index + m[0].length]),
  );
  const out = [];
  for (const m of source.matchAll(pattern)) {
    const start = m.index + m[0].indexOf(m[1], m[0].length - m[1].length - (m[2]?.length ?? 0));
    if (holes.some(([from, to]) => start >= from && start < to)) continue;
    out.push({ start, end: start + m[1].length });
  }
  return out;
}

/** Text between tags from a start tag on. */
function between(source, from, to, skipped = /(?!)/g) {
  const begin = Math.max(0, source.search(from));
  const end = source.lastIndexOf(to) === -1 ? source.length : source.lastIndexOf(to);
  const holes = [...source.matchAll(skipped)].map((m) => [m.index, m.index + m[0].length]);
  const out = [];
  for (const m of source.slice(begin, end).matchAll(/>([^<]+)</g)) {
    const start = begin + m.index + 1;
    if (m[1].trim() === '' || holes.some(([a, b]) => start >= a && start < b)) continue;
    out.push({ start, end: start + m[1].length });
  }
  return out;
}

const wholes = (source, pattern, from = 0) =>
  [...source.matchAll(pattern)]
    .filter((m) => m.index >= from)
    .map((m) => ({ start: m.index, end: m.index + m[0].length }));

/** Runs of lines that fit, each up to and with the blank line after it. */
function blocks(source, fits) {
  const out = [];
  let start = null;
  let at = 0;
  for (const line of source.split('\n')) {
    const end = Math.min(source.length, at + line.length + 1);
    if (line.trim() === '') {
      if (start !== null) out.push({ start, end });
      start = null;
    } else if (fits(line)) start ??= at;
    else start = null;
    at = end;
  }
  return out;
}

const OPENERS = {
  docx({ bytes }) {
    const name = 'word/document.xml';
    const source = member(bytes, name);
    if (!source || /mc:Fallback|w:txbxContent/.test(source)) return null;
    return {
      ...XML,
      source,
      segments: ranges(source, /<w:t(?: [^>]*)?>([^<]+)(<\/w:t>)/g),
      paragraphs: wholes(source, /<w:p(?: [^>]*)?>(?:(?!<w:p[ >]).)*?<\/w:p>/gs).filter(
        // What is tracked as deleted is no longer said: to take it out changes no word.
        ({ start, end }) =>
          !/<w:sectPr|<w:delText/.test(source.slice(start, end)) && !inCell(source, start, 'w:tc'),
      ),
      save: (text) => rezip(bytes, { [name]: text }),
    };
  },
  odt({ bytes }) {
    const name = 'content.xml';
    const source = member(bytes, name);
    if (!source) return null;
    const begin = source.indexOf('<office:text');
    return {
      ...XML,
      source,
      segments: between(
        source,
        /<office:text/,
        '</office:text>',
        /<(text:tracked-changes|office:annotation|text:table-of-content|script|office:forms)\b.*?<\/\1>/gs,
      ),
      paragraphs: wholes(
        source,
        /<text:p(?: [^>]*)?>(?:(?!<text:p[ >]).)*?<\/text:p>/gs,
        begin,
      ).filter(({ start }) => !inCell(source, start, 'table:table-cell')),
      save: (text) => rezip(bytes, { [name]: text }),
    };
  },
  xlsx({ bytes }) {
    const shared = member(bytes, 'xl/sharedStrings.xml');
    const sheet = member(bytes, 'xl/worksheets/sheet1.xml');
    if (!shared || !sheet) return null;
    const used = new Set(
      [...sheet.matchAll(/<c [^>]*t="s"[^>]*><v>(\d+)<\/v>/g)].map((m) => Number(m[1])),
    );
    const segments = [];
    [...shared.matchAll(/<si>.*?<\/si>/gs)].forEach((si, i) => {
      if (!used.has(i) || /<rPh/.test(si[0])) return;
      for (const m of si[0].matchAll(/<t(?: [^>]*)?>([^<]+)<\/t>/g)) {
        const start = si.index + m.index + m[0].indexOf('>') + 1;
        segments.push({ start, end: start + m[1].length });
      }
    });
    return {
      ...XML,
      source: shared,
      segments,
      paragraphs: [],
      save: (text) => rezip(bytes, { 'xl/sharedStrings.xml': text }),
    };
  },
  html({ bytes }) {
    const source = new TextDecoder().decode(bytes);
    return {
      ...XML,
      source,
      segments: between(
        source,
        /<body/i,
        '</body>',
        /<(script|style|template)\b.*?<\/\1>|<!--.*?-->/gis,
      ).filter(({ start, end }) => !source.slice(start, end).includes('&')),
      paragraphs: wholes(source, /<p(?: [^>]*)?>(?:(?!<p[ >]).)*?<\/p>/gs),
      save: (text) => new TextEncoder().encode(text),
    };
  },
  txt({ bytes }) {
    const source = new TextDecoder().decode(bytes);
    return {
      ...RAW,
      source,
      segments: wholes(source, /[^\n]*\S[^\n]*/g),
      paragraphs: blocks(source, () => true),
      save: (text) => new TextEncoder().encode(text),
    };
  },
  eml(base) {
    return base.model ? openModel(base) : openRawMail(base);
  },
  pdf(base) {
    return base.model ? openPdfModel(base) : null;
  },
};

const inCell = (source, at, cell) =>
  source.lastIndexOf(`<${cell}`, at) > source.lastIndexOf(`</${cell}>`, at);

function openModel({ model }) {
  return {
    ...RAW,
    source: model.text,
    segments: wholes(model.text, /[^\n]*\S[^\n]*/g),
    paragraphs: wholes(model.text, /[^\n]{60,}\n\n/g),
    save: (text) => render({ ...model, text }),
  };
}

/** Plain single-part mails of one byte a character: header and body as they are. */
function openRawMail({ bytes }) {
  const whole = Buffer.from(bytes).toString('latin1');
  const cut = /\r?\n\r?\n/.exec(whole);
  if (!cut) return null;
  const head = whole.slice(0, cut.index);
  const type = /^content-type:\s*([^;\s]+)/im.exec(head)?.[1]?.toLowerCase() ?? 'text/plain';
  const encoding = /^content-transfer-encoding:\s*(\S+)/im.exec(head)?.[1]?.toLowerCase() ?? '7bit';
  if (type !== 'text/plain' || !/^[78]bit$/.test(encoding) || /format=flowed/i.test(head))
    return null;
  const charset = /charset="?([\w-]+)/i.exec(head)?.[1]?.toLowerCase() ?? 'us-ascii';
  const start = cut.index + cut[0].length;
  const raw = Buffer.from(whole.slice(start), 'latin1');
  const ascii = raw.every((byte) => byte < 128);
  if (!ascii) return null;
  const source = raw.toString('latin1');
  return {
    ...RAW,
    source,
    segments: wholes(source, /[^\n]*\S[^\n]*/g),
    paragraphs: blocks(source, (line) => !line.startsWith('>')),
    // What is written in may need another character set than ASCII.
    save(text) {
      const wide = [...text].some((c) => c > '\x7f');
      const named = wide
        ? `${head.replace(/^(?:content-type|content-transfer-encoding|mime-version):.*(?:\r?\n[ \t].*)*\r?\n?/gim, '').replace(/\r?\n$/, '')}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit`
        : head;
      return new Uint8Array(
        Buffer.concat([Buffer.from(named + cut[0], 'latin1'), Buffer.from(text)]),
      );
    },
    charset,
  };
}

/** A pdf is edited in its source and made again by what made it. */
function openPdfModel({ model, maker }) {
  const bytes = new TextEncoder().encode(htmlOf(model));
  const opened = OPENERS.html({ bytes });
  return { ...opened, save: (text) => pdfOf(new TextEncoder().encode(text), maker) };
}

/** @returns null for what cannot be edited here */
export function open(base) {
  const opened = OPENERS[base.kind]?.(base) ?? null;
  return opened && opened.segments.length > 0 ? opened : null;
}

export const put = (source, { start, end }, by) => source.slice(0, start) + by + source.slice(end);
