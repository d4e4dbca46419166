/** Plain text and CSV in UTF-8, UTF-16, windows-1252 or ISO 8859-15. */
import { sha256Lines, sha256Text } from '../fingerprint/digest.ts';
import type { Line, Reading } from '../fingerprint/document.ts';
import { decodeUndeclared } from './charset.ts';
import { looksBinary } from './control.ts';
import { isGarbled } from './garbled.ts';
import { LOCAL_LIMITS } from './limits.ts';
import { ExtractError, type Extracted, type Reader } from './reader.ts';

export const PLAIN_EXTRACTOR = 'plain/1';

/** Ends some files made under DOS. */
const DOS_END = '\u001a';

/** Reads plain text; see `Reader`. A text of white space only is `no_text_layer`. */
export const readPlain: Reader = async (bytes, { limits }): Promise<Extracted> => {
  const decoded = decodeUndeclared(bytes);
  const text = decoded?.endsWith(DOS_END) ? decoded.slice(0, -1) : decoded;
  if (text === null || looksBinary(text.length, (at) => text.charCodeAt(at))) {
    throw new ExtractError('unreadable', 'The file is not text in a known character set.');
  }
  const reading = plainReading(text, limits.maxTextLength);
  if (!/\S/.test(text)) {
    return {
      reading: null,
      mail: null,
      parts: [],
      problem: 'no_text_layer',
      detail: 'It is empty.',
    };
  }
  return { reading, mail: null, parts: [] };
};

/**
 * Reading of a text that is decoded already, such as the body of a mail.
 *
 * Form feeds part pages, so that running headers are told from the text as in a PDF.
 * `drawn` covers the whole text but what an editor or a mail gateway changes unseen: the
 * kind of line ends, blanks before them, and empty lines at the end. Null where lone carriage
 * returns stand among other line ends: a terminal writes the next line over such a line.
 *
 * @param maxLength UTF-16 code units
 * @throws ExtractError `over_limit`
 */
export function plainReading(text: string, maxLength = LOCAL_LIMITS.maxTextLength): Reading {
  if (text.length > maxLength) {
    throw new ExtractError('over_limit', 'The file holds more text than the limit.');
  }
  const pages = text
    .replace(/^\ufeff/, '')
    .split('\f')
    .map((page) => page.split(/\r\n|[\n\r\v\u0085\u2028\u2029]/));
  for (const page of pages) {
    for (let i = 0; i < page.length; i++) page[i] = trimEnd(page[i] as string);
  }
  const written = pages.map(writtenOn);
  // Programs end the last page with a form feed as well.
  if (written.at(-1)?.length === 0) written.pop();
  const [only = [], ...others] = pages;
  const lines = others.length === 0 ? only : pages.flat();
  while (lines.length > 0 && lines.at(-1) === '') lines.pop();
  return {
    extractor: PLAIN_EXTRACTOR,
    text: {
      pages: written,
      spaced: 'lines',
    },
    drawn: text.includes('\n') && /\r(?!\n)/.test(text) ? null : digestOf(lines),
    marks: isGarbled(lines) ? ['garbled_text'] : [],
  };
}

function writtenOn(page: readonly string[]): Line[] {
  const written: Line[] = [];
  for (const text of page) if (text !== '') written.push({ text });
  return written;
}

/** Of an empty text too. */
function digestOf(lines: readonly string[]): string {
  return sha256Lines(lines) ?? sha256Text('');
}

/** Blanks and tabs only, in linear time, which `/[ \t]+$/` is not. */
function trimEnd(line: string): string {
  let end = line.length;
  while (end > 0 && isBlank(line.charCodeAt(end - 1))) end--;
  return line.slice(0, end);
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09;
}
