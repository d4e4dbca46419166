/** HTML (WHATWG HTML Living Standard), parsed by htmlparser2. */
import { Parser } from 'htmlparser2';
import { sha256Text } from '../fingerprint/digest.ts';
import type { Reading } from '../fingerprint/document.ts';
import { HtmlBeside } from './html-beside.ts';
import { HtmlLines } from './html-lines.ts';
import { HtmlLook } from './html-look.ts';
import { decodeHtml, withoutMetadata } from './html-source.ts';
import { type Limits, LOCAL_LIMITS } from './limits.ts';
import { LineWriter } from './line-writer.ts';
import { ExtractError, type Reader } from './reader.ts';

export const HTML_EXTRACTOR = 'html/1';

/**
 * Never drawn in the page. Not `head`: nothing else that may stand in it holds text, and anything
 * that may not ends it and is drawn, whatever end tag comes later.
 */
const SKIPPED = new Set(['script', 'style', 'template', 'title', 'datalist']);
const FOREIGN = new Set(['svg', 'math']);

/** Elements that begin and end a line (15.3 of the standard, and the table parts). */
const BLOCKS = new Set(
  `address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
  figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu
  nav ol optgroup option p plaintext pre search section select summary table tbody td textarea
  tfoot th thead tr ul xmp`.split(/\s+/),
);

/** White space and line ends stand as they are written. */
const PREFORMATTED = new Set(['pre', 'listing', 'xmp', 'textarea', 'plaintext']);

/** Reads an HTML file; see `Reader`. A page without any text is `no_text_layer`. */
export const readHtml: Reader = async (bytes, { limits }) => {
  const { text, ambiguous } = decodeHtml(bytes);
  const reading = htmlReading(text, limits);
  if (reading.text.pages.every((page) => page.length === 0)) {
    const detail = 'The page holds no text.';
    return { reading: null, mail: null, parts: [], problem: 'no_text_layer', detail };
  }
  return { reading: ambiguous ? { ...reading, drawn: null } : reading, mail: null, parts: [] };
};

/**
 * Reading of HTML that is decoded already, such as a body of a mail.
 *
 * `drawn` is taken of the source, not of the parsed tree: browsers and mail programs parse
 * broken markup each in their own way (`<!-->` ends a comment in some only), and comments
 * are drawn by one of them (`<!--[if mso]>`). Line ends, the declared character set and the
 * names of generator and author alone do not count.
 *
 * @throws ExtractError `over_limit`
 */
export function htmlReading(html: string, limits: Limits = LOCAL_LIMITS): Reading {
  const source = html.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const look = new HtmlLook();
  const beside = new HtmlBeside(limits);
  const lines = new HtmlLines(new LineWriter(limits.maxTextLength));
  let depth = 0;
  /** Depths of the elements under way that are not drawn. */
  const skipped: number[] = [];
  let foreign = 0;
  let preformatted = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth++;
        if (depth > limits.maxXmlDepth) {
          throw new ExtractError('over_limit', 'The HTML is nested beyond the limit.');
        }
        // In a drawing `<title/>` is a whole element, which this parser does not know.
        if (foreign > 0) skipped.length = 0;
        const shadow = attributes.shadowrootmode !== undefined;
        if (SKIPPED.has(name) && !shadow) skipped.push(depth);
        if (FOREIGN.has(name)) foreign++;
        if (BLOCKS.has(name) || name === 'br') lines.end();
        if (PREFORMATTED.has(name)) preformatted++;
        const style = withoutComments(attributes.style ?? '');
        lines.open(name, attributes, style);
        if (skipped.length === 0) beside.open(name, attributes);
        look.open(name, attributes, style);
      },
      ontext(text) {
        look.text(text);
        if (skipped.length > 0) return;
        lines.text(text, preformatted > 0);
        beside.text(text);
      },
      onclosetag(name) {
        const drawn = skipped.length === 0;
        if (skipped.at(-1) === depth) skipped.pop();
        if (FOREIGN.has(name)) foreign--;
        depth--;
        look.close();
        if (BLOCKS.has(name)) lines.end();
        lines.close(name);
        if (drawn) beside.close(name);
        if (PREFORMATTED.has(name)) preformatted--;
      },
    },
    { decodeEntities: true },
  );
  parser.write(source);
  parser.end();
  return {
    extractor: HTML_EXTRACTOR,
    text: { pages: [lines.finish()], tables: true, spaced: 'paragraphs' },
    drawn: sha256Text(withoutMetadata(source)),
    marks: look.marks().sort(),
    beside: beside.streams(),
  };
}

/** CSS without comments, in linear time, which a lazy expression is not. */
function withoutComments(css: string): string {
  let out = '';
  for (let at = 0; at < css.length; ) {
    const start = css.indexOf('/*', at);
    if (start === -1) return out + css.slice(at);
    out += css.slice(at, start);
    const end = css.indexOf('*/', start + 2);
    if (end === -1) return out;
    at = end + 2;
  }
  return out;
}
