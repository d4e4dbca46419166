/**
 * Footers that mailing lists put below a mail: a rule or a signature line, then a few lines on
 * the list and how to leave it (Mailman, Sympa, Google Groups, majordomo).
 */

import type { Line } from '../fingerprint/document.ts';
import { nfc } from '../fingerprint/nfc.ts';

const RULE = /^(?:[_=*~-]{10,}|--)$/;
const OF_A_LIST =
  /mailing[ -]?list|listinfo|mailman|majordomo|listserv|sympa|unsubscri|d[ée]s(?:abonn|inscri)|liste de (?:diffusion|discussion)|google groups/i;

/** Two footers of six lines each. */
const MAX_LINES = 16;
const MAX_LENGTH = 300;

/**
 * Where the footers begin; the number of lines when there are none.
 *
 * The last rule with a list named below it opens a footer, so that a rule in the mail itself
 * does not; another footer above it is one more.
 */
export function footerStart(texts: readonly string[]): number {
  let end = texts.length;
  for (let start = oneFooter(texts, end); start < end; start = oneFooter(texts, end)) end = start;
  return end;
}

/** The lines of the footers, the empty ones above them left out. */
export function footerOf(lines: readonly Line[]): readonly Line[] {
  return lines.slice(footerStart(lines.map(({ text }) => nfc(text).trimEnd())));
}

function oneFooter(texts: readonly string[], end: number): number {
  let named = false;
  let lines = 0;
  for (let i = end - 1; i >= 0; i--) {
    const text = (texts[i] ?? '').trim();
    if (text === '') continue;
    if (text.length > MAX_LENGTH || ++lines > MAX_LINES) return end;
    if (RULE.test(text) && named) return i;
    named ||= OF_A_LIST.test(text);
  }
  return end;
}
