/** The words of a document as an outside program reads them. */
import { open } from './opened.mjs';
import { tool } from './tools.mjs';

export const words = (text) => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

/** @returns null for what cannot be read here */
export function plainOf(base) {
  if (base.kind === 'pdf') return pdfText(base);
  if (base.model?.text) return base.model.text;
  const opened = open(base);
  if (!opened) return null;
  const { source, segments, unescape: decode } = opened;
  const joint = JOINTS[base.kind] ?? (() => '\n');
  return segments
    .map(({ start, end }, i) => {
      const gap = i === 0 ? '' : source.slice(segments[i - 1].end, start);
      return (i === 0 ? '' : joint(gap, decode)) + decode(source.slice(start, end));
    })
    .join('');
}

/** The text of a pdf, or of its first page. */
export function pdfText({ bytes }, { last } = {}) {
  const range = last ? ['-l', String(last)] : [];
  const out = tool('pdftotext', ['-enc', 'UTF-8', ...range, '{0}', '{out}'], [bytes], 'txt');
  return out ? Buffer.from(out).toString() : null;
}

const HTML_BLOCKS =
  /<\/?(?:address|article|aside|blockquote|br|caption|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul)\b[^>]*>/gi;
const HTML_UNSEEN = /<(script|style|template)\b.*?<\/\1>|<!--.*?-->/gis;

/**
 * What stands between two runs of text. A word that is half in bold is two runs and one word:
 * only what ends a paragraph or a line parts them.
 */
const JOINTS = {
  docx: (gap) => (/<\/w:p>|<w:(?:br|cr|tab)\b/.test(gap) ? '\n' : ''),
  odt: (gap) => {
    if (/<\/text:(?:p|h)>|<text:(?:line-break|tab)\b/.test(gap)) return '\n';
    return /<text:s\b|\s/.test(gap.replace(/<(?!text:s\b)[^>]*>/g, '')) ? ' ' : '';
  },
  // Runs with a character reference are none to edit, but text all the same.
  html: (gap, decode) =>
    decodeReferences(
      gap
        .replace(HTML_UNSEEN, '')
        .replace(HTML_BLOCKS, '\n')
        .replace(/<[^>]*>/g, ''),
      decode,
    ),
};

const NAMED = { nbsp: '\u00a0', ndash: '–', mdash: '—', hellip: '…', copy: '©', laquo: '«' };
const MORE = { raquo: '»', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', middot: '·' };

function decodeReferences(text, decode) {
  return decode(
    text
      .replace(/&#x([0-9a-f]+);/gi, (_, hex) => String.fromCodePoint(Number.parseInt(hex, 16)))
      .replace(/&#(\d+);/g, (_, decimal) => String.fromCodePoint(Number(decimal)))
      .replace(/&(\w+);/g, (whole, name) => NAMED[name] ?? MORE[name] ?? whole),
  );
}
