/**
 * Bodies of an Outlook message (MS-OXCMSG 2.2.1.56): plain text, HTML, and RTF, which may
 * be HTML or plain text in disguise. Outlook shows one of them, other programs another: all
 * of them count.
 */
import type { Reading } from '../fingerprint/document.ts';
import { type Body, plainBody } from './eml-body.ts';
import { decodeCharset } from './eml-charset.ts';
import { codePageLabel } from './msg-codepage.ts';
import { P, type Properties } from './msg-properties.ts';
import type { Context } from './reader.ts';

/** Words of the RTF that Exchange makes around plain text; none of them draws anything. */
const PLAIN_WORDS = new Set(
  `rtf ansi ansicpg mac deff fromtext fonttbl f fswiss fmodern froman fnil fscript fdecor fcharset
  colortbl red green blue uc pard plain deftab deflang deflangfe lang fs par line tab u cf`.split(
    /\s+/,
  ),
);

/** Reads the bodies, the plain one first. */
export async function readMsgBodies(message: Properties, context: Context): Promise<Body[]> {
  const { limits } = context;
  /** All are alternatives of one message. */
  const group = {};
  const bodies: Body[] = [];
  const plain = message.text(P.body);
  if (plain !== null && plain.trim() !== '') bodies.push(plainBody(plain, group, limits));
  const html = await htmlSources(message);
  const rtf = await rtfOf(message);
  if (rtf !== null) {
    const { holdsHtml, htmlOfRtf } = await import('./rtf-html.ts');
    if (holdsHtml(rtf)) html.push({ text: htmlOfRtf(rtf, limits.maxTextLength), sure: true });
    else {
      const { readRtf } = await import('./rtf.ts');
      const { reading } = await readRtf(rtf, context);
      if (reading && !(await repeats(rtf, reading, bodies[0]))) bodies.push(bodyOf(reading, group));
    }
  }
  const seen = new Set<string | null>();
  for (const { text, sure } of html) {
    const { htmlReading } = await import('./html.ts');
    const reading = htmlReading(text, limits);
    if (seen.has(reading.drawn)) continue;
    seen.add(reading.drawn);
    bodies.push({ ...bodyOf(sure ? reading : { ...reading, drawn: null }, group), html: true });
  }
  return bodies;
}

function bodyOf(reading: Reading, group: object): Body {
  const lines = reading.text.pages.flat().map((line) => line.text);
  return { html: false, group, reading, text: lines.join('\n'), files: [], shows: [], fault: null };
}

interface HtmlSource {
  readonly text: string;
  /** No other program can decode it otherwise. */
  readonly sure: boolean;
}

async function htmlSources(message: Properties): Promise<HtmlSource[]> {
  const wide = message.text(P.html);
  const bytes = message.binary(P.html);
  const found: HtmlSource[] = wide === null || wide === '' ? [] : [{ text: wide, sure: true }];
  if (bytes === null || bytes.length === 0) return found;
  const { decodeHtml } = await import('./html-source.ts');
  const declared = decodeHtml(bytes);
  const number = message.integer(P.internetCodePage);
  const label = number === null ? null : decodeCharset(bytes, codePageLabel(number));
  const text = label?.known ? label.text.replace(/^\ufeff/, '') : declared.text;
  found.push({ text, sure: !declared.ambiguous && text === declared.text });
  return found;
}

async function rtfOf(message: Properties): Promise<Uint8Array | null> {
  const compressed = message.binary(P.rtfCompressed);
  if (compressed === null || compressed.length === 0) return null;
  const { decompressRtf } = await import('./rtf-lzfu.ts');
  const rtf = decompressRtf(compressed);
  return rtf.length === 0 ? null : withoutPadding(rtf);
}

/** Some writers put NULs behind the outermost group. */
function withoutPadding(rtf: Uint8Array): Uint8Array {
  let end = rtf.length;
  while (end > 0 && rtf[end - 1] === 0) end--;
  return rtf.subarray(0, end);
}

/**
 * Whether an RTF only repeats the plain body, as Exchange makes one for each plain message:
 * the same words, and nothing in it that could be drawn otherwise.
 */
async function repeats(
  rtf: Uint8Array,
  reading: Reading,
  plain: Body | undefined,
): Promise<boolean> {
  if (plain === undefined) return false;
  const words = (one: Reading) =>
    one.text.pages.flatMap((page) => page.map((line) => line.text.replace(/\s+/g, ' ').trim()));
  if (words(reading).join(' ').trim() !== words(plain.reading).join(' ').trim()) return false;
  const { rtfTokens } = await import('./rtf-lexer.ts');
  for (const token of rtfTokens(rtf)) {
    if (token.kind === 'word' && !PLAIN_WORDS.has(token.word)) return false;
    // Text in a colour may be white.
    if (token.kind === 'word' && token.word === 'cf' && token.value !== 0) return false;
    if (token.kind === 'symbol' && token.symbol === '*') return false;
  }
  return true;
}
